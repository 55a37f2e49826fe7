# SPDX-License-Identifier: MIT
"""What persons did with uploads by hand, why, and which uploads wait for one. Decides nothing about causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import NAMED_ROUNDS, RECORDED_STATES, State
from vaxdesk.store import attempts, vaccinations
from vaxdesk.store.database import Store

QUARTER_S: Final = 900
_UNSETTLED: Final = tuple(s.value for s in (State.WAITING, State.DOUBTFUL, State.ACCEPTED))
_OPEN: Final = tuple(s.value for s in RECORDED_STATES if s is not State.CONFIRMED)


def add(store: Store, vaccination_id: int, mend: str, cause: str, reason: str, by: str, now: datetime) -> None:
    """Note one mend of one vaccination. Writer thread; the caller adds the audit line."""
    store.models.Mend.insert(
        vaccination=vaccination_id, mend=mend, cause=cause, reason=reason, mended_by=by, mended_at=now.timestamp()
    ).execute()


def contact_began_at(store: Store, quarters: int) -> datetime | None:
    """Return since when the portal has answered in ``quarters`` quarters of an hour; None: not so many yet. Reading.

    Each quarter costs one seek in the journal, whose newest rows are the first.
    """
    attempt = store.models.Attempt
    answered = attempt.code.in_(sorted(attempts.ANSWERED))
    bound: float | None = None
    for _quarter in range(quarters):
        where = answered if bound is None else answered & (attempt.at < bound)
        found = attempt.select(attempt.at).where(where).order_by(attempt.at.desc()).limit(1).scalar()
        if found is None:
            return None
        bound = found - found % QUARTER_S
    return None if bound is None else datetime.fromtimestamp(bound, UTC)


def stuck(store: Store, began_before: datetime | None) -> tuple[RegisterRow, ...]:
    """Return what is in doubt for many rounds, or was begun before then and has not ended. Reading.

    What a person sent anew or corrected since counts from there.
    """
    models = store.models
    box, attempt = models.Outbox, models.Attempt
    named = (box.state == State.DOUBTFUL.value) & (box.doubt_rounds >= NAMED_ROUNDS)
    if began_before is None:
        return vaccinations.where(store, named)
    moment = began_before.timestamp()
    begun = (
        box.select(box.vaccination)
        .join(attempt, on=(attempt.vaccination == box.vaccination))
        .where(box.state.in_(_UNSETTLED) & (box.attempts > 0))
        .group_by(box.vaccination)
        .having(fn.MIN(attempt.at) < moment)
    )
    since = (
        models.Mend.select(models.Mend.vaccination).where(models.Mend.mended_at >= moment),
        models.Correction.select(models.Correction.vaccination).where(models.Correction.corrected_at >= moment),
    )
    long = box.vaccination.in_(begun)
    for touched in since:
        long &= box.vaccination.not_in(touched)
    return vaccinations.where(store, named | long)


def held_why(store: Store) -> Mapping[str, str]:
    """Return client_ref -> why each held one is held: a supervisor's word, or why there is no ID. Reading."""
    models = store.models
    vaccination, box, mend = models.Vaccination, models.Outbox, models.Mend
    held = (
        vaccination.select(vaccination.id, vaccination.client_ref, vaccination.no_id_why)
        .join(box, on=(box.vaccination == vaccination.id))
        .where(box.state == State.HELD.value)
    )
    reasons: dict[int, str] = dict(
        mend.select(mend.vaccination, mend.reason)
        .join(box, on=(box.vaccination == mend.vaccination))
        .where(box.state == State.HELD.value)
        .order_by(mend.id)
        .tuples()
    )
    return {client_ref: reasons.get(number, no_id_why) for number, client_ref, no_id_why in held.tuples()}


def not_up(store: Store, host: str, limit: int) -> tuple[tuple[RegisterRow, ...], Mapping[date, int]]:
    """Return up to ``limit`` of what is not on the portal ``host``, the latest days first, and how many each day has.

    Reading.
    """
    box = store.models.Outbox
    elsewhere = (box.state == State.CONFIRMED.value) & (box.portal_host != host)
    where = box.state.in_(_OPEN) | elsewhere if host else box.state.in_(_OPEN)
    days = box.select(box.given_on, fn.COUNT(box.vaccination)).where(where).group_by(box.given_on)
    counted = {date.fromisoformat(day): int(n) for day, n in days.tuples()}
    newest: Any = box.select(box.vaccination).where(where).order_by(box.given_on.desc()).limit(limit)
    return vaccinations.where(store, box.vaccination.in_([number for (number,) in newest.tuples()])), counted


def rows_of(store: Store, client_refs: Iterable[str]) -> Mapping[str, RegisterRow]:
    """Return the vaccinations as they stand, by reference. Reading or writing."""
    found = vaccinations.where(store, store.models.Vaccination.client_ref.in_(list(client_refs)))
    return {row.client_ref: row for row in found}
