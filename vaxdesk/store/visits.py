# SPDX-License-Identifier: MIT
"""Visits that ended without a needle: write, end, list. They never have an outbox row, and none is overwritten."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from vaxdesk.domain.beneficiary import Beneficiary
from vaxdesk.domain.visit import ENDED_BY_NEEDLE, Visit, VisitResult
from vaxdesk.store import expected
from vaxdesk.store.database import Store
from vaxdesk.store.telling import Who, of_beneficiary, same_person


def add(store: Store, visit: Visit) -> None:
    """Keep ``visit``, and mark whoever it was on the expected list. Writer thread."""
    row = asdict(visit) | {"visited_on": visit.visited_on.isoformat(), "recorded_at": visit.recorded_at.timestamp()}
    number = store.models.Visit.insert(**row, live=True).execute()
    expected.visited(store, int(number), _who(visit), visit.visited_on)


def end(store: Store, client_ref: str, why: str) -> bool:
    """Let a visit count no more; return whether it did until now. Writer thread."""
    visit = store.models.Visit
    mine = (visit.client_ref == client_ref) & (visit.live == True)  # noqa: E712 (SQL)
    return bool(visit.update(live=False, ended_why=why).where(mine).execute() == 1)


def vaccinated(store: Store, person: Beneficiary, on: date) -> tuple[str, ...]:
    """End the visits of that day of somebody who got the needle after all; return their references. Writer thread."""
    mine = [visit.client_ref for visit in day(store, on) if same_person(of_beneficiary(person, ""), _who(visit))]
    for client_ref in mine:
        end(store, client_ref, ENDED_BY_NEEDLE)
    return tuple(mine)


def day(store: Store, on: date, centre: str = "") -> tuple[Visit, ...]:
    """Return the visits of a day that count (at ``centre``, "" = all), in the order of the day. Reading or writing."""
    visit = store.models.Visit
    where = (visit.visited_on == on.isoformat()) & (visit.live == True)  # noqa: E712 (SQL)
    if centre:
        where &= visit.centre == centre
    query = visit.select().where(where).order_by(visit.visited_at, visit.id).dicts()
    return tuple(map(_visit, query))


def one(store: Store, client_ref: str) -> Visit | None:
    """Return the visit of ``client_ref``, ended or not; None when there is none. Reading or writing."""
    visit = store.models.Visit
    row = visit.select().where(visit.client_ref == client_ref).dicts().first()
    return None if row is None else _visit(row)


def _who(visit: Visit) -> Who:
    year = visit.birth_year if visit.birth_year.isdecimal() else ""
    return Who(visit.name, year, visit.mobile, visit.id_type, visit.id_number)


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
