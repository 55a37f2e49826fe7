# SPDX-License-Identifier: MIT
"""The outbox: one durable row for each vaccination, saying where it stands with the portal.

    waiting -> sending -> waiting, next step     the step is proven
               sending -> confirmed              the dose is proven
               sending -> waiting                certainly not sent, or "come back later"
               sending -> doubtful               the answer was lost: ask before repeating
               sending -> rejected               the portal refused it, or holds something else: a person decides
    doubtful -> doubtful, confirmed, waiting, rejected    by what the looks find
    rejected, held -> waiting                    a person corrected or released it
    waiting, rejected, held -> void              a person cancelled it; the row stays

Every change is committed before the exchange it allows: ``claim`` writes *sending* and commits, then the portal is
called with no transaction open, then ``settle`` writes what was proved. Whatever still says *sending* when the desk
starts was cut off in the middle, so ``take_up`` makes it doubtful. No row is ever deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.domain.upload import LOCKED_STATES, UNSETTLED_STATES, Attempt, Move, OutboxItem, State, Step
from vaxdesk.store import counts, rows
from vaxdesk.store.database import Store

ALLOWED: Final[dict[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.SENDING, State.HELD, State.VOID}),
    State.SENDING: frozenset({State.WAITING, State.DOUBTFUL, State.ACCEPTED, State.CONFIRMED, State.REJECTED}),
    State.DOUBTFUL: frozenset({State.WAITING, State.ACCEPTED, State.CONFIRMED, State.REJECTED}),
    State.ACCEPTED: frozenset({State.CONFIRMED, State.DOUBTFUL, State.REJECTED}),
    State.REJECTED: frozenset({State.WAITING, State.HELD, State.VOID}),
    State.HELD: frozenset({State.WAITING, State.VOID}),
    State.CONFIRMED: frozenset(),
    State.VOID: frozenset(),
}
INTERRUPTED: Final = "interrupted"


def add(store: Store, vaccination_id: int, given_on: date, *, now: datetime) -> None:
    """Let a new vaccination wait. Writer thread."""
    row = values(vaccination_id, given_on, now=now)
    store.models.Outbox.insert(**row).execute()
    counts.changed(store, State.WAITING, +1)


def values(vaccination_id: int, given_on: date, *, now: datetime) -> dict[str, Any]:
    """Return the columns of a new item; it is looked up first, since the portal may hold this very dose already."""
    return {
        "vaccination": vaccination_id,
        "state": State.WAITING.value,
        "step": Step.IDENTIFY.value,
        "given_on": given_on.isoformat(),
        "next_attempt_at": now.timestamp(),
    }


def claim(store: Store, now: datetime, busy: Collection[OutboxItem], look_fresh_s: float) -> OutboxItem | None:
    """Take the next item whose turn it is; a waiting one says *sending* from here on. Writer thread.

    Doubt is resolved before new work; of what waits, the longest due goes first, so that one that keeps coming back
    stands behind the others. People who share a mobile with one of ``busy`` wait for it. A dose waits for an earlier
    one of the same person, and for any other that is in doubt: its registration may still come to pass. An empty
    look that is older than ``look_fresh_s`` allows no registration, nor does one of a person whose reference is known
    meanwhile: the item looks again.
    """
    row = _next(store, State.DOUBTFUL, now, busy) or _next(store, State.WAITING, now, busy)
    if row is None:
        return None
    item = _item(store, row)
    if item.state is State.DOUBTFUL:
        return item
    step = item.step
    fresh = 0.0 <= now.timestamp() - row["looked_at"] <= look_fresh_s  # below 0: the clock was set back since
    if step is Step.REGISTER and (item.portal_ref or not fresh):
        step = Step.IDENTIFY
    _change(store, row["vaccination_id"], item.state, State.SENDING, step=step.value)
    return _item(store, {**row, "state": State.SENDING.value, "step": step.value})


def settle(store: Store, item: OutboxItem, move: Move, outcome: Outcome, host: str, now: datetime) -> None:
    """Write what an exchange proved, and the exchange itself into the journal. Writer thread."""
    vaccination_id = _vaccination_id(store, item.client_ref)
    due_at = item.next_attempt_at.timestamp() if move.goes_on else now.timestamp() + move.due_in_s
    changes: dict[str, Any] = {
        "step": move.step.value,
        "next_attempt_at": due_at,
        "attempts": item.attempts + 1,
        "empty_looks": move.empty_looks,
        "doubt_rounds": move.doubt_rounds,
    }
    decides = move.state is State.CONFIRMED or outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.CONFLICT)
    if item.state is not State.DOUBTFUL or decides or outcome.words:
        changes["last_code"] = outcome.code  # a doubt keeps the code of what made it
    if outcome.words or decides:
        changes |= {"last_words": outcome.words, "last_field": outcome.field}
    if move.looked:
        changes["looked_at"] = now.timestamp()
    if move.state is State.CONFIRMED:
        changes |= {"confirmed_at": now.timestamp(), "portal_host": host}
    if move.portal_ref and move.portal_ref != item.portal_ref:
        _keep_reference(store, vaccination_id, move.portal_ref, host)
    _change(store, vaccination_id, item.state, move.state, host=host, **changes)
    _journal(store, vaccination_id, item, outcome, now)


def take_up(store: Store, now: datetime, first_wait_s: float) -> int:
    """Make every *sending* of an earlier run doubtful; return how many. Writer thread, at start.

    An item that was only being looked up is due at once, since nothing was written; the others wait as long as a
    lost answer does, counted from now. A look of that run, perhaps at another portal, allows no registration.
    """
    box = store.models.Outbox
    looked = (box.state == State.WAITING.value) & (box.step == Step.REGISTER.value)
    box.update(step=Step.IDENTIFY.value).where(looked).execute()
    cut_off = list(box.select(box.vaccination, box.step).where(box.state == State.SENDING.value).tuples())
    for vaccination_id, step in cut_off:
        wait_s = 0.0 if step == Step.IDENTIFY.value else first_wait_s
        _change(
            store,
            vaccination_id,
            State.SENDING,
            State.DOUBTFUL,
            next_attempt_at=now.timestamp() + wait_s,
            empty_looks=0,
            last_code=INTERRUPTED,
        )
    return len(cut_off)


def requeue(store: Store, vaccination_id: int, state: State, given_on: date, now: datetime) -> None:
    """Let a corrected or released item wait again; it looks before it sends. Writer thread."""
    box = store.models.Outbox
    box.update(given_on=given_on.isoformat()).where(box.vaccination == vaccination_id).execute()
    _change(
        store,
        vaccination_id,
        state,
        State.WAITING,
        step=Step.IDENTIFY.value,
        next_attempt_at=now.timestamp(),
        empty_looks=0,
        doubt_rounds=0,
        last_code="",
        last_words="",
        last_field="",
    )


def void(store: Store, vaccination_id: int, state: State) -> None:
    """Cancel an item that is not on its way. Writer thread."""
    _change(store, vaccination_id, state, State.VOID)


def disown(store: Store, host: str, now: datetime) -> int:
    """Let everything that another portal host proved wait for ``host``; return how many. Writer thread, at start.

    A reference or a confirmation by one portal proves nothing to another.
    """
    models = store.models
    box, beneficiary = models.Outbox, models.Beneficiary
    elsewhere = (box.portal_host != "") & (box.portal_host != host)
    ids = [row for (row,) in box.select(box.vaccination).where(elsewhere).tuples()]
    fresh = {"step": Step.IDENTIFY.value, "next_attempt_at": now.timestamp()}
    box.update(state=State.WAITING.value, portal_host="", confirmed_at=None, **fresh).where(elsewhere).execute()
    strangers = (beneficiary.portal_host != "") & (beneficiary.portal_host != host)
    their_doses = models.Vaccination.select(models.Vaccination.id).join(beneficiary).where(strangers)
    pending = box.state.in_([State.WAITING.value, State.DOUBTFUL.value]) & box.vaccination.in_(their_doses)
    box.update(**fresh, empty_looks=0).where(pending).execute()
    beneficiary.update(portal_ref="", portal_host="").where(strangers).execute()
    if ids:
        counts.recount(store)
    return len(ids)


def shift(store: Store, by_s: float) -> None:
    """Move every planned attempt by ``by_s`` seconds, as the wall clock was moved. Writer thread."""
    box = store.models.Outbox
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    box.update({box.next_attempt_at: box.next_attempt_at + by_s}).where(unsettled).execute()


def bound_waits(store: Store, now: datetime, waiting_s: float, doubtful_s: float) -> None:
    """Bring back what is planned further ahead than it ever is: the clock was set back. Writer thread.

    Args:
        waiting_s, doubtful_s: how far ahead an item of that state may be planned.
    """
    box = store.models.Outbox
    for state, longest_s in ((State.WAITING, waiting_s), (State.DOUBTFUL, doubtful_s)):
        too_far = (box.state == state.value) & (box.next_attempt_at > now.timestamp() + longest_s)
        box.update(next_attempt_at=now.timestamp()).where(too_far).execute()


def next_due_at(store: Store) -> float | None:
    """Return the epoch time at which the next item is due, None when nothing is to be done. Reading."""
    box, vaccination = store.models.Outbox, store.models.Vaccination
    pending = box.state.in_([State.WAITING.value, State.DOUBTFUL.value])
    query = box.select(fn.MIN(box.next_attempt_at)).join(vaccination)
    due = query.where(pending & _may_go(store)).scalar()
    return None if due is None else float(due)


def oldest_unsettled_at(store: Store) -> float | None:
    """Return when the oldest unsettled vaccination was recorded, as epoch time. Reading."""
    models = store.models
    unsettled = models.Outbox.state.in_([state.value for state in UNSETTLED_STATES])
    query = models.Vaccination.select(fn.MIN(models.Vaccination.recorded_at)).join(
        models.Outbox, on=(models.Outbox.vaccination == models.Vaccination.id)
    )
    oldest = query.where(unsettled).scalar()
    return None if oldest is None else float(oldest)


def doubts_named(store: Store, rounds: int) -> int:
    """Return how many doubtful items have been through ``rounds`` doubts. Reading."""
    box = store.models.Outbox
    return int(box.select().where((box.state == State.DOUBTFUL.value) & (box.doubt_rounds >= rounds)).count())


def is_anothers(store: Store, item: OutboxItem, portal_ref: str, host: str) -> bool:
    """Return whether another person recorded here holds this reference of ``host`` already. Writer thread."""
    beneficiary, vaccination = store.models.Beneficiary, store.models.Vaccination
    ours = vaccination.select(vaccination.beneficiary).where(vaccination.client_ref == item.client_ref)
    live = vaccination.live == True  # noqa: E712 (SQL)
    held = (beneficiary.portal_ref == portal_ref) & (beneficiary.portal_host == host) & live
    return bool(beneficiary.select().join(vaccination).where(held & beneficiary.id.not_in(ours)).exists())


def attempts(store: Store, client_ref: str) -> tuple[Attempt, ...]:
    """Return the journal of one vaccination's exchanges, oldest first. Reading."""
    attempt, vaccination = store.models.Attempt, store.models.Vaccination
    query = attempt.select().join(vaccination).where(vaccination.client_ref == client_ref).order_by(attempt.id)
    return tuple(
        Attempt(
            at=datetime.fromtimestamp(row.at, UTC),
            step=Step(row.step),
            look=row.look,
            code=row.code,
            http_status=row.http_status,
            seconds=row.seconds,
            bytes_sent=row.bytes_sent,
            bytes_received=row.bytes_received,
        )
        for row in query
    )


def _next(store: Store, state: State, now: datetime, busy: Collection[OutboxItem]) -> dict[str, Any] | None:
    models = store.models
    box, vaccination, beneficiary = models.Outbox, models.Vaccination, models.Beneficiary
    where = (box.state == state.value) & (box.next_attempt_at <= now.timestamp())
    if busy:
        where &= beneficiary.mobile.not_in([item.vaccination.beneficiary.mobile for item in busy])
        where &= vaccination.client_ref.not_in([item.client_ref for item in busy])  # its mobile may be new
    query = (
        box.select(
            box,
            *rows.vaccination_columns(models),
            vaccination.client_ref,
            vaccination.beneficiary,
            beneficiary.portal_ref,
        )
        .join(vaccination)
        .join(beneficiary)
        .where(where & _may_go(store))
        .order_by(box.next_attempt_at, box.given_on, box.vaccination)
        .limit(1)
        .dicts()
    )
    found: dict[str, Any] | None = query.first()
    return None if found is None else {**found, "vaccination_id": found["vaccination"]}


def _may_go(store: Store) -> Any:
    """Return the condition that no other dose of the same person has to go first, for a join of both tables.

    A look at a doubt may always go: it is what the others wait for.
    """
    vaccination, box = store.models.Vaccination, store.models.Outbox
    other, other_box = vaccination.alias(), box.alias()
    unsettled = other_box.state.in_([state.value for state in UNSETTLED_STATES])
    locked = other_box.state.in_([state.value for state in LOCKED_STATES])
    goes_first = (other.beneficiary == vaccination.beneficiary) & (
        ((other.dose < vaccination.dose) & unsettled) | ((other.id != vaccination.id) & locked)
    )
    others = other.select(other.id).join(other_box, on=(other_box.vaccination == other.id)).where(goes_first)
    return (box.state == State.DOUBTFUL.value) | ~fn.EXISTS(others)


def _item(store: Store, row: dict[str, Any]) -> OutboxItem:
    given = rows.vaccination(row)
    if given.dose > 1:
        given = rows.with_first_dose(given, _first_dose(store, row["beneficiary"]))
    return OutboxItem(
        client_ref=row["client_ref"],
        state=State(row["state"]),
        step=Step(row["step"]),
        vaccination=given,
        portal_ref=row["portal_ref"],
        next_attempt_at=datetime.fromtimestamp(row["next_attempt_at"], UTC),
        attempts=row["attempts"],
        empty_looks=row["empty_looks"],
        doubt_rounds=row["doubt_rounds"],
        last_code=row["last_code"],
    )


def _first_dose(store: Store, beneficiary_id: int) -> tuple[str, str] | None:
    vaccination = store.models.Vaccination
    first = (vaccination.beneficiary == beneficiary_id) & (vaccination.dose == 1) & (vaccination.live == True)  # noqa: E712 (SQL)
    row = vaccination.get_or_none(first)
    return None if row is None else (row.given_on, row.vaccine)


def _vaccination_id(store: Store, client_ref: str) -> int:
    return int(store.models.Vaccination.get(store.models.Vaccination.client_ref == client_ref).id)


def _keep_reference(store: Store, vaccination_id: int, portal_ref: str, host: str) -> None:
    models = store.models
    person = models.Vaccination.get_by_id(vaccination_id).beneficiary_id
    models.Beneficiary.update(portal_ref=portal_ref, portal_host=host).where(models.Beneficiary.id == person).execute()


def _change(store: Store, vaccination_id: int, before: State, after: State, *, host: str = "", **columns: Any) -> None:
    """Update the row if it still stands at ``before``, and the counts with it."""
    if after is not before and after not in ALLOWED[before]:
        raise ValueError(f"an item cannot go from {before} to {after}")
    box = store.models.Outbox
    mine = (box.vaccination == vaccination_id) & (box.state == before.value)
    if box.update(state=after.value, **columns).where(mine).execute() != 1:
        raise ValueError(f"the item no longer stands at {before}")
    if after is not before:
        counts.changed(store, before, -1)
        counts.changed(store, after, +1, host if after is State.CONFIRMED else "")


def _journal(store: Store, vaccination_id: int, item: OutboxItem, outcome: Outcome, now: datetime) -> None:
    store.models.Attempt.insert(
        vaccination=vaccination_id,
        at=now.timestamp(),
        step=item.step.value,
        look=item.state is State.DOUBTFUL or item.step is Step.IDENTIFY,
        code=outcome.code,
        http_status=outcome.http_status,
        seconds=outcome.seconds,
        bytes_sent=outcome.bytes_sent,
        bytes_received=outcome.bytes_received,
    ).execute()
