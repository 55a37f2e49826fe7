# SPDX-License-Identifier: MIT
"""Visits that ended without a needle: write, end, list. They never have an outbox row, and none is overwritten.

Who gets the needle after all the same day ends their visit. The visit keeps which vaccination that was, and counts
again when that one is cancelled or turns out to be somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Final

from vaxdesk.domain.visit import ENDED_BY_NEEDLE, Visit, VisitResult
from vaxdesk.store import audit, expected
from vaxdesk.store.database import Store
from vaxdesk.store.telling import WHO_COLUMNS, Near, Who, near, resembles

_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_MOBILE: Final = re.compile(r"\d{10}", re.ASCII)


def add(store: Store, visit: Visit) -> None:
    """Keep ``visit``, and mark whoever it was on the expected list. Writer thread."""
    row = asdict(visit) | {"visited_on": visit.visited_on.isoformat(), "recorded_at": visit.recorded_at.timestamp()}
    number = store.models.Visit.insert(**row, live=True).execute()
    expected.visited(store, int(number), _who(visit), visit.visited_on)


def end(store: Store, client_ref: str, why: str) -> bool:
    """Let a visit count no more; return whether it did until now. Writer thread."""
    return _end(store, client_ref, ended_why=why)


def vaccinated(store: Store, given: Sequence[expected.Given], by: str, now: datetime) -> None:
    """End the visits of everybody who got one of ``given`` the same day after all. Writer thread."""
    by_day: dict[date, list[expected.Given]] = {}
    for dose in given:
        by_day.setdefault(dose.given_on, []).append(dose)
    for on, doses in by_day.items():
        if standing := day(store, on):
            _end_for(store, standing, doses, by, now)


def corrected(store: Store, given: expected.Given, by: str, now: datetime) -> None:
    """Let visits follow a corrected dose, as ``given`` now says. Writer thread.

    A mistake that is mended in one fact leaves them ended: two of name, year, mobile and ID are enough for that.
    """
    ended = _ended_by(store, given.vaccination_id)
    others = [visit for visit in ended if visit.visited_on != given.given_on or not resembles(_who(visit), given.who)]
    _bring_back(store, others, given.vaccination_id, by, now)
    vaccinated(store, [given], by, now)


def cancelled(store: Store, vaccination_id: int, by: str, now: datetime) -> None:
    """Let the visits count again that a dose ended which counts no more. Writer thread."""
    _bring_back(store, _ended_by(store, vaccination_id), vaccination_id, by, now)


def day(store: Store, on: date, centre: str = "") -> tuple[Visit, ...]:
    """Return the visits of a day that count (at ``centre``, "" = all), in the order of the day. Reading or writing."""
    visit = store.models.Visit
    where = (visit.visited_on == on.isoformat()) & (visit.live == True)  # noqa: E712 (SQL)
    if centre:
        where &= visit.centre == centre
    query = visit.select().where(where).order_by(visit.visited_at, visit.id).dicts()
    return tuple(map(_visit, query))


def of_same_person(store: Store, visit: Visit) -> tuple[Visit, ...]:
    """Return the visits of that day that count and are of the same person, oldest first. Reading or writing."""
    standing = Near((other, _who(other)) for other in day(store, visit.visited_on))
    return tuple(sorted(standing.of(_who(visit)), key=lambda other: other.recorded_at))


def dose_of(store: Store, visit: Visit) -> int | None:
    """Return a live vaccination that the person of ``visit`` had the same day, None without one. Reading or writing."""
    vaccination, person = store.models.Vaccination, store.models.Beneficiary
    that_day = (vaccination.given_on == visit.visited_on.isoformat()) & (vaccination.live == True)  # noqa: E712 (SQL)
    columns = (vaccination.id, *(getattr(person, name) for name in WHO_COLUMNS))
    doses = near(vaccination.select(*columns).join(person).where(that_day), person, [_who(visit)])
    return next((number for (number,) in doses.of(_who(visit))), None)


def one(store: Store, client_ref: str) -> Visit | None:
    """Return the visit of ``client_ref``, ended or not; None when there is none. Reading or writing."""
    visit = store.models.Visit
    row = visit.select().where(visit.client_ref == client_ref).dicts().first()
    return None if row is None else _visit(row)


def _end(store: Store, client_ref: str, **values: Any) -> bool:
    visit = store.models.Visit
    mine = (visit.client_ref == client_ref) & (visit.live == True)  # noqa: E712 (SQL)
    return bool(visit.update(live=False, **values).where(mine).execute() == 1)


def _end_for(store: Store, standing: Sequence[Visit], doses: Sequence[expected.Given], by: str, now: datetime) -> None:
    """End those of ``standing`` whose people got one of ``doses``; each keeps the first."""
    people = Near((visit, _who(visit)) for visit in standing)
    for dose in doses:
        for visit in people.of(dose.who):
            if _end(store, visit.client_ref, ended_why=ENDED_BY_NEEDLE, vaccination=dose.vaccination_id):
                ref = _client_ref(store, dose.vaccination_id)
                audit.note(store, now, by, "visit_vaccinated", visit.client_ref, ref)


def _ended_by(store: Store, vaccination_id: int) -> tuple[Visit, ...]:
    visit = store.models.Visit
    return tuple(map(_visit, visit.select().where(visit.vaccination == vaccination_id).order_by(visit.id).dicts()))


def _bring_back(store: Store, ended: Sequence[Visit], vaccination_id: int, by: str, now: datetime) -> None:
    """Let ``ended`` count again, but where a later visit of theirs counts already, or another dose of that day."""
    row = store.models.Visit
    for visit in ended:
        if of_same_person(store, visit):
            continue
        mine = row.client_ref == visit.client_ref
        if (dose := dose_of(store, visit)) is not None:
            row.update(vaccination=dose).where(mine).execute()
            continue
        row.update(live=True, ended_why="", vaccination=None).where(mine).execute()
        audit.note(store, now, by, "visit_counts_again", visit.client_ref, _client_ref(store, vaccination_id))


def _client_ref(store: Store, vaccination_id: int) -> str:
    return str(store.models.Vaccination.get_by_id(vaccination_id).client_ref)


def _who(visit: Visit) -> Who:
    """Return by what the person is told: what was half typed, and a number of no kind, tell nobody."""
    year = visit.birth_year if _YEAR.fullmatch(visit.birth_year) else ""
    mobile = visit.mobile if _MOBILE.fullmatch(visit.mobile) else ""
    return Who(visit.name, year, mobile, visit.id_type, visit.id_number if visit.id_type else "")


def _visit(row: dict[str, Any]) -> Visit:
    own = {name: row[name] for name in Visit.__dataclass_fields__}
    return Visit(
        **own
        | {
            "visited_on": date.fromisoformat(row["visited_on"]),
            "result": VisitResult(row["result"]),
            "recorded_at": datetime.fromtimestamp(row["recorded_at"], UTC),
        }
    )
