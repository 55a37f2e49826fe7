# SPDX-License-Identifier: MIT
"""``export`` as a person runs it: beside an open desk, with one line that says where the sheet stands."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support import people
from vaxdesk.clock import Clock
from vaxdesk.commands import Io, export
from vaxdesk.desk import Desk
from vaxdesk.errors import SignInError, VaxDeskError
from vaxdesk.services.setup import SetupAnswers

PASSWORD = "ten letters and more"


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk that somebody else has open, with two vaccinations."""
    desk = Desk(tmp_path_factory.mktemp("desk") / "data", Clock())
    name = people.SUPERVISOR.name
    desk.set_up(SetupAnswers(centre="LNJP", supervisor=name, supervisor_password=PASSWORD))
    desk.hold()
    user = desk.open(name, PASSWORD)
    for n in range(2):
        desk.register.record(people.draft(n), user)
    yield desk
    desk.close()


def run(desk: Desk, *options: str, password: str = PASSWORD) -> tuple[int, str]:
    """Run the command on the folder of ``desk``; return exit code and standard output."""
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    args = parser.parse_args(options)
    args.data_dir, args.password_file = str(desk.folder), None
    out, err = io.StringIO(), io.StringIO()
    env = {"VAXDESK_USER": people.SUPERVISOR.name, "VAXDESK_PASSWORD": password}
    code = export.run(args, Io(out, err, env))
    assert env == {}
    assert err.getvalue() == ""
    return code, out.getvalue()


def test_export_runs_beside_an_open_desk_and_says_where_and_how_many(open_desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "day.csv"

    code, said = run(open_desk, "--date", "2021-01-16", "--format", "csv", "--out", str(out))

    assert (code, said) == (0, f"{out}: 2 rows\n")
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["Mobile"] for row in rows] == ["9900000000", "9900000001"]


def test_masked_sheet_of_one_centre_holds_no_mobile(open_desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "day.csv"

    run(open_desk, "--date", "2021-01-16", "--centre", "LNJP", "--format", "csv", "--out", str(out), "--masked")

    text = out.read_text(encoding="utf-8-sig")
    assert "99000000" not in text
    assert "XXXXXX0001" in text


def test_day_without_rows_is_said_as_0_rows(open_desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "day.xlsx"

    code, said = run(open_desk, "--date", "2021-01-17", "--format", "xlsx", "--out", str(out))

    assert (code, said) == (0, f"{out}: 0 rows\n")


def test_name_that_was_taken_instead_is_printed(open_desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "day.xlsx"
    out.mkdir()

    _code, said = run(open_desk, "--date", "2021-01-16", "--format", "xlsx", "--out", str(out))

    assert said == f"{tmp_path / 'day (2).xlsx'}: 2 rows\n"


def test_unknown_centre_and_wrong_password_write_nothing(open_desk: Desk, tmp_path: Path) -> None:
    options = ("--date", "2021-01-16", "--format", "csv", "--out", str(tmp_path / "day.csv"))

    with pytest.raises(VaxDeskError, match="unknown_centre"):
        run(open_desk, *options, "--centre", "DELHI")
    with pytest.raises(SignInError):
        run(open_desk, *options, password="another password")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["16-01-2021", "2021-02-30", ""])
def test_date_that_is_none_is_refused_before_anything_is_opened(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)

    with pytest.raises(SystemExit) as refused:
        parser.parse_args(["--date", text, "--format", "csv", "--out", "x"])

    assert refused.value.code == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


def test_date_is_read_as_the_centres_day() -> None:
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)

    args = parser.parse_args(["--date", "2021-01-16", "--format", "csv", "--out", "x"])

    assert (args.date, args.centre, args.masked) == (date(2021, 1, 16), "all", False)
