# SPDX-License-Identifier: MIT
"""The daily sheet as a file, out of a real store: whole or not at all, and never in the way of an older one."""

from __future__ import annotations

import csv
import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support import people
from vaxdesk import settings
from vaxdesk.clock import Clock
from vaxdesk.errors import FileError, VaxDeskError
from vaxdesk.services import export, placing
from vaxdesk.services.export import Export, SheetFormat
from vaxdesk.store import corrections, vaccinations
from vaxdesk.store.database import Store

ON = date(2021, 1, 16)
NOW = datetime(2021, 1, 16, 12, 0, tzinfo=UTC)
FORMATS: tuple[SheetFormat, ...] = ("xlsx", "csv")


class StandingClock(Clock):
    """Always the evening of the day."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Five people: three at LNJP, two at PEHOWA; the first was corrected."""
    path = tmp_path_factory.mktemp("store") / "vaxdesk.db"
    key = bytes(range(32))
    Store.create(path, key)
    opened = Store.open(path, key)

    def fill() -> None:
        for n, centre in enumerate(["PEHOWA", "LNJP", "LNJP", "PEHOWA", "LNJP"]):
            given = replace(people.vaccination(n), centre=centre, remarks="=1+1")
            vaccinations.add(opened, given, by="Clerk Kalpit", now=NOW)
        changes = {"mobile": ("9911122333", "9900000000")}
        corrections.add(opened, 1, changes, [], "misheard", "Supervisor Kalpit", NOW)

    opened.write(fill).result()
    yield opened
    opened.close()


@pytest.fixture
def exporter(store: Store, tmp_path: Path) -> Export:
    return Export(store, settings.load(tmp_path / "settings.toml"), StandingClock())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sheets"
    made.mkdir()
    return made


def receipts(path: Path) -> list[str]:
    """Return the receipt numbers of a written sheet."""
    if path.suffix == ".csv":
        return [row["Receipt no."] for row in read_csv(path)]
    page = openpyxl.load_workbook(path)["Line list"]
    column = [cell.value for cell in page["B"]]
    return column[column.index("Receipt no.") + 1 :]


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("form", FORMATS)
def test_sheet_of_all_centres_holds_everybody_in_order(exporter: Export, folder: Path, form: SheetFormat) -> None:
    out = folder / f"day.{form}"

    written = exporter.export(ON, "all", form, out, False)

    assert (written.path, written.rows) == (out, 5)
    assert len(set(receipts(out))) == 5
    assert [path.name for path in folder.iterdir()] == [out.name]


def test_sheet_of_one_centre_holds_only_its_people(exporter: Export, folder: Path) -> None:
    written = exporter.export(ON, "PEHOWA", "csv", folder / "p.csv", False)

    assert [row["Centre"] for row in read_csv(written.path)] == ["PEHOWA", "PEHOWA"]
    assert written.rows == 2


def test_workbook_has_totals_problems_and_corrections_of_the_same_rows(exporter: Export, folder: Path) -> None:
    written = exporter.export(ON, "all", "xlsx", folder / "day.xlsx", False, by="Clerk Kalpit")

    book = openpyxl.load_workbook(written.path)
    totals = {row[1]: row[5] for row in book["Totals"].iter_rows(values_only=True)}
    assert (totals["vaccinated"], totals["Centre: LNJP"], totals["Centre: PEHOWA"]) == (5, 3, 2)
    assert book["Problems"].max_row == 6
    assert [cell.value for cell in book["Corrections"][2]][3:6] == ["9911122333", "9900000000", "misheard"]
    assert "16-01-2021 17:30, by Clerk Kalpit, with VaxDesk" in str(book["Line list"]["C6"].value)


@pytest.mark.parametrize("form", FORMATS)
def test_masked_copy_holds_no_mobile(exporter: Export, folder: Path, form: SheetFormat) -> None:
    path = exporter.export(ON, "all", form, folder / f"m.{form}", True).path

    if form == "csv":
        text = path.read_text(encoding="utf-8-sig")
    else:
        book = openpyxl.load_workbook(path)
        text = "\n".join(str(row) for page in book for row in page.iter_rows(values_only=True))
    assert "99000000" not in text
    assert "9911122333" not in text
    assert "XXXXXX0000" in text


@pytest.mark.parametrize("form", FORMATS)
def test_day_without_rows_is_a_whole_sheet(exporter: Export, folder: Path, form: SheetFormat) -> None:
    written = exporter.export(date(2021, 1, 17), "all", form, folder / f"none.{form}", False)

    assert written.rows == 0
    assert receipts(written.path) == []


def test_unknown_centre_is_named_with_those_that_exist(exporter: Export, folder: Path) -> None:
    with pytest.raises(VaxDeskError) as raised:
        exporter.export(ON, "DELHI", "csv", folder / "d.csv", False)

    assert raised.value.code == "unknown_centre"
    assert raised.value.params == {"centre": "DELHI", "known": "LNJP, MATHANA, PEHOWA"}
    assert list(folder.iterdir()) == []


def test_sheet_is_for_its_owner_alone_even_where_an_open_one_stood(exporter: Export, folder: Path) -> None:
    out = folder / "day.csv"
    out.write_text("older")
    out.chmod(0o644)

    exporter.export(ON, "all", "csv", out, False)

    assert os.name == "nt" or stat.S_IMODE(out.stat().st_mode) == 0o600


def test_existing_file_is_replaced(exporter: Export, folder: Path) -> None:
    out = folder / "day.csv"
    out.write_text("older")

    assert exporter.export(ON, "all", "csv", out, False).path == out
    assert len(receipts(out)) == 5


def test_name_held_by_a_folder_is_left_and_the_next_free_one_is_taken(exporter: Export, folder: Path) -> None:
    (folder / "day.xlsx").mkdir()
    (folder / "day (2).xlsx").write_text("kept")

    written = exporter.export(ON, "all", "xlsx", folder / "day.xlsx", False)

    assert written.path == folder / "day (3).xlsx"
    assert len(receipts(written.path)) == 5
    assert (folder / "day (2).xlsx").read_text() == "kept"


def test_file_held_open_by_another_program_is_left_and_the_next_free_name_is_taken(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "day.csv"
    out.write_text("open elsewhere")
    _hold(monkeypatch, lambda target: target == out)

    written = exporter.export(ON, "all", "csv", out, False)

    assert written.path == folder / "day (2).csv"
    assert out.read_text() == "open elsewhere"
    assert sorted(path.name for path in folder.iterdir()) == ["day (2).csv", "day.csv"]


def test_sheet_that_can_be_put_nowhere_leaves_nothing_behind(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hold(monkeypatch, lambda target: True)

    assert _code_of(exporter, folder / "day.csv") == "export_not_replaced"
    assert list(folder.iterdir()) == []


def _hold(monkeypatch: pytest.MonkeyPatch, held: Callable[[Path], bool]) -> None:
    """Let another program hold the names for which ``held`` is true, as Windows has it."""
    replace_really = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if held(target):
            raise PermissionError(errno.EACCES, "held")
        return replace_really(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def _code_of(exporter: Export, out: Path, form: SheetFormat = "csv") -> str:
    with pytest.raises(FileError) as raised:
        exporter.export(ON, "all", form, out, False)
    return raised.value.code


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("keep", [0.5, 0.99])
def test_cut_file_is_found_out_and_the_older_sheet_stands(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch, form: SheetFormat, keep: float
) -> None:
    out = folder / f"day.{form}"
    out.write_text("older")
    render = export.RENDER[form]

    def cut(sheet: export.DaySheet) -> bytes:
        content = render(sheet)
        return content[: int(len(content) * keep)]

    monkeypatch.setitem(export.RENDER, form, cut)

    assert _code_of(exporter, out, form) == "export_miscounted"
    assert out.read_text() == "older"
    assert [path.name for path in folder.iterdir()] == [out.name]


@pytest.mark.parametrize("form", FORMATS)
def test_whole_file_with_one_person_less_is_found_out(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch, form: SheetFormat
) -> None:
    render = export.RENDER[form]

    def forget_one(sheet: export.DaySheet) -> bytes:
        return render(replace(sheet, lines=replace(sheet.lines, rows=sheet.lines.rows[:-1])))

    monkeypatch.setitem(export.RENDER, form, forget_one)

    assert _code_of(exporter, folder / f"day.{form}", form) == "export_miscounted"
    assert list(folder.iterdir()) == []


def test_missing_folder_is_named(exporter: Export, folder: Path) -> None:
    assert _code_of(exporter, folder / "none" / "day.csv") == "export_folder_missing"


def test_file_in_the_place_of_a_folder_is_named(exporter: Export, folder: Path) -> None:
    (folder / "file").write_text("")

    assert _code_of(exporter, folder / "file" / "day.csv") == "export_folder_missing"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "export_not_writable"),
        (errno.EROFS, "export_not_writable"),
        (errno.ENOSPC, "export_disk_full"),
    ],
)
def test_folder_that_takes_no_file_is_told_apart_from_a_full_disk(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(**_given: object) -> tuple[int, str]:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(placing.tempfile, "mkstemp", refuse)

    assert _code_of(exporter, folder / "day.csv") == code
    assert list(folder.iterdir()) == []


def test_disk_that_fills_up_on_the_way_leaves_nothing_behind(
    exporter: Export, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "day.csv"
    out.write_text("older")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(placing.os, "fsync", full)

    assert _code_of(exporter, out) == "export_disk_full"
    assert out.read_text() == "older"
    assert [path.name for path in folder.iterdir()] == [out.name]
