# SPDX-License-Identifier: MIT
"""What a start, another portal, an old copy or a moved clock makes of what the outbox has planned. Writer thread."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from vaxdesk.domain.upload import UNSETTLED_STATES, State, Step
from vaxdesk.store import counts, notes, outbox, search
from vaxdesk.store.database import Store

INTERRUPTED: Final = "interrupted"


def take_up(store: Store, now: datetime, settle_s: tuple[float, float]) -> int:
    """Make every *sending* of an earlier run doubtful; return how many.

    An item that was only being looked up is due at once, since nothing was written; the others wait as long as a
    lost answer does, counted from now. So does what was in doubt before, since nobody knows how the clock was moved
    between the runs: a wait cut short by a clock put forward would let a dose be sent beside itself. A look of that
    run, perhaps at another portal, allows no registration, nor does what was said there of a listed reference.
    """
    box = store.models.Outbox
    _wait_anew(store, now, settle_s)
    looked = (box.state == State.WAITING.value) & (box.step == Step.REGISTER.value)
    box.update(step=Step.IDENTIFY.value).where(looked).execute()
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    box.update(asked_ref="").where(unsettled & (box.asked_ref != "")).execute()
    cut_off = list(box.select(box.vaccination, box.step).where(box.state == State.SENDING.value).tuples())
    for vaccination_id, step in cut_off:
        wait_s = 0.0 if step == Step.IDENTIFY.value else settle_s[0]
        outbox.change(
            store,
            vaccination_id,
            State.SENDING,
            State.DOUBTFUL,
            next_attempt_at=now.timestamp() + wait_s,
            empty_looks=0,
            last_code=INTERRUPTED,
        )
    return len(cut_off)


def begin_comparing(store: Store) -> None:
    """Forget every look: nothing that is unsettled here has been held against the portal yet.

    What is recorded from here on never goes without a look: its newer self may have sent it.
    """
    box = store.models.Outbox
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    box.update(looked_at=0.0).where(unsettled).execute()
    box.update(step=Step.IDENTIFY.value).where(box.state == State.WAITING.value).execute()
    notes.put(store, notes.WAS_OLD_COPY, "yes")


def disown(store: Store, host: str, now: datetime) -> int:
    """Let everything that another portal host proved wait for ``host``; return how many confirmations fell.

    A reference, a yes or a confirmation by one portal proves nothing to another.
    """
    models = store.models
    box, beneficiary = models.Outbox, models.Beneficiary
    fresh = {"step": Step.IDENTIFY.value, "next_attempt_at": now.timestamp(), "asked_ref": ""}
    strangers = (beneficiary.portal_host != "") & (beneficiary.portal_host != host)
    their_doses = models.Vaccination.select(models.Vaccination.id).join(beneficiary).where(strangers)
    accepted = (box.state == State.ACCEPTED.value) & box.vaccination.in_(their_doses)
    box.update(state=State.WAITING.value, **fresh).where(accepted).execute()
    elsewhere = (box.portal_host != "") & (box.portal_host != host)
    fallen = box.update(state=State.WAITING.value, portal_host="", confirmed_at=None, **fresh).where(elsewhere)
    n = int(fallen.execute())
    pending = box.state.in_([State.WAITING.value, State.DOUBTFUL.value]) & box.vaccination.in_(their_doses)
    box.update(**fresh, empty_looks=0).where(pending).execute()
    their_rows = [number for (number,) in beneficiary.select(beneficiary.id).where(strangers).tuples()]
    strange = beneficiary.update(portal_ref="", portal_host="").where(strangers).execute()
    search.renew_recorded(store, their_rows)
    if n or strange:
        counts.recount(store)
    return n


def shift(store: Store, by_s: float) -> None:
    """Move every planned attempt by ``by_s`` seconds, as the wall clock was moved."""
    box = store.models.Outbox
    unsettled = box.state.in_([state.value for state in UNSETTLED_STATES])
    box.update({box.next_attempt_at: box.next_attempt_at + by_s}).where(unsettled).execute()
    box.update({box.looked_at: box.looked_at + by_s}).where(unsettled & (box.looked_at > 0)).execute()


def bound_waits(store: Store, now: datetime, settle_s: tuple[float, float], longest_s: float) -> None:
    """Bring back what is planned further ahead than it ever is: the clock was set back.

    Args:
        settle_s: the waits of a doubt; what waits rests no longer than the first, what is in doubt waits anew.
        longest_s: how far ahead a look at a doubtful or an accepted one may be planned.
    """
    box, moment = store.models.Outbox, now.timestamp()
    resting = (box.state == State.WAITING.value) & (box.next_attempt_at > moment + settle_s[0])
    box.update(next_attempt_at=moment).where(resting).execute()
    looked_at = box.state.in_([State.DOUBTFUL.value, State.ACCEPTED.value])
    too_far = looked_at & (box.next_attempt_at > moment + longest_s)
    box.update(next_attempt_at=moment + settle_s[0]).where(too_far & (box.empty_looks < 1)).execute()
    box.update(next_attempt_at=moment + settle_s[1]).where(too_far & (box.empty_looks >= 1)).execute()


def hurry(store: Store, now: datetime) -> None:
    """Let everything that rests after a few tries go at once; a doubt keeps its wait."""
    box = store.models.Outbox
    rests = (box.state == State.WAITING.value) & (box.next_attempt_at > now.timestamp())
    box.update(next_attempt_at=now.timestamp()).where(rests).execute()


def _wait_anew(store: Store, now: datetime, settle_s: tuple[float, float]) -> None:
    """Let every look at a write that is in doubt, and every read-back, come no sooner than after its whole wait."""
    box = store.models.Outbox
    asked_for = box.state.in_([State.DOUBTFUL.value, State.ACCEPTED.value]) & (box.step != Step.IDENTIFY.value)
    for empty_looks, wait_s in enumerate(settle_s):
        due_at = now.timestamp() + wait_s
        too_soon = (box.empty_looks == empty_looks) & (box.next_attempt_at < due_at)
        box.update(next_attempt_at=due_at).where(asked_for & too_soon).execute()
