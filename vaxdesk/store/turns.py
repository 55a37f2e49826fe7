# SPDX-License-Identifier: MIT
"""Whose turn it is. Nothing is sent here, and nothing is decided about an item but that it goes next.

Doubt is resolved before new work. Of what waits, first goes what can still make its portal's cut-off, the earliest
day first, then what has missed it, the oldest first; within a day what has come furthest, since a look grows old
while it waits. The steps of one person go one after another, and so do people who share a mobile: who is registered
under it is what the next look has to find.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.upload import LOCKED_STATES, UNSETTLED_STATES, Endpoint, OutboxItem, State, Step
from vaxdesk.store import expected, outbox, rows
from vaxdesk.store.database import Store

MOST_IN_ONE_LOOK: Final = 10
_LOOKED_AT: Final = (State.DOUBTFUL, State.ACCEPTED)
"""States that stay while the portal is asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What may be claimed just now.

    Attributes:
        now: the wall time.
        in_time_from: the earliest day of vaccination that can still make its cut-off.
        look_fresh_s: an empty look older than this allows no registration.
        endpoints: what may be called.
        looks_only: whatever is next is asked for first, as the probe of a portal that was in trouble.
        comparing: nothing but what this copy of the store has not yet held against the portal, and only to look.
    """

    now: datetime
    in_time_from: date
    look_fresh_s: float
    endpoints: Collection[Endpoint] = frozenset(Endpoint)
    looks_only: bool = False
    comparing: bool = False


def claim(store: Store, turn: Turn, busy: Collection[OutboxItem]) -> tuple[OutboxItem, ...]:
    """Take what goes next, for one exchange; what waited says *sending* from here on. Writer thread.

    Returns one item; several when one look by mobile answers for a family; none when it is nobody's turn. People
    who share a mobile with one of ``busy`` wait for it. A dose waits for an earlier one of the same person, and for
    any other that is in doubt: its registration may still come to pass. A registration whose look has grown old, or
    of a person whose reference is known or listed meanwhile, looks again.
    """
    row = _next(store, turn, busy)
    if row is None:
        return ()
    first = _taken(store, row, turn)
    if not first.is_look or first.portal_ref:
        return (first,)
    if first.step is Step.IDENTIFY and _owes_listed_look(row):
        return (replace(first, listed_ref=row["listed_ref"]),)
    family = _family(store, turn, first)
    return first, *(_taken(store, row, turn) for row in family)


def next_due_at(store: Store, *, comparing: bool = False) -> float | None:
    """Return the epoch time at which the next item is due, None when nothing is to be done. Reading.

    While ``comparing``, what a look has answered for already is not to be done.
    """
    box, vaccination = store.models.Outbox, store.models.Vaccination
    pending = box.state.in_([State.WAITING.value, *(state.value for state in _LOOKED_AT)])
    mine = (box.looked_at == 0) | (box.state == State.DOUBTFUL.value) if comparing else _may_go(store)
    due = box.select(fn.MIN(box.next_attempt_at)).join(vaccination).where(pending & mine).scalar()
    return None if due is None else float(due)


def left_to_compare(store: Store) -> int:
    """Return how many unsettled items no look has answered for since the comparison began. Reading."""
    box = store.models.Outbox
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    return int(box.select().where(unsettled & (box.looked_at == 0)).count())


def _next(store: Store, turn: Turn, busy: Collection[OutboxItem]) -> dict[str, Any] | None:
    models = store.models
    free = models.Outbox.next_attempt_at <= turn.now.timestamp()
    if busy:
        mobiles = [item.vaccination.beneficiary.mobile for item in busy]
        refs = [item.client_ref for item in busy]  # its mobile may be new
        free &= models.Beneficiary.mobile.not_in(mobiles) & models.Vaccination.client_ref.not_in(refs)
    for group in _in_order(store, turn):
        # Only of the one that is found are all columns named: to spell them out costs more than to find it.
        number = _select(store, group & free, models.Outbox.vaccination).limit(1).scalar()
        if number is not None:
            return _rows(store, models.Outbox.vaccination == number)[0]
    return None


def _in_order(store: Store, turn: Turn) -> Iterator[Any]:
    """Yield the condition of each group that goes before the next."""
    box = store.models.Outbox
    if Endpoint.LOOK in turn.endpoints:
        for state in _LOOKED_AT:
            yield box.state == state.value
    elif turn.comparing:
        return
    waiting = (box.state == State.WAITING.value) & _ready(store, turn)
    day = turn.in_time_from.isoformat()
    yield waiting & (box.given_on >= day)
    yield waiting & (box.given_on < day)


def _ready(store: Store, turn: Turn) -> Any:
    """Return the condition that a waiting item may go now, by its step and by the other doses of the person."""
    box = store.models.Outbox
    if turn.comparing:
        return box.looked_at == 0
    if turn.looks_only:
        return _may_go(store)
    fresh = _may_register(store, turn)
    steps = {
        Endpoint.LOOK: (box.step == Step.IDENTIFY.value) | ((box.step == Step.REGISTER.value) & ~fresh),
        Endpoint.REGISTER: (box.step == Step.REGISTER.value) & fresh,
        Endpoint.VACCINATE: box.step == Step.VACCINATE.value,
    }
    any_open = reduce(or_, (steps[endpoint] for endpoint in turn.endpoints))
    return any_open & _may_go(store)


def _may_register(store: Store, turn: Turn) -> Any:
    """Return the condition that an empty look is still to be relied on; a look of the future is not."""
    box, now = store.models.Outbox, turn.now.timestamp()
    fresh = box.looked_at.between(now - turn.look_fresh_s, now)
    return fresh & (store.models.Beneficiary.portal_ref == "") & ~_owing_listed_look(store)


def _may_go(store: Store) -> Any:
    """Return the condition that no other dose of the same person has to go first, for a join of both tables.

    A look at what stands may always go: it is what the others wait for.
    """
    vaccination, box = store.models.Vaccination, store.models.Outbox
    other, other_box = vaccination.alias(), box.alias()
    unsettled = other_box.state.in_([state.value for state in UNSETTLED_STATES])
    locked = other_box.state.in_([state.value for state in LOCKED_STATES])
    goes_first = (other.beneficiary == vaccination.beneficiary) & (
        ((other.dose < vaccination.dose) & unsettled) | ((other.id != vaccination.id) & locked)
    )
    others = other.select(other.id).join(other_box, on=(other_box.vaccination == other.id)).where(goes_first)
    return box.state.in_([state.value for state in _LOOKED_AT]) | ~fn.EXISTS(others)


def _owing_listed_look(store: Store) -> Any:
    """Return the condition that the portal has not yet answered to the reference which the list gives.

    Nobody has proven that reference, so it is good for one look and for nothing else; but that look has to be
    answered before anybody is registered: under another mobile no look by ours would have found them.
    """
    return expected.listed_reference(store).not_in(["", store.models.Outbox.asked_ref])


def _owes_listed_look(row: dict[str, Any]) -> bool:
    """Return whether ``_owing_listed_look`` holds for ``row``."""
    return row["listed_ref"] not in ("", row["asked_ref"])


def _family(store: Store, turn: Turn, first: OutboxItem) -> list[dict[str, Any]]:
    """Return the rows of those who can be asked for in the look of ``first``, because they share the mobile.

    Of the doses of one person only the one that goes first: what its look finds may spare the other's. Nobody who is
    still to be asked for by a listed reference.
    """
    models = store.models
    box, vaccination, beneficiary = models.Outbox, models.Vaccination, models.Beneficiary
    same_mobile = beneficiary.mobile == first.vaccination.beneficiary.mobile
    others = vaccination.select(vaccination.id).join(beneficiary).where(same_mobile)
    numbers = [number for (number,) in others.where(vaccination.client_ref != first.client_ref).tuples()]
    if not numbers:  # asked apart, or all that is due would be gone through for the few
        return []
    mine = box.vaccination.in_(numbers) & (beneficiary.portal_ref == "")
    due = box.next_attempt_at <= turn.now.timestamp()
    looking = (box.step == Step.IDENTIFY.value) | (box.step == Step.REGISTER.value) & ~_may_register(store, turn)
    waiting = (box.state == State.WAITING.value) & looking & _may_go(store)
    if turn.comparing:
        waiting &= box.looked_at == 0
    doubtful = box.state == State.DOUBTFUL.value
    by_mobile = ~_owing_listed_look(store) | doubtful & (box.step != Step.IDENTIFY.value)
    return _rows(store, mine & due & (waiting | doubtful) & by_mobile, at_most=MOST_IN_ONE_LOOK - 1)


def _rows(store: Store, where: Any, at_most: int = 1) -> list[dict[str, Any]]:
    """Return all that ``_item`` needs of the first ``at_most`` items."""
    models = store.models
    box, vaccination = models.Outbox, models.Vaccination
    columns = (
        box,
        *rows.vaccination_columns(models),
        vaccination.client_ref,
        vaccination.beneficiary,
        models.Beneficiary.portal_ref,
        box.vaccination.alias("vaccination_id"),
        expected.listed_reference(store).alias("listed_ref"),
    )
    return list(_select(store, where, *columns).limit(at_most).dicts())


def _select(store: Store, where: Any, *columns: Any) -> Any:
    box, vaccination, beneficiary = store.models.Outbox, store.models.Vaccination, store.models.Beneficiary
    joined = box.select(*columns).join(vaccination).join(beneficiary)
    return joined.where(where).order_by(box.given_on, box.step.desc(), box.vaccination)


def _taken(store: Store, row: dict[str, Any], turn: Turn) -> OutboxItem:
    """Return the item of ``row`` as it goes out, marked so in the outbox."""
    item = _item(store, row)
    if item.state in _LOOKED_AT:
        return item
    step = item.step
    age_s = turn.now.timestamp() - row["looked_at"]  # below 0: the clock was set back since
    stale = item.portal_ref or _owes_listed_look(row) or not 0.0 <= age_s <= turn.look_fresh_s
    if turn.looks_only or turn.comparing or (step is Step.REGISTER and stale):
        step = Step.IDENTIFY
    outbox.change(store, row["vaccination_id"], item.state, State.SENDING, step=step.value)
    return _item(store, {**row, "state": State.SENDING.value, "step": step.value})


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
        tries=row["tries"],
    )


def _first_dose(store: Store, beneficiary_id: int) -> tuple[str, str] | None:
    vaccination = store.models.Vaccination
    first = (vaccination.beneficiary == beneficiary_id) & (vaccination.dose == 1) & (vaccination.live == True)  # noqa: E712 (SQL)
    row = vaccination.get_or_none(first)
    return None if row is None else (row.given_on, row.vaccine)
