# SPDX-License-Identifier: MIT
"""A list goes in once, after it was shown what it would do. Over a store on disk."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support import listed, people, stores
from tests.support.clocks import StillClock
from tests.support.fake_rows import CENTRES
from tests.unit.test_identity import aadhaar_numbers
from vaxdesk.domain.expected import NOT_READ, ExpectedPerson, ListedDay
from vaxdesk.errors import FileError, StoreError
from vaxdesk.services import expected as expected_module
from vaxdesk.services.expected import ExpectedLists
from vaxdesk.store import expected

DATA = Path(__file__).parents[2] / "data"
LIST = DATA / "expected-2021-01-19.csv"
DAY = date(2021, 1, 19)


class Setting:
    """An empty store, lists over it, and a register."""

    def __init__(self, store: stores.FailingStore, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.clock = StillClock()
        self.lists = ExpectedLists(store, stores.reference_table(), CENTRES, "LNJP", self.clock)
        self.register = stores.register_of(store, self.clock)

    def file(self, *rows: Sequence[str], name: str = "list.csv") -> Path:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    def add(self, path: Path, **options: object):
        return self.lists.add(path, people.CLERK, **options)

    def persons(self) -> list[ExpectedPerson]:
        with self.store.reading():
            count = self.store.models.Expected.select().count()
            found = [expected.one(self.store, number) for number in range(1, count + 1)]
        return [person for person in found if person]


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[Setting]:
    with stores.opened(tmp_path) as store:
        yield Setting(store, tmp_path)


def test_the_days_list_is_shown_first_and_changes_nothing(setting: Setting) -> None:
    """Counted by hand in the file: 120 rows; 47 say LNJP, 28 MATHANA, 45 PEHOWA; no row is bad or stands twice."""
    preview = setting.lists.preview(LIST)
    assert (preview.read, preview.good, preview.rows_with_errors, preview.twice_in_file) == (120, 120, 0, 0)
    assert preview.days == ((DAY, "LNJP", 47), (DAY, "MATHANA", 28), (DAY, "PEHOWA", 45))
    assert (preview.day, preview.day_is_sure, preview.problems) == (DAY, True, ())
    assert all(column.field for column in preview.columns)
    assert setting.persons() == []


def test_the_days_list_goes_in_whole_and_the_second_time_adds_nothing(setting: Setting) -> None:
    """Of the 120, 24 have no reference; 71 show an Aadhaar, of which the list has four digits."""
    first = setting.add(LIST)
    assert (first.read, first.added, first.problems, first.not_read) == (120, 120, (), ())
    persons = setting.persons()
    assert sum(not person.portal_ref for person in persons) == 24
    assert sum(person.id_type == "aadhaar" and len(person.id_number) == 4 for person in persons) == 71
    assert persons[0] == ExpectedPerson(
        *(DAY, "LNJP", "Sunita Kamboj", "female", "1991", "9996189950", "voter_id", "HR/7541"),
        *("hcw", "paramedical_staff", "CHC Mathana"),
    )
    again = setting.add(LIST)
    assert (again.read, again.added, again.already_listed) == (120, 0, 120)
    assert setting.lists.days() == tuple(
        ListedDay(DAY, centre, n, 0, 0) for centre, n in (("LNJP", 47), ("MATHANA", 28), ("PEHOWA", 45))
    )


def test_a_list_without_a_day_is_for_today_and_is_the_same_file_tomorrow(setting: Setting) -> None:
    path = setting.file(["Name", "Mobile"], ["Asha Namoona", "9900000001"])
    preview = setting.lists.preview(path)
    assert (preview.day, preview.day_is_sure, preview.names_days) == (setting.clock.today(), False, False)
    assert setting.add(path).added == 1
    setting.clock.pass_by(24 * 3600)
    assert setting.lists.preview(path).already_listed == 1
    assert setting.add(path).added == 0
    assert setting.add(path, day=date(2021, 2, 20)).added == 1  # somebody says that it is another session


def test_the_day_of_a_row_goes_before_the_one_said_and_that_before_the_files_name(setting: Setting) -> None:
    rows = (
        ["Name", "Mobile", "Session date"],
        ["Asha Namoona", "9900000001", "21-01-2021"],
        ["Ravi Kalpit", "9900000002", ""],
    )
    path = setting.file(*rows, name="HCW 20-01-2021 final.csv")
    assert [day for day, _centre, _n in setting.lists.preview(path).days] == [date(2021, 1, 20), date(2021, 1, 21)]
    said = setting.lists.preview(path, day=date(2021, 1, 22))
    assert [day for day, _centre, _n in said.days] == [date(2021, 1, 21), date(2021, 1, 22)]


def test_rows_of_one_person_count_once_and_name_the_row_before(setting: Setting) -> None:
    path = setting.file(
        ["Name", "Mobile", "Reference ID", "Year of birth"],
        ["Asha Namoona", "9900000001", "", "1986"],
        ["ASHA  NAMOONA", "+91 99000 00001", "", "1987"],
        ["Ravi Kalpit", "", "48772535763050", ""],
        ["R. Kalpit", "9900000002", "48772535763050", ""],
        ["Asha Namoona", "9900000001", "", "1956"],
        ["Meena Misaal", "", "", "1970"],
        ["Meena Misaal", "", "", "1970"],
    )
    preview = setting.lists.preview(path)
    assert (preview.good, preview.twice_in_file) == (4, 3)
    assert [(p.row, p.problem.code, p.problem.params) for p in preview.problems] == [
        (3, "twice_in_file", (("row", "2"),)),
        (5, "twice_in_file", (("row", "4"),)),
        (8, "twice_in_file", (("row", "7"),)),
    ]
    assert setting.add(path).added == 4


def test_another_file_with_somebody_of_that_day_does_not_list_them_again(setting: Setting) -> None:
    setting.add(LIST)
    path = setting.file(["Name", "Mobile"], ["sunita kamboj", "09996189950"], name="more-2021-01-19.csv")
    report = setting.add(path)
    assert (report.added, report.already_listed) == (0, 1)
    path = setting.file(["Name", "Mobile"], ["sunita kamboj", "09996189950"], name="more-2021-02-19.csv")
    assert setting.add(path).added == 1


def test_who_was_vaccinated_here_already_comes_on_the_list_as_having_come(setting: Setting) -> None:
    setting.register.record(people.draft(0), people.CLERK)
    given = people.draft(0)
    rows = (["Name", "Mobile"], [given.name, given.mobile], ["Somebody Else", given.mobile])
    preview = setting.lists.preview(setting.file(*rows, name="a-2021-01-18.csv"))
    assert (preview.good, preview.already_vaccinated) == (2, 1)
    report = setting.add(setting.folder / "a-2021-01-18.csv")
    assert (report.added, report.already_vaccinated) == (2, 1)
    assert [dose for _name, _day, dose, _visit in listed.marks(setting.store)] == [1, None]
    second = setting.lists.preview(setting.file(*rows, name="b-2021-02-20.csv"))
    assert second.already_vaccinated == 0  # due for the second dose


def test_columns_said_by_hand_are_remembered_for_every_file_with_these_headings(setting: Setting) -> None:
    rows = (["Naam", "Ph.", "Shoe size"], ["Asha Namoona", "9900000001", "5"])
    preview = setting.lists.preview(setting.file(*rows))
    assert ([column.field for column in preview.columns], preview.has_name, preview.read) == (["", "", ""], False, 0)
    assert preview.columns[0].sample == "Asha Namoona"
    with pytest.raises(FileError, match="list_without_names"):
        setting.add(setting.folder / "list.csv")
    report = setting.add(setting.folder / "list.csv", fields=("name", "mobile", ""))
    assert (report.added, report.not_read) == (1, ("Shoe size",))
    other = setting.file([" NAAM", "ph", "Shoe-size"], ["Ravi Kalpit", "9900000002", "7"], name="other.csv")
    assert [column.field for column in setting.lists.preview(other).columns] == ["name", "mobile", NOT_READ]
    assert setting.add(other).added == 1
    assert setting.add(other, fields=("name", "employee_no", "")).already_listed == 0  # a later word counts
    assert [c.field for c in setting.lists.preview(other).columns] == ["name", "employee_no", NOT_READ]


def test_rejects_hold_only_the_bad_rows_and_can_be_mended_and_imported(setting: Setting) -> None:
    rejects = setting.folder / "rejects.csv"
    path = setting.file(
        ["Name", "Mobile", "Centre", "Gender"],
        ["Asha Namoona", "9900000001", "LNJP", "?"],
        ["Asha Kalpit", "", "LNJP", "F"],
        ["=1+1", "9900000003", "LNJP", "F"],
        ["Meena Misaal", "9900000004", "Elsewhere", "F"],
        ["Geeta Misaal", "9900000005", "CHC Mathana", "F", "an extra cell"],
    )
    report = setting.add(path, rejects=rejects)
    assert (report.added, report.rows_with_errors) == (1, 4)
    assert [(p.row, p.problem.code, p.problem.severity.value) for p in report.problems] == [
        (2, "unknown_gender", "note"),
        (3, "only_a_name", "error"),
        (4, "name_characters", "error"),
        (5, "unknown_centre", "error"),
        (6, "extra_cells", "error"),
    ]
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["Name", "Asha Kalpit", "'=1+1", "Meena Misaal", "Geeta Misaal"]
    rows[1][1] = "9900000002"
    mended = setting.add(setting.file(*[row[:4] for row in rows[:2]], name="mended.csv"))
    assert mended.added == 1


def test_an_aadhaar_in_any_column_leaves_only_four_digits(setting: Setting) -> None:
    whole = aadhaar_numbers(1)[0]
    spaced = f"{whole[:4]} {whole[4:8]} {whole[8:]}"
    path = setting.file(
        ["Name", "Mobile", "ID type", "ID no.", "Facility", "Reference ID", "Designation", "Whatever"],
        ["Asha Namoona", "9900000001", "Aadhaar", whole, "", "", "", ""],
        ["Ravi Kalpit", whole, "", "", "", "", "", spaced],
        ["Meena Misaal", "9900000003", "", spaced, f"Ward {whole}", whole, spaced, ""],
        ["Geeta Misaal", "9900000004", "Voter ID", whole, "", "", "", ""],
    )
    rejects = setting.folder / "rejects.csv"
    preview = setting.lists.preview(path)
    report = setting.add(path, rejects=rejects)
    kept = repr(setting.persons()) + repr(preview) + repr(report) + rejects.read_text(encoding="utf-8-sig")
    assert whole not in kept and spaced not in kept
    asha, meena = setting.persons()[0], setting.persons()[1]
    assert (asha.id_type, asha.id_number) == (meena.id_type, meena.id_number) == ("aadhaar", whole[-4:])
    assert report.added == 3


def test_cancelling_keeps_what_was_added(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expected_module, "CHUNK_ROWS", 50)
    told: list[tuple[int, int]] = []

    def progress(done: int, in_all: int) -> bool:
        told.append((done, in_all))
        return done < 100

    report = setting.add(LIST, progress=progress)
    assert told == [(50, 120), (100, 120)]
    assert (report.stopped, report.read, report.added) == (True, 100, 100)
    assert setting.add(LIST).added == 20


def test_a_chunk_that_the_disk_refuses_lists_nobody_and_is_no_hindrance_later(setting: Setting) -> None:
    setting.store.failures = 1
    with pytest.raises(StoreError):
        setting.add(LIST)
    assert setting.persons() == []
    assert setting.add(LIST).added == 120


def test_a_file_of_rejects_that_cannot_be_written_is_known_before_a_row_goes_in(setting: Setting) -> None:
    for rejects in (LIST, setting.store.path, setting.folder / "none" / "rejects.csv"):
        with pytest.raises(FileError, match="file_not_written"):
            setting.add(LIST, rejects=rejects)
    assert setting.persons() == []


def test_the_audit_names_who_listed_how_many_and_nobody_by_name(setting: Setting) -> None:
    setting.add(LIST)
    with setting.store.reading():
        lines = list(setting.store.models.Audit.select().dicts())
    assert [(line["actor"], line["action"], line["detail"]) for line in lines] == [
        (people.CLERK.name, "import_expected", "120")
    ]


def test_a_long_list_is_gone_through_in_chunks(setting: Setting) -> None:
    rows = [[f"Person {chr(65 + n % 26)}{chr(65 + n // 26 % 26)}", str(9_900_000_000 + n)] for n in range(2_000)]
    seen: list[int] = []
    path = setting.file(["Name", "Mobile"], *rows)
    setting.lists.preview(path, progress=lambda done, _all: bool(seen.append(done)) or True)
    assert seen == [500, 1000, 1500, 2000]
    assert replace(setting.lists.preview(path), columns=()).good == 2_000
