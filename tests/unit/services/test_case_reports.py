# SPDX-License-Identifier: MIT
"""Adverse events over a real store, and the case report: every field by hand, as CSV and as XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from tests.support.fake_rows import CENTRES
from vaxdesk.domain.observation import EventDraft, Severity
from vaxdesk.errors import FileError, NotAccepted, NotFound
from vaxdesk.services.case_reports import CaseReports, Kind
from vaxdesk.services.observation import Observation
from vaxdesk.services.register import Register
from vaxdesk.store.database import Store

HALF_PAST_NINE = datetime(2021, 1, 16, 4, 0, tzinfo=UTC)
FEVER = EventDraft("minor", ("fever",), onset_on="16-01-2021", onset_at="09:21")


@pytest.fixture
def store() -> Iterator[Store]:
    with stores.thrown_away() as made:
        yield made


@pytest.fixture
def clock() -> StillClock:
    return StillClock(HALF_PAST_NINE)


@pytest.fixture
def register(store: Store, clock: StillClock) -> Register:
    return stores.register_of(store, clock)


@pytest.fixture
def board(store: Store, clock: StillClock) -> Observation:
    return Observation(store, clock)


@pytest.fixture
def reports(store: Store, clock: StillClock) -> CaseReports:
    return CaseReports(store, stores.reference_table(), CENTRES, clock)


def saved(register: Register, n: int, **changed: str) -> str:
    return register.record(people.draft(n, **changed), people.CLERK).client_ref


def problems(board: Observation, ref: str, draft: EventDraft) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as raised:
        board.report(ref, draft, people.CLERK)
    assert board.reported(ref) is None
    return [(problem.field, problem.code) for problem in raised.value.problems]


def test_what_is_missing_or_impossible_is_named_at_once(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")

    assert problems(board, ref, EventDraft()) == [
        ("severity", "severity_missing"),
        ("symptoms", "symptoms_missing"),
        ("onset_on", "date_unreadable"),
        ("onset_at", "time_unreadable"),
    ]
    assert problems(board, ref, replace(FEVER, words="x" * 501)) == [("words", "too_long")]
    assert problems(board, ref, replace(FEVER, done="cold\u202ewater")) == [("done", "hidden_characters")]


@pytest.mark.parametrize(
    ("on", "at", "found"),
    [
        ("16-01-2021", "09:19", ("onset_at", "onset_before_needle")),
        ("15-01-2021", "09:25", ("onset_on", "onset_before_needle")),
        ("16-01-2021", "09:31", ("onset_at", "time_in_future")),
        ("17-01-2021", "09:00", ("onset_on", "date_in_future")),
    ],
)
def test_an_event_begins_after_the_needle_and_not_after_now(
    register: Register, board: Observation, on: str, at: str, found: tuple[str, str]
) -> None:
    ref = saved(register, 0, given_at="09:20")

    assert problems(board, ref, replace(FEVER, onset_on=on, onset_at=at)) == [found]


@pytest.mark.parametrize("at", ["09:20", "09:30"])
def test_the_very_minute_of_the_needle_and_of_now_are_allowed(register: Register, board: Observation, at: str) -> None:
    ref = saved(register, 0, given_at="09:20")

    assert board.report(ref, replace(FEVER, onset_at=at), people.CLERK).event.severity is Severity.MINOR


def test_a_correction_keeps_both_and_the_first_reporter(
    store: Store, register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0, given_at="09:20")
    board.report(ref, FEVER, people.CLERK)
    clock.pass_by(600)
    standing = board.report(ref, replace(FEVER, severity="severe"), people.SUPERVISOR)
    clock.pass_by(60)
    same = board.report(ref, replace(FEVER, severity="severe"), people.CLERK)

    assert (standing.first_by, standing.changed_by) == (people.CLERK.name, people.SUPERVISOR.name)
    assert (standing.first_at, standing.changed_at) == (HALF_PAST_NINE, HALF_PAST_NINE + timedelta(minutes=10))
    assert same == standing, "what says nothing new is not written again"
    with store.reading():
        kept = [(row.severity, row.live) for row in store.models.Aefi.select().order_by(store.models.Aefi.id)]
        actions = [a.action for a in store.models.Audit.select()]
    assert kept == [("minor", False), ("severe", True)]
    assert actions == ["record", "adverse_event", "adverse_event"]


def test_no_whole_aadhaar_is_kept_in_any_text(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")
    number = "2341 2341 2346"
    event = board.report(
        ref, replace(FEVER, words=number, done=number, referred_to=number, case_no=number), people.CLERK
    ).event

    assert {event.words, event.done, event.referred_to, event.case_no} == {"XXXX XXXX 2346"}


GOLDEN = (
    ("Case number of the district", "IND(CO-AEFI)/HR/KKR/2021/7"),
    ("Place of vaccination", "LNJP Hospital, Kurukshetra (LNJP)"),
    ("Site, facility", "Namoona Hospital"),
    ("Session type", "–"),
    ("Date of vaccination", "16-01-2021"),
    ("Time of vaccination", "09:20"),
    ("Name", "Ravi Namoona"),
    ("Year of birth", "1968"),
    ("Age in years", "53"),
    ("Sex", "Male"),
    ("Address", "–"),
    ("Phone", "9900000001"),
    ("Pregnant or lactating", "–"),
    ("Receipt no.", None),
    ("Token", "1"),
    ("Portal reference", "–"),
    ("Vaccine", "Covishield"),
    ("Manufacturer", "Serum Institute of India"),
    ("Batch", "4120Z005"),
    ("Expiry", "30-06-2021"),
    ("Dose no.", "1"),
    ("Vaccinator", "Sister Kalpit"),
    ("Vial no.", "L7"),
    ("Vial opened on", "16-01-2021"),
    ("Vial opened at", "09:00"),
    ("Others who had the same vial", "2"),
    ("Class", "Serious: Death, admission to a hospital, disability, several cases together, or public concern."),
    ("Symptoms", "Fever; Faint or dizzy; =1+1 on the chart"),
    ("Began on", "16-01-2021"),
    ("Began at", "09:26"),
    ("Minutes from the needle to the beginning", "6"),
    ("What was done", "'=HYPERLINK(1)"),
    ("Referred to", "District Hospital"),
    ("Admitted to a hospital", "yes"),
    ("Where admitted", "District Hospital"),
    ("Outcome so far", "Admitted to a hospital"),
    ("History: allergies, illnesses, medicines", "–"),
    ("Reported by", "Clerk Kalpit"),
    ("Reported at", "16-01-2021 09:30"),
    ("Last changed by", "–"),
    ("Last changed at", "–"),
    ("Written at", "16-01-2021 09:30"),
    ("Written by", None),
)
SERIOUS = EventDraft(
    severity="serious",
    symptoms=("fever", "faint"),
    words="=1+1 on the chart",
    onset_on="16-01-2021",
    onset_at="09:26",
    done="=HYPERLINK(1)",
    referred_to="District Hospital",
    outcome="admitted",
    case_no="IND(CO-AEFI)/HR/KKR/2021/7",
)


@pytest.fixture
def case(store: Store, register: Register, board: Observation) -> str:
    """A serious event of one of three people who had a dose of vial L7, opened at nine, good until the end of June."""

    def open_vial() -> None:
        store.models.Vial.insert(
            centre="LNJP",
            opened_on="2021-01-16",
            label="L7",
            vaccine="COVISHIELD",
            batch="4120Z005",
            expires_on="2021-06-30",
            doses=10,
            opened_at="09:00",
            opened_by="Clerk Kalpit",
            recorded_at=0.0,
        ).execute()

    store.write(open_vial).result()
    same = {"vial": "L7", "vial_opened_at": ""}
    ref = saved(register, 1, given_at="09:20", **same)
    saved(register, 2, given_at="09:21", **same)
    saved(register, 3, given_at="09:22", **same)
    void = saved(register, 4, given_at="09:23", **same)
    register.void(void, people.CLERK, "entered twice")
    saved(register, 5, given_at="09:24", vial="L8", vial_opened_at="")
    board.report(ref, SERIOUS, people.CLERK)
    return ref


def read(path: Path) -> list[tuple[str, str]]:
    if path.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        return [(row[0], row[1]) for row in rows]
    page = openpyxl.load_workbook(path).worksheets[0]
    return [(str(asked.value), str(known.value)) for asked, known in page.iter_rows(max_col=2)]


def test_every_field_of_the_case_report_is_known_already(
    reports: CaseReports, case: str, tmp_path: Path, store: Store
) -> None:
    out = tmp_path / "case.csv"

    assert reports.write(case, "csv", out, people.CLERK) == out

    heading, *lines = read(out)
    assert heading == ("Asked", "Known at this desk")
    assert [asked for asked, _known in lines] == [asked for asked, _known in GOLDEN]
    for (asked, known), (_asked, wanted) in zip(lines, GOLDEN, strict=True):
        assert wanted is None or known == wanted, asked
    with store.reading():
        last = store.models.Audit.select().order_by(store.models.Audit.seq.desc()).first()
    assert (last.action, last.client_ref, last.detail) == ("case_report", case, "")


def test_a_workbook_holds_the_same_and_never_a_formula(reports: CaseReports, case: str, tmp_path: Path) -> None:
    path = reports.write(case, "xlsx", tmp_path / "case.xlsx", people.CLERK)

    known = dict(read(path)[1:])
    assert known["What was done"] == "=HYPERLINK(1)"
    page = openpyxl.load_workbook(path).worksheets[0]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert known["Time of vaccination"] == "09:20:00"


def test_the_case_of_a_label_and_of_a_batch_does_not_matter(
    register: Register, board: Observation, reports: CaseReports, case: str
) -> None:
    typed = saved(register, 6, given_at="09:25", vial="l7", batch="4120z005", vial_opened_at="")
    board.report(typed, replace(FEVER, onset_at="09:26"), people.CLERK)

    found = reports.case_report(typed)
    assert (found.expires_on, found.vial_opened_at) == (date(2021, 6, 30), time(9, 0))
    assert (found.others_of_vial, reports.case_report(case).others_of_vial) == (3, 3)


def test_without_a_vial_nothing_is_guessed(register: Register, board: Observation, reports: CaseReports) -> None:
    ref = saved(register, 0, given_at="09:20", vial="", vial_opened_at="")
    board.report(ref, FEVER, people.CLERK)

    case = reports.case_report(ref)

    assert (case.expires_on, case.vial_opened_at, case.vial_opened_on, case.others_of_vial) == (None,) * 4


def test_there_is_no_case_report_without_an_event(register: Register, reports: CaseReports) -> None:
    ref = saved(register, 0, given_at="09:20")
    for wanted, code in ((ref, "no_event"), ("nobody", "no_such_vaccination")):
        with pytest.raises(NotFound) as raised:
            reports.case_report(wanted)
        assert raised.value.code == code


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_folder_that_is_not_there_is_named_and_the_desks_own_files_are_left(
    reports: CaseReports, case: str, store: Store, tmp_path: Path, kind: Kind
) -> None:
    for out, code in (
        (tmp_path / "nowhere" / "case", "export_folder_missing"),
        (store.path, "export_not_replaced"),
    ):
        with pytest.raises(FileError) as raised:
            reports.write(case, kind, out, people.CLERK)
        assert raised.value.code == code
    assert list(tmp_path.iterdir()) == []
