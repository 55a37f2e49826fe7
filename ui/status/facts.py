# SPDX-License-Identifier: MIT
"""The words of the status bar: the sum, and one line of facts with the most important first. Pure.

A fact that is not known is left out; none is guessed from another.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ui.status import spans
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.i18n import N_, _
from vaxdesk.wording import states

_PARTS: Final = (
    State.CONFIRMED,
    State.ACCEPTED,
    State.WAITING,
    State.SENDING,
    State.DOUBTFUL,
    State.REJECTED,
    State.HELD,
)
_SHAPES: Final = {
    Connectivity.ONLINE: ("●", "good"),
    Connectivity.SLOW: ("◐", "slow"),
    Connectivity.BUSY: ("◐", "slow"),
    Connectivity.OFFLINE: ("○", "slow"),
    Connectivity.CAPTIVE: ("◇", "bad"),
    Connectivity.SIGNED_OUT: ("◇", "bad"),
    Connectivity.STOPPED: ("■", "bad"),
}
_WAITS: Final = {
    Hold.NONE: N_("next try {time}"),
    Hold.SPLAY: N_("sending starts at {time}, so that not all desks call at once; F5 sends now"),
    Hold.ASKED: N_("the portal asks us to wait; next try {time}"),
    Hold.BACKOFF: N_("waiting after trouble; next try {time}"),
    Hold.PACE: N_("the calls of these 5 minutes are used up; next {time}"),
}


def adds_up(counts: Counts) -> str:
    """Return "115 recorded = 78 on the portal + 33 waiting": no part of 0 but the portal's."""
    parts = [
        f"{getattr(counts, state.value)} {states.word(state)}"
        for state in _PARTS
        if getattr(counts, state.value) or state is State.CONFIRMED
    ]
    return _("{n} recorded = {parts}").format(n=counts.recorded, parts=" + ".join(parts))


def shape(status: SyncStatus) -> tuple[str, str]:
    """Return the one character and the look (good, slow, bad, still) of the pill."""
    if status.stop_reason:
        return "■", "bad"
    if status.paused:
        return "‖", "still"
    if states.is_comparing(status):
        return "?", "slow"
    if states.is_unproven(status):
        return "○", "still"
    return _SHAPES[status.connectivity]


def facts(status: SyncStatus, clock: Clock) -> tuple[str, ...]:
    """Return all that is known beside the pill and the sum, each as a few words."""
    all_of_them = (
        states.advice(status),
        progress(status.counts),
        time_left(status),
        waiting_why(status, clock),
        oldest(status),
        last_confirmed(status, clock),
        last_contact(status, clock),
        void_beside(status.counts),
    )
    return tuple(fact for fact in all_of_them if fact)


def progress(counts: Counts) -> str:
    """Return "18 of 222 confirmed", "" before the first is recorded."""
    if not counts.recorded:
        return ""
    return _("{n} of {all} confirmed").format(n=counts.confirmed, all=counts.recorded)


def time_left(status: SyncStatus) -> str:
    """Return "about 6 min left", "" where nothing was measured or nothing is to come."""
    if status.time_left_s is None or status.paused or status.stop_reason or not status.counts.unsettled:
        return ""
    return spans.left(status.time_left_s)


def waiting_why(status: SyncStatus, clock: Clock) -> str:
    """Return why the next call comes only later; "" where none is held back or the pill has said it."""
    if status.next_try_at is None or not status.counts.unsettled or status.paused or status.stop_reason:
        return ""
    busy = status.connectivity is Connectivity.BUSY
    if busy and status.hold in (Hold.NONE, Hold.BACKOFF):
        return ""
    if busy and status.hold is Hold.ASKED:
        return _("the portal asks us to wait until then")
    time = _moment(status.next_try_at, clock)
    if status.hold is Hold.PACE and status.calls_per_5min is not None:
        return _("the portal takes about {n} calls in 5 minutes; next {time}").format(
            n=status.calls_per_5min, time=time
        )
    return _(_WAITS[status.hold]).format(time=time)


def oldest(status: SyncStatus) -> str:
    """Return the age of the oldest that has not arrived; "" when none waits."""
    if status.oldest_waiting_s is None:
        return ""
    return _("oldest {span}").format(span=spans.span(status.oldest_waiting_s))


def last_confirmed(status: SyncStatus, clock: Clock) -> str:
    """Return when the portal last proved that it has one."""
    if status.last_confirmed_at is None:
        return ""
    return _("last confirmed {time}").format(time=_moment(status.last_confirmed_at, clock))


def last_contact(status: SyncStatus, clock: Clock) -> str:
    """Return when the portal last answered, whatever it said."""
    if status.last_contact_at is None:
        return ""
    return _("last contact {time}").format(time=_moment(status.last_contact_at, clock))


def void_beside(counts: Counts) -> str:
    """Return how many are cancelled beside the sum; "" for none."""
    return f"{counts.void} {states.word(State.VOID)}" if counts.void else ""


def _moment(at: datetime, clock: Clock) -> str:
    """Return the time of ``at`` at the centre, with its day where that is not today."""
    local = clock.local(at)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%d-%m %H:%M}"
