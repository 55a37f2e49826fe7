# SPDX-License-Identifier: MIT
"""A register goes in once: good rows stay, bad rows are named, nothing goes in twice. Over a store on disk."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.unit.test_identity import aadhaar_numbers
from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.problem import Severity
from vaxdesk.domain.upload import State
from vaxdesk.errors import FileError
from vaxdesk.events import Hooks
from vaxdesk.services import imports as imports_module
from vaxdesk.services.imports import ImportReport, Imports
from vaxdesk.store import vaccinations
from vaxdesk.store.database import Store

DATA = Path(__file__).parents[2] / "data"
REGISTER = DATA / "register-2021-01-16.csv"
PROBLEMS = DATA / "register-problems.csv"
CENTRES = [Centre(code, code, n) for n, code in enumerate(("LNJP", "MATHANA", "PEHOWA"))]

# What the last column of the file of problems says, and the field and code that have to be found.
EXPECTED = {
    "mobile has 9 digits": ("Mobile No.", "mobile_length"),
    "mobile starts with 5": ("Mobile No.", "mobile_start"),
    "name is empty": ("Name (as on ID)", "missing"),
    "name has digits": ("Name (as on ID)", "name_digits"),
    "year of birth in the future": ("Year of birth", "birth_year_in_future"),
    "age under 18 on the day": ("Year of birth", "age_too_young"),
    "unknown gender": ("Gender", "unknown_gender"),
    "unknown photo-ID type": ("Photo ID type", "unknown_id_type"),
    "photo-ID number is empty": ("Photo ID no.", "missing"),
    "date of vaccination in the future": ("Date of vaccination", "date_in_future"),
    "date does not exist": ("Date of vaccination", "no_such_day"),
    "time does not exist": ("Time", "no_such_time"),
    "unknown vaccine": ("Vaccine", "unknown_vaccine"),
    "batch is empty": ("Batch", "missing"),
    "dose 7 does not exist": ("Dose", "unknown_dose"),
    "dose 2 fewer than 28 days after dose 1 of the same person": ("Date of vaccination", "dose_too_early"),
    "unknown centre": ("Centre", "unknown_centre"),
    "vaccinator is empty": ("Vaccinator", "missing"),
    "vial opened after the dose was given": ("Vial opened", "vial_opened_after_dose"),
    "photo ID already used by another person under another mobile": ("Photo ID no.", "id_of_another"),
    "a formula instead of a name": ("Name (as on ID)", "name_characters"),
}


class Setting:
    """An empty store and the import over it; counts the hooks."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.saved: list[str] = []
        self.hooks = Hooks()
        self.hooks.vaccination_saved.connect(self.saved.append)
        self.imports = Imports(store, stores.reference_table(), CENTRES, Clock(), self.hooks)

    def take(self, path: Path, **options: object) -> ImportReport:
        return self.imports.import_register(path, people.CLERK, **options)

    def take_drafts(self, drafts: Sequence[Draft], **options: object) -> ImportReport:
        path = self.folder / "typed.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(DRAFT_FIELDS)
            writer.writerows([getattr(draft, name) for name in DRAFT_FIELDS] for draft in drafts)
        return self.take(path, **options)

    def rows(self):
        with self.store.reading():
            return vaccinations.day(self.store, people.GIVEN_ON)


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[Setting]:
    with stores.opened(tmp_path) as store:
        yield Setting(store, tmp_path)


def test_days_register_goes_in_whole_and_the_second_time_adds_nothing(setting: Setting) -> None:
    first = setting.take(REGISTER)
    assert (first.read, first.added, first.already_there, first.problems) == (222, 222, 0, ())
    assert first.days == (people.GIVEN_ON,)
    assert {row.state for row in setting.rows()} == {State.WAITING}
    assert setting.saved == ["", ""]
    again = setting.take(REGISTER)
    assert (again.read, again.added, again.already_there, again.problems) == (222, 0, 222, ())
    assert setting.saved == ["", ""]


def test_each_row_of_the_problem_file_has_exactly_its_one_error(setting: Setting) -> None:
    setting.take(REGISTER)
    report = setting.take(PROBLEMS)
    assert (report.read, report.added, report.already_there, report.rows_with_errors) == (22, 0, 1, 21)
    assert report.ignored_headings == ("Expected problem",)
    with PROBLEMS.open(encoding="utf-8") as file:
        said = {n: row["Expected problem"] for n, row in enumerate(csv.DictReader(file), start=2)}
    found = {p.row: (p.column, p.problem.code) for p in report.problems}
    assert len(found) == len(report.problems)
    already = [n for n, words in said.items() if words.endswith("(already there)")]
    assert found == {n: EXPECTED[words] for n, words in said.items() if n not in already}
    assert len(setting.rows()) == 222


def test_rejects_hold_only_the_bad_rows_and_can_be_mended_and_imported(setting: Setting) -> None:
    setting.take(REGISTER)
    rejects = setting.folder / "rejects.csv"
    setting.take(PROBLEMS, rejects=rejects)
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    assert headings[-2:] == ["Row", "Problem"]
    assert len(rows) == 21
    assert rows[0][-2:] == ["2", "Mobile No.: 9 digits; a mobile has ten."]
    assert rows[-1][3].startswith("'=HYPERLINK")
    assert rejects.stat().st_mode & 0o077 == 0
    rows[0][6] = "9912345670"
    with rejects.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    mended = setting.take(rejects)
    assert (mended.read, mended.added, mended.rows_with_errors) == (21, 1, 20)


def test_corrected_or_void_rows_are_still_known_by_their_source(setting: Setting) -> None:
    drafts = people.drafts(2)
    assert setting.take_drafts(drafts).added == 2
    register = stores.register_of(setting.store, Clock())
    for row in setting.rows():
        if row.vaccination.beneficiary.name == drafts[0].name:
            register.void(row.client_ref, people.SUPERVISOR, "entered by mistake")
    report = setting.take_drafts(drafts)
    assert (report.added, report.already_there) == (0, 2)


def test_rows_of_one_file_see_each_other(setting: Setting) -> None:
    asha = people.draft(0, id_type="voter_id", id_number="HR/3336")
    shown_twice = people.draft(0, id_type="voter_id", id_number="HR/3336", remarks="again")
    of_another = people.draft(1, id_type="voter_id", id_number="HR 3336")
    early = people.draft(0, id_type="voter_id", id_number="HR/3336", dose="2", given_on="26-01-2021")
    late = people.draft(0, id_type="voter_id", id_number="HR/3336", dose="2", given_on="13-02-2021")
    report = setting.take_drafts([asha, asha, shown_twice, of_another, early, late])
    assert (report.read, report.added, report.already_there) == (6, 2, 2)
    assert [(p.row, p.problem.code) for p in report.problems] == [(5, "id_of_another"), (6, "dose_too_early")]


def test_notes_are_reported_and_the_row_goes_in(setting: Setting) -> None:
    report = setting.take_drafts([people.draft(0, vial_opened_at="03:00", given_at="09:00")])
    assert (report.added, report.rows_with_errors) == (1, 0)
    assert [p.problem.severity for p in report.problems] == [Severity.NOTE]


def test_missing_column_is_named_by_the_field_and_extra_cells_by_the_row(setting: Setting) -> None:
    path = setting.folder / "short.csv"
    path.write_text("Name,Dose\nAsha Rani,1,surplus\n", encoding="utf-8")
    report = setting.take(path)
    assert {p.column for p in report.problems} >= {"Mobile", "Batch", ""}
    assert "extra_cells" in {p.problem.code for p in report.problems}
    assert report.rows_with_errors == 1


def test_file_without_a_known_heading_is_refused(setting: Setting) -> None:
    path = setting.folder / "other.csv"
    path.write_text("Shoe size\n42\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        setting.take(path)
    assert caught.value.code == "file_no_headings"


def test_cancelled_import_keeps_what_is_in_and_says_how_far_it_came(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports_module, "CHUNK_ROWS", 2)
    heard: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        heard.append((done, total))
        return done < 4

    report = setting.take_drafts(people.drafts(5), progress=progress)
    assert heard == [(2, 5), (4, 5)]
    assert (report.read, report.added, report.stopped) == (4, 4, True)
    assert len(setting.rows()) == 4
    rest = setting.take_drafts(people.drafts(5))
    assert (rest.read, rest.added, rest.already_there, rest.stopped) == (5, 1, 4, False)


def test_no_whole_aadhaar_number_comes_out_anywhere(setting: Setting) -> None:
    numbers = aadhaar_numbers(100)
    good = [people.draft(n, id_type="aadhaar", id_number=number) for n, number in enumerate(numbers[:40])]
    noted = [people.draft(n, remarks=f"card {number}") for n, number in enumerate(numbers[40:80], start=40)]
    bad = [people.draft(n, dose="7", name=number, batch=number) for n, number in enumerate(numbers[80:], start=80)]
    rejects = setting.folder / "rejects.csv"
    report = setting.take_drafts([*good, *noted, *bad], rejects=rejects)
    assert (report.added, report.rows_with_errors) == (80, 20)
    said = f"{report} {setting.rows()} {rejects.read_text(encoding='utf-8-sig')}"
    digits = re.sub(r"[ \-]", "", said)
    assert not [number for number in numbers if number in digits]
    assert {row.vaccination.beneficiary.id_number for row in setting.rows()} >= {n[-4:] for n in numbers[:40]}
