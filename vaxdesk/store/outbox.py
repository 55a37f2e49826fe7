# SPDX-License-Identifier: MIT
"""The outbox: one durable row for each vaccination, saying where it stands with the portal.

    waiting -> sending -> waiting, next step     the step is proven
               sending -> confirmed              the dose is proven
               sending -> accepted               the portal said yes, and is asked once more before that counts
               sending -> waiting                certainly not sent, or "come back later"
               sending -> doubtful               the answer was lost: ask before repeating
               sending -> rejected               the portal refused it, or holds something else: a person decides
    accepted -> confirmed, doubtful, rejected             by what the read-back finds
    doubtful -> doubtful, confirmed, waiting, rejected    by what the looks find
    rejected, held -> waiting                    a person corrected or released it
    waiting, rejected -> held                    a person set it aside, or there is no photo ID to send it with
    waiting, rejected, held -> void              a person cancelled it; the row stays

Every change is committed before the exchange it allows: ``turns.claim`` writes *sending* and commits, then the portal
is called with no transaction open, then ``settle`` writes what was proved. Whatever still says *sending* when the desk
starts was cut off in the middle, so ``taking_up`` makes it doubtful. No row is ever deleted.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.domain.upload import NO_PHOTO_ID, UNSETTLED_STATES, Attempt, Move, OutboxItem, State, Step
from vaxdesk.store import counts, notes, search
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

SAID_SOMETHING: Final = frozenset(OutcomeKind) - {
    OutcomeKind.NOT_SENT,
    OutcomeKind.LATER,
    OutcomeKind.SIGN_IN,
    OutcomeKind.STOP,
}
"""What a look ends in once the portal was asked for this very person. What came of it may prove nothing: whatever is
unproven looks again before it is sent."""

ANSWERED: Final = frozenset({OutcomeKind.FOUND, OutcomeKind.ABSENT, OutcomeKind.REFUSED, OutcomeKind.CONFLICT})
"""What a look ends in once the portal itself has answered to it."""


def add(store: Store, vaccination_id: int, given_on: date, *, now: datetime, has_id: bool = True) -> None:
    """Let a new vaccination wait; without a photo ID it is held until there is one. Writer thread."""
    row = values(vaccination_id, given_on, now=now, has_id=has_id)
    store.models.Outbox.insert(**row).execute()
    counts.changed(store, State(row["state"]), +1)
    spare_looks(store, since_id=vaccination_id)


def values(vaccination_id: int, given_on: date, *, now: datetime, has_id: bool = True) -> dict[str, Any]:
    """Return the columns of a new item; it is looked up first, unless ``spare_looks`` finds that it need not be."""
    return {
        "vaccination": vaccination_id,
        "state": (State.WAITING if has_id else State.HELD).value,
        "last_code": "" if has_id else NO_PHOTO_ID,
        "step": Step.IDENTIFY.value,
        "given_on": given_on.isoformat(),
        "next_attempt_at": now.timestamp(),
    }


def spare_looks(store: Store, *, since_id: int) -> None:
    """Let new items from ``since_id`` on go without a look where their person's reference is known. Writer thread.

    Only where nothing that happened here could have brought this very dose to the portal before: an earlier one of
    the person stands here, and none of the same or a later dose, none that was cancelled, none that was corrected.
    """
    _spare_looks(store, store.models.Vaccination.id >= since_id)


def settle(
    store: Store,
    item: OutboxItem,
    move: Move,
    outcome: Outcome,
    host: str,
    now: datetime,
    *,
    looked_at: datetime | None = None,
) -> None:
    """Write what an exchange proved, and the exchange itself into the journal. Writer thread.

    Args:
        looked_at: when the answer came, where that is not just now: a look is as old as its answer.
    """
    vaccination_id = _vaccination_id(store, item.client_ref)
    due_at = item.next_attempt_at.timestamp() if move.goes_on else now.timestamp() + move.due_in_s
    changes: dict[str, Any] = {
        "step": move.step.value,
        "next_attempt_at": due_at,
        "attempts": item.attempts + 1,
        "empty_looks": move.empty_looks,
        "doubt_rounds": move.doubt_rounds,
        "tries": move.tries,
    }
    decides = move.state is State.CONFIRMED or outcome.kind in (OutcomeKind.REFUSED, OutcomeKind.CONFLICT)
    if item.state is not State.DOUBTFUL or decides or outcome.words:
        changes["last_code"] = outcome.code  # a doubt keeps the code of what made it
    if outcome.words or decides:
        changes |= {"last_words": outcome.words, "last_field": outcome.field}
    if decides:
        people = outcome.people if outcome.kind is OutcomeKind.CONFLICT else ()
        changes["theirs"] = json.dumps([asdict(person) for person in people]) if people else ""
    if item.is_look and outcome.kind in SAID_SOMETHING:
        changes["looked_at"] = (looked_at or now).timestamp()
    if item.listed_ref and outcome.kind in ANSWERED:
        changes["asked_ref"] = item.listed_ref
    if move.state is State.CONFIRMED:
        changes |= {"confirmed_at": now.timestamp(), "portal_host": host}
    if move.portal_ref and move.portal_ref != item.portal_ref:
        _keep_reference(store, vaccination_id, move.portal_ref, host)
    change(store, vaccination_id, item.state, move.state, host=host, **changes)
    _journal(store, vaccination_id, item, outcome, now)
    if move.state is State.CONFIRMED:
        _spare_looks(store, store.models.Vaccination.beneficiary == _person_of(store, vaccination_id))


def requeue(store: Store, vaccination_id: int, state: State, given_on: date, now: datetime) -> None:
    """Let a corrected or released item wait again; it looks before it sends. Writer thread."""
    box = store.models.Outbox
    box.update(given_on=given_on.isoformat()).where(box.vaccination == vaccination_id).execute()
    change(
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
        tries=0,
        theirs="",
        asked_ref="",
    )


def hold_without_id(store: Store, vaccination_id: int, state: State) -> None:
    """Hold an item whose person shows no photo ID that the portal takes. Writer thread."""
    change(store, vaccination_id, state, State.HELD, last_code=NO_PHOTO_ID, last_words="", last_field="", theirs="")


def look_anew(store: Store, beneficiary_id: int) -> None:
    """Let no registration of this person rely on a look for whom they were before a correction. Writer thread."""
    box, vaccination = store.models.Outbox, store.models.Vaccination
    theirs = vaccination.select(vaccination.id).where(vaccination.beneficiary == beneficiary_id)
    waiting = (box.state == State.WAITING.value) & box.vaccination.in_(theirs)
    box.update(asked_ref="").where(waiting).execute()
    box.update(step=Step.IDENTIFY.value).where(waiting & (box.step == Step.REGISTER.value)).execute()


def void(store: Store, vaccination_id: int, state: State) -> None:
    """Cancel an item that is not on its way. Writer thread."""
    change(store, vaccination_id, state, State.VOID)


def oldest_unsettled_at(store: Store) -> float | None:
    """Return when that unsettled vaccination was recorded, as epoch time, which was recorded first. Reading."""
    box, vaccination = store.models.Outbox, store.models.Vaccination
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    first = box.select(fn.MIN(box.vaccination)).where(unsettled)  # out of the index alone
    oldest = vaccination.select(vaccination.recorded_at).where(vaccination.id == first).scalar()
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
            calls=row.calls,
        )
        for row in query
    )


def _vaccination_id(store: Store, client_ref: str) -> int:
    return int(store.models.Vaccination.get(store.models.Vaccination.client_ref == client_ref).id)


def _person_of(store: Store, vaccination_id: int) -> int:
    return int(store.models.Vaccination.get_by_id(vaccination_id).beneficiary_id)


def _keep_reference(store: Store, vaccination_id: int, portal_ref: str, host: str) -> None:
    person, mine = store.models.Beneficiary, _person_of(store, vaccination_id)
    person.update(portal_ref=portal_ref, portal_host=host).where(person.id == mine).execute()
    search.renew_recorded(store, [mine])


def _spare_looks(store: Store, of: Any) -> None:
    """Do as ``spare_looks`` for the vaccinations of the condition ``of``."""
    if notes.get(store, notes.WAS_OLD_COPY) == "yes":
        return  # its newer self may have sent what nobody here remembers
    models = store.models
    box, vaccination, beneficiary = models.Outbox, models.Vaccination, models.Beneficiary
    other = vaccination.alias()
    others = other.select(other.id).where((other.beneficiary == vaccination.beneficiary) & (other.id != vaccination.id))
    unsure = (other.dose >= vaccination.dose) | (other.live == False) | (other.revision > 1)  # noqa: E712 (SQL)
    known = (beneficiary.portal_ref != "") & fn.EXISTS(others) & ~fn.EXISTS(others.where(unsure))
    sure = vaccination.select(vaccination.id).join(beneficiary).where(of & known)
    untouched = (box.state == State.WAITING.value) & (box.step == Step.IDENTIFY.value) & (box.attempts == 0)
    box.update(step=Step.VACCINATE.value).where(untouched & box.vaccination.in_(sure)).execute()


def change(store: Store, vaccination_id: int, before: State, after: State, *, host: str = "", **columns: Any) -> None:
    """Bring the row from ``before``, where it must still stand, to ``after``, and the counts with it. Writer thread."""
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
        look=item.is_look,
        code=outcome.code,
        http_status=outcome.http_status,
        seconds=outcome.seconds,
        bytes_sent=outcome.bytes_sent,
        bytes_received=outcome.bytes_received,
        calls=outcome.calls,
    ).execute()
