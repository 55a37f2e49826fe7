# SPDX-License-Identifier: MIT
"""What ``fake_desk`` shows: rows of invented people, settings, a clock that stands still. Makes values only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from tests.support import people
from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.domain.sync_status import Counts
from vaxdesk.domain.upload import Attempt, State, Step
from vaxdesk.domain.upload_health import AttemptRow, HealthSlot, UploadHealth
from vaxdesk.domain.vaccination import Source
from vaxdesk.services.imports import ImportReport

CENTRES = (
    Centre("LNJP", "LNJP Hospital, Kurukshetra", 563048),
    Centre("MATHANA", "CHC Mathana", 563049),
    Centre("PEHOWA", "CHC Pehowa", 563050),
)


class FakeClock(Clock):
    """A clock that stands still until a test moves it: 16 January 2021, 11:32 at the centre."""

    def __init__(self) -> None:
        super().__init__(ZoneInfo("Asia/Kolkata"))
        self.moment = datetime(2021, 1, 16, 6, 2, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        """Move by ``timedelta(**span)``."""
        self.moment += timedelta(**span)


def row(n: int, state: State = State.CONFIRMED, **changed: object) -> RegisterRow:
    """Return invented person ``n`` as a line of the register, with the attributes in ``changed`` replaced."""
    vaccination = people.vaccination(n)
    recorded_at = datetime(2021, 1, 16, 3, 31, tzinfo=UTC) + timedelta(minutes=n)
    confirmed = state is State.CONFIRMED
    made = RegisterRow(
        client_ref=f"00000000-0000-4000-8000-{n:012}",
        receipt_no=f"{n + 1:03}-{(n + 1) % 7}",
        vaccination=vaccination,
        source=Source.LIVE,
        recorded_by=people.CLERK.name,
        recorded_at=recorded_at,
        state=state,
        step=Step.IDENTIFY if state is State.WAITING else Step.VACCINATE,
        portal_ref=f"{90_000_000_000_000 + n}" if confirmed else "",
        confirmed_at=recorded_at + timedelta(minutes=8) if confirmed else None,
        portal_host="portal.example" if confirmed else "",
        attempts=0 if state is State.WAITING else 1,
        last_code="portal_refused" if state is State.REJECTED else "",
        last_words="Mobile number is not valid" if state is State.REJECTED else "",
        last_field="mobile" if state is State.REJECTED else "",
        next_attempt_at=None,
        revision=1,
        void_reason="entered twice" if state is State.VOID else "",
        to_raise=0,
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def rows(**states: int) -> list[RegisterRow]:
    """Return so many rows of each state: ``rows(confirmed=78, waiting=33)``."""
    made: list[RegisterRow] = []
    for name, count in states.items():
        made += [row(n, State(name)) for n in range(len(made), len(made) + count)]
    return made


def import_report(
    read: int = 0,
    added: int = 0,
    already_there: int = 0,
    problems: tuple[RowProblem, ...] = (),
    ignored_headings: tuple[str, ...] = (),
    days: tuple[date, ...] = (),
) -> ImportReport:
    """Return a report of a file."""
    return ImportReport(read, added, already_there, problems, ignored_headings, days)


def settings(language: str = "en") -> SimpleNamespace:
    """Return the shape of ``vaxdesk.settings.Settings``."""
    return SimpleNamespace(
        desk=SimpleNamespace(centre="LNJP", language=language, timezone="Asia/Kolkata"),
        centres=CENTRES,
        portal=SimpleNamespace(kind="cowin", base_url="https://portal.example/api"),
        warnings=(),
        portal_fault="",
    )


def counts(of: list[RegisterRow]) -> Counts:
    """Return how many of each state there are."""
    return Counts(**{state.value: sum(r.state is state for r in of) for state in State})


def exchange(n: int, code: str = "dose_taken", **changed: object) -> AttemptRow:
    """Return exchange ``n`` for invented person ``n``, ``n`` seconds after 11:00, with its Attempt changed."""
    of = row(n)
    at = datetime(2021, 1, 16, 5, 30, tzinfo=UTC) + timedelta(seconds=n)
    attempt = Attempt(at, Step.VACCINATE, False, code, 200, 0.4, 400, 600)
    attempt = replace(attempt, **changed)  # type: ignore[arg-type]
    return AttemptRow(attempt, of.client_ref, of.receipt_no, of.vaccination.beneficiary.name)


def slots(*quarters: tuple[int, int, float | None]) -> tuple[HealthSlot, ...]:
    """Return quarters of an hour from 09:00 on: (fine, troubled, median seconds) each."""
    first = datetime(2021, 1, 16, 9, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    return tuple(HealthSlot(first + timedelta(minutes=15 * n), *quarter) for n, quarter in enumerate(quarters))


def health(day: date, of: tuple[HealthSlot, ...], rows: list[AttemptRow], confirmed: int) -> UploadHealth:
    """Return a day with the sums of ``rows``."""
    return UploadHealth(
        day=day,
        calls=sum(each.attempt.calls for each in rows),
        bytes_sent=sum(each.attempt.bytes_sent for each in rows),
        bytes_received=sum(each.attempt.bytes_received for each in rows),
        confirmed=confirmed,
        slots=of,
    )


def fine(code: str = "answered") -> Outcome:
    """Return the Outcome of a portal that answers."""
    return Outcome(OutcomeKind.ABSENT, code, Weather.FINE)


def draft_of(of: RegisterRow) -> Draft:
    """Return what the form shows of a row."""
    given = of.vaccination
    person = given.beneficiary
    return Draft(
        centre=given.centre,
        name=person.name,
        gender=person.gender,
        birth_year=str(person.birth_year),
        mobile=person.mobile,
        id_type=person.id_type,
        id_number=person.id_number,
        category=given.category,
        sub_category=given.sub_category or "",
        facility=given.facility,
        dose=str(given.dose),
        vaccine=given.vaccine,
        batch=given.batch,
        vial=given.vial,
        given_on=f"{given.given_on:%d-%m-%Y}",
        given_at=f"{given.given_at:%H:%M}",
        vaccinator=given.vaccinator,
        page=given.page,
        line=given.line,
    )
