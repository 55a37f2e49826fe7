# SPDX-License-Identifier: MIT
"""Opened vials: add, close, open again, list, and count what came out of each.

What came out of a vial is never kept as a number: it is counted from the live vaccinations that name it, so that a
cancelled or corrected dose is right at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from peewee import fn

from vaxdesk.domain.vial import Batch, KnownVial, LostWhy, NewVial, Vial, VialCount
from vaxdesk.store.database import Store


def add(store: Store, new: NewVial, by: str, now: datetime) -> Vial:
    """Keep an opened vial; its label must be free. Writer thread; the caller adds the audit line."""
    row = store.models.Vial.create(
        centre=new.centre,
        opened_on=new.opened_on.isoformat(),
        label=new.label,
        vaccine=new.vaccine,
        batch=new.batch,
        expires_on=new.expires_on.isoformat(),
        doses=new.doses,
        opened_at=f"{new.opened_at:%H:%M}",
        opened_by=by,
        recorded_at=now.timestamp(),
    )
    return _vial(row)


def one(store: Store, vial_id: int) -> Vial | None:
    """Return the vial, None when there is none. Reading or writing."""
    row = store.models.Vial.get_or_none(store.models.Vial.id == vial_id)
    return None if row is None else _vial(row)


def of_day(store: Store, on: date, centre: str = "") -> tuple[VialCount, ...]:
    """Return the vials opened ``on`` that day, oldest first, each with the doses given from it. Reading."""
    vial = store.models.Vial
    where = vial.opened_on == on.isoformat()
    return _counted(store, where & (vial.centre == centre) if centre else where)


def left_open(store: Store, before: date, centre: str) -> tuple[VialCount, ...]:
    """Return the vials that nobody has closed on the days before ``before``, oldest first, as ``of_day``. Reading."""
    vial = store.models.Vial
    where = (vial.centre == centre) & (vial.opened_on < before.isoformat()) & vial.closed_at.is_null()
    return _counted(store, where)


def labels(store: Store, on: date, centre: str) -> tuple[str, ...]:
    """Return the labels of the day's vials at ``centre``, closed ones too. Reading or writing."""
    vial = store.models.Vial
    query = vial.select(vial.label).where((vial.opened_on == on.isoformat()) & (vial.centre == centre))
    return tuple(label for (label,) in query.tuples())


def last_opened(store: Store, centre: str) -> Vial | None:
    """Return the vial that was opened last at ``centre``. Reading."""
    vial = store.models.Vial
    row = vial.select().where(vial.centre == centre).order_by(vial.id.desc()).first()
    return None if row is None else _vial(row)


def batches(store: Store) -> tuple[Batch, ...]:
    """Return every batch that was opened here as its last vial says, the last opened first. Reading or writing."""
    vial = store.models.Vial
    newest = vial.select(fn.MAX(vial.id)).group_by(vial.vaccine, fn.UPPER(vial.batch))
    query = vial.select().where(vial.id.in_(newest)).order_by(vial.id.desc())
    return tuple(Batch(row.vaccine, row.batch, date.fromisoformat(row.expires_on), row.doses) for row in query)


def known(store: Store, centre: str, on: date | None, label: str, vaccine: str, batch: str) -> KnownVial:
    """Return what is known of the vial and the batch of a draft; "" and None match nothing. Reading or writing."""
    vial = store.models.Vial
    same_batch = (vial.vaccine == vaccine) & (fn.UPPER(vial.batch) == batch.upper())
    newest = vial.select().where(same_batch).order_by(vial.id.desc()).first() if batch else None
    named = None
    if label and on is not None:
        this_one = (vial.centre == centre) & (vial.opened_on == on.isoformat())
        named = vial.get_or_none(this_one & (fn.UPPER(vial.label) == label.upper()))
    return KnownVial(
        batch_expires_on=None if newest is None else date.fromisoformat(newest.expires_on),
        vaccine="" if named is None else named.vaccine,
        batch="" if named is None else named.batch,
        closed_at=None if named is None else _instant(named.closed_at),
    )


def close(store: Store, vial_id: int, lost: int, why: LostWhy | None, by: str, now: datetime) -> None:
    """Close an open vial. Writer thread; the caller adds the audit line."""
    values = {"closed_at": now.timestamp(), "closed_by": by, "lost": lost, "lost_why": why.value if why else ""}
    store.models.Vial.update(values).where(store.models.Vial.id == vial_id).execute()


def reopen(store: Store, vial_id: int, reason: str) -> None:
    """Open a closed vial again. Writer thread; the caller adds the audit line, which keeps what was lost."""
    values = {"closed_at": None, "closed_by": "", "lost": 0, "lost_why": "", "reopened_why": reason}
    store.models.Vial.update(values).where(store.models.Vial.id == vial_id).execute()


def _counted(store: Store, where: Any) -> tuple[VialCount, ...]:
    found = [_vial(row) for row in store.models.Vial.select().where(where).order_by(store.models.Vial.id)]
    days = sorted({vial.opened_on for vial in found})
    counts = {day: _given(store, day.isoformat()) for day in days}
    return tuple(VialCount(vial, counts[vial.opened_on][vial.centre, vial.label.casefold()]) for vial in found)


def _given(store: Store, on: str) -> Counter[tuple[str, str]]:
    """Return the live vaccinations of a day by centre and label, whose case does not matter."""
    vaccination = store.models.Vaccination
    where = (vaccination.given_on == on) & (vaccination.vial != "") & (vaccination.live == True)  # noqa: E712 (SQL)
    count = fn.COUNT(vaccination.id)
    query = vaccination.select(vaccination.centre, vaccination.vial, count).where(where)
    found: Counter[tuple[str, str]] = Counter()
    rows: Sequence[tuple[str, str, int]] = query.group_by(vaccination.centre, vaccination.vial).tuples()
    for at, label, doses in rows:
        found[at, label.casefold()] += doses
    return found


def _vial(row: Any) -> Vial:
    return Vial(
        id=row.id,
        centre=row.centre,
        opened_on=date.fromisoformat(row.opened_on),
        label=row.label,
        vaccine=row.vaccine,
        batch=row.batch,
        expires_on=date.fromisoformat(row.expires_on),
        doses=row.doses,
        opened_at=time.fromisoformat(row.opened_at),
        opened_by=row.opened_by,
        closed_at=_instant(row.closed_at),
        closed_by=row.closed_by,
        lost=row.lost,
        lost_why=LostWhy(row.lost_why) if row.lost_why else None,
    )


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
