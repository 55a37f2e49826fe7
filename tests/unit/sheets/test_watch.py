# SPDX-License-Identifier: MIT
"""The half hour and the adverse events on the daily sheet: counted where they are known, a dash where they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from tests.support.day_rows import MIDNIGHT, WORDS, register_row
from vaxdesk.domain.observation import WATCH, AdverseEvent, Course, Reported, Severity, Symptom, Watched
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.sheets.cells import Cell, Table
from vaxdesk.sheets.rows import line_list
from vaxdesk.sheets.totals import totals
from vaxdesk.sheets.watch import DayWatch

NINE = datetime(2021, 1, 16, 3, 30, tzinfo=UTC)


def watched(row: RegisterRow, token: int, sat: timedelta | None, note: str = "") -> Watched:
    """Return the person of ``row``, let go after ``sat``."""
    released_at = None if sat is None else NINE + sat
    return Watched(row.client_ref, token, "LNJP", "Asha", NINE, NINE + WATCH, released_at, "Clerk Kalpit", note, None)


def reported(severity: Severity, **changed: object) -> Reported:
    event = AdverseEvent(severity, (Symptom.FEVER,), "hot", date(2021, 1, 16), time(9, 20), "", "", None, "")
    return Reported(replace(event, **changed), "Clerk Kalpit", NINE, "Clerk Kalpit", NINE, 1)


def day_watch(*people: Watched, **events: Reported) -> DayWatch:
    return DayWatch({person.client_ref: person for person in people}, events)


def figures(group: str, rows: tuple[RegisterRow, ...], watch: DayWatch) -> list[Cell]:
    lines = totals(rows, (), WORDS, MIDNIGHT + timedelta(hours=12), watch=watch)
    return [line.total for line in lines if line.group == group]


def cell(table: Table, heading: str) -> Cell:
    return table.rows[0][table.headings.index(heading)]


def test_half_hours_are_counted_by_how_they_ended() -> None:
    rows = tuple(register_row(n) for n in range(5))
    spans = (WATCH, WATCH + timedelta(hours=1), WATCH - timedelta(seconds=1), None, None)
    people = [watched(row, n, sat) for n, (row, sat) in enumerate(zip(rows, spans, strict=True), start=1)]

    assert figures("Observation", rows, day_watch(*people)) == [2, 1, 2]
    assert figures("Observation", rows, DayWatch()) == ["–", "–", "–"]


def test_adverse_events_are_counted_by_class_and_by_what_became_of_them() -> None:
    rows = tuple(register_row(n) for n in range(4))
    watch = day_watch(
        watched(rows[0], 1, None),
        a=reported(Severity.MINOR),
        b=reported(Severity.MINOR, referred_to="District Hospital"),
        c=reported(Severity.SERIOUS, outcome=Course.ADMITTED, case_no="IND(CO-AEFI)/HR/KKR/2021/7"),
    )

    assert figures("AEFI", rows, watch) == [0, 2, 0, 1, 2, 1]
    assert figures("AEFI", rows, day_watch(watched(rows[0], 1, None))) == [0, 0, 0, 0, 0, 0]
    assert figures("AEFI", rows, DayWatch()) == [0, "–", "–", "–", "–", "–"]


def test_the_line_of_a_person_tells_token_release_note_and_event() -> None:
    row = register_row(1, aefi="said on the form")
    watch = day_watch(
        watched(row, 14, timedelta(minutes=12), "her bus goes; call 9900000001"),
        **{row.client_ref: reported(Severity.SEVERE, case_no="IND(CO-AEFI)/HR/KKR/2021/7")},
    )

    table = line_list((row,), (), WORDS, masked=True, watch=watch)

    assert cell(table, "Token") == 14
    assert cell(table, "Released at") == datetime(2021, 1, 16, 9, 12)
    assert cell(table, "Observation note") == "her bus goes; call XXXXXX0001"
    assert cell(table, "AEFI class") == "severe"
    assert cell(table, "AEFI symptom") == "fever hot; said on the form"
    assert cell(table, "AEFI case no.") == "IND(CO-AEFI)/HR/KKR/2021/7"
