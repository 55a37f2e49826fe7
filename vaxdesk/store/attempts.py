# SPDX-License-Identifier: MIT
"""The journal of the exchanges, read: the last ones, what they cost, how the portal bore up, how fast it goes.

Each query uses an index and reads the span that was asked for, not the whole journal. All of them are reading; the
journal is written where an exchange is settled. Holds no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta, tzinfo
from statistics import median
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.upload import Attempt, State, Step
from vaxdesk.domain.upload_health import AttemptRow, HealthSlot, UploadCost
from vaxdesk.store.database import Store

SLOT: Final = timedelta(minutes=15)

ANSWERED: Final = frozenset(
    {
        *("reachable", "person_found", "dose_found", "registered", "dose_taken", "nothing_there"),
        *("portal_refused", "reference_unknown", "already_there"),
        *("dose_differs", "person_differs", "several_people", "not_shown"),
    }
)
"""The codes of exchanges that brought an answer, whatever it said; every other one is trouble."""


def last(store: Store, limit: int, client_ref: str = "") -> tuple[AttemptRow, ...]:
    """Return the last ``limit`` exchanges (of one vaccination, "" = of all), newest first."""
    models = store.models
    attempt, vaccination = models.Attempt, models.Vaccination
    query = (
        attempt.select(attempt, vaccination.client_ref, vaccination.receipt_no, models.Beneficiary.name)
        .join(vaccination)
        .join(models.Beneficiary)
        .order_by(attempt.id.desc())
        .limit(limit)
    )
    if client_ref:
        query = query.where(vaccination.client_ref == client_ref)
    return tuple(AttemptRow(_attempt(row), row["client_ref"], row["receipt_no"], row["name"]) for row in query.dicts())


def cost(store: Store, begins_at: datetime, ends_at: datetime) -> UploadCost:
    """Return what the exchanges cost that ended from ``begins_at`` on and before ``ends_at``."""
    attempt, box = store.models.Attempt, store.models.Outbox
    begins, ends = begins_at.timestamp(), ends_at.timestamp()
    sums = attempt.select(fn.SUM(attempt.calls), fn.SUM(attempt.bytes_sent), fn.SUM(attempt.bytes_received))
    ((calls, sent, received),) = sums.where((attempt.at >= begins) & (attempt.at < ends)).tuples()
    confirmed = box.select().where((box.confirmed_at >= begins) & (box.confirmed_at < ends)).count()
    return UploadCost(int(calls or 0), int(sent or 0), int(received or 0), int(confirmed))


def slots(store: Store, begins_at: datetime, ends_at: datetime, zone: tzinfo) -> tuple[HealthSlot, ...]:
    """Return how the portal bore up by quarters of an hour in ``zone``, from the first exchange to the last.

    One who shared the look of another of the same mobile made no exchange.
    """
    attempt = store.models.Attempt
    span = (attempt.at >= begins_at.timestamp()) & (attempt.at < ends_at.timestamp()) & (attempt.calls > 0)
    rows = attempt.select(attempt.at, attempt.code, attempt.seconds).where(span).order_by(attempt.at)
    found: dict[datetime, list[tuple[str, float]]] = {}
    for at, code, seconds in rows.tuples():
        found.setdefault(_quarter(datetime.fromtimestamp(at, zone)), []).append((code, seconds))
    return tuple(_slot(starts_at, found.get(starts_at, ())) for starts_at in _without_gaps(list(found)))


def confirmations(store: Store, since: float, until: float, limit: int) -> list[tuple[float, float]]:
    """Return when the last ``limit`` were confirmed and when they were recorded, oldest first; epoch seconds.

    Only what was confirmed after ``since`` and up to ``until`` counts.
    """
    box, vaccination = store.models.Outbox, store.models.Vaccination
    query = (
        box.select(box.confirmed_at, vaccination.recorded_at)
        .join(vaccination)
        .where((box.confirmed_at > since) & (box.confirmed_at <= until))
        .order_by(box.confirmed_at.desc())
        .limit(limit)
    )
    return list(query.tuples())[::-1]


def calls_since(store: Store, moment: float) -> int:
    """Return the requests that ended after ``moment`` (epoch seconds)."""
    attempt = store.models.Attempt
    return int(attempt.select(fn.SUM(attempt.calls)).where(attempt.at > moment).scalar() or 0)


def last_due_at(store: Store) -> float | None:
    """Return the epoch time of the last attempt that is planned, None when none is."""
    box = store.models.Outbox
    last_ones = (
        box.select(fn.MAX(box.next_attempt_at)).where(box.state == state.value).scalar()  # one seek each
        for state in (State.WAITING, State.DOUBTFUL, State.ACCEPTED)
    )
    return max((float(due_at) for due_at in last_ones if due_at is not None), default=None)


def portal_side(store: Store, client_ref: str) -> tuple[PortalPerson, ...]:
    """Return whom the portal showed where a person has to decide; none where nothing readable is kept."""
    box, vaccination = store.models.Outbox, store.models.Vaccination
    kept = box.select(box.theirs).join(vaccination).where(vaccination.client_ref == client_ref).scalar()
    try:
        people = json.loads(kept or "[]")
    except (ValueError, RecursionError):
        return ()
    return tuple(map(_person, people)) if _is_list_of_objects(people) else ()


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(
        at=datetime.fromtimestamp(row["at"], UTC),
        step=Step(row["step"]),
        **{name: row[name] for name in ("look", "code", "http_status", "seconds")},
        **{name: row[name] for name in ("bytes_sent", "bytes_received", "calls")},
    )


def _quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def _without_gaps(quarters: list[datetime]) -> Iterator[datetime]:
    """Yield every quarter of an hour from the first to the last of those that are there."""
    if quarters:
        for n in range((quarters[-1] - quarters[0]) // SLOT + 1):
            yield quarters[0] + n * SLOT


def _slot(starts_at: datetime, exchanges: Iterable[tuple[str, float]]) -> HealthSlot:
    took = [seconds for _code, seconds in exchanges]
    fine = sum(code in ANSWERED for code, _seconds in exchanges)
    return HealthSlot(starts_at, fine, len(took) - fine, median(took) if took else None)


def _is_list_of_objects(people: object) -> bool:
    return isinstance(people, list) and all(isinstance(person, dict) for person in people)


def _person(kept: dict[str, Any]) -> PortalPerson:
    return PortalPerson(**{field.name: str(kept.get(field.name) or "") for field in fields(PortalPerson)})
