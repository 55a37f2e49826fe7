# SPDX-License-Identifier: MIT
"""What the status bar says, and what it answers to a click. Pure: words from one snapshot, no widget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import states
from vaxdesk.wording.errors import for_code

Local = Callable[[datetime], datetime]

MINUTE_S: Final = 60
HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S

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


def adds_up(counts: Counts) -> str:
    """Return "115 recorded = 78 on the portal + 33 waiting": no part of 0 but the portal's."""
    parts = [
        f"{getattr(counts, state.value)} {states.word(state)}"
        for state in _PARTS
        if getattr(counts, state.value) or state is State.CONFIRMED
    ]
    return _("{n} recorded = {parts}").format(n=counts.recorded, parts=" + ".join(parts))


def void_beside(counts: Counts) -> str:
    """Return how many are cancelled beside the sum; "" for none."""
    return f"{counts.void} {states.word(State.VOID)}" if counts.void else ""


def oldest(status: SyncStatus) -> str:
    """Return the age of the oldest that has not arrived; "" when none waits."""
    if status.oldest_waiting_s is None:
        return ""
    return _("oldest {span}").format(span=span(status.oldest_waiting_s))


def span(seconds: float) -> str:
    """Return a span as a person says it, in its largest two units at most."""
    whole = max(0, int(seconds))
    if whole < MINUTE_S:
        return _("under a minute")
    if whole < HOUR_S:
        return _("{n} min").format(n=whole // MINUTE_S)
    if whole < DAY_S:
        return _("{hours} h {minutes} min").format(hours=whole // HOUR_S, minutes=whole % HOUR_S // MINUTE_S)
    days = whole // DAY_S
    return ngettext("{n} day", "{n} days", days).format(n=days)


def next_try(status: SyncStatus, local: Local) -> str:
    """Return when the portal is called next; "" where the pill says it already or nothing is due."""
    said = status.paused or status.stop_reason or status.connectivity is Connectivity.BUSY
    if status.next_try_at is None or not status.counts.unsettled or said:
        return ""
    return _("next try {time}").format(time=f"{local(status.next_try_at):%H:%M}")


def last_confirmed(status: SyncStatus, local: Local) -> str:
    """Return when the portal last proved that it has one."""
    if status.last_confirmed_at is None:
        return ""
    return _("last on the portal {time}").format(time=f"{local(status.last_confirmed_at):%H:%M}")


def shape(status: SyncStatus) -> tuple[str, str]:
    """Return the one character and the look (good, slow, bad, still) of the pill."""
    if status.stop_reason:
        return "■", "bad"
    if status.paused:
        return "‖", "still"
    if states.is_unproven(status):
        return "○", "still"
    return _SHAPES[status.connectivity]


def answer_to_upload(status: SyncStatus, fault: str, local: Local) -> str:
    """Return what *Upload now* did. ``fault`` is the code that stops all uploading, "" for none."""
    safe = status.counts.unsettled
    if fault or status.stop_reason:
        why = for_code(fault or status.stop_reason)
        return _("Nothing goes up: {why} {safe}").format(why=why, safe=saved_here(safe))
    if not safe:
        return _nothing_waits(status.counts)
    if status.paused:
        return _("Uploading is paused; press Resume to send. {safe}").format(safe=saved_here(safe))
    if status.connectivity is Connectivity.OFFLINE:
        return _("No network: {safe} Trying once more now.").format(safe=saved_here(safe))
    if status.connectivity is Connectivity.BUSY and status.next_try_at is not None:
        time = f"{local(status.next_try_at):%H:%M}"
        return _("The portal is busy. Next try {time}. {safe}").format(time=time, safe=saved_here(safe))
    return ngettext("Uploading {n} now.", "Uploading {n} now.", safe).format(n=safe)


def _nothing_waits(counts: Counts) -> str:
    if not counts.recorded:
        return _("Nothing waits: nothing has been recorded yet.")
    if counts.rejected:
        return ngettext(
            "Nothing waits to go. {n} needs fixing: press F6.",
            "Nothing waits to go. {n} need fixing: press F6.",
            counts.rejected,
        ).format(n=counts.rejected)
    return ngettext(
        "Nothing waits. {n} of {all} is on the portal.",
        "Nothing waits. {n} of {all} are on the portal.",
        counts.confirmed,
    ).format(n=counts.confirmed, all=counts.recorded)


def answer_to_pause(status: SyncStatus) -> str:
    """Return what *Pause* or *Resume* did, from the state the upload is in now."""
    if not status.paused:
        return _("Uploading goes on.")
    if not status.counts.unsettled:
        return _("Uploading is paused. Recording goes on.")
    return _("Uploading is paused. Recording goes on. {safe}").format(safe=saved_here(status.counts.unsettled))


def saved_here(n: int) -> str:
    """Return how many wait safely at this desk."""
    if not n:
        return _("Nothing waits here.")
    return ngettext("{n} saved here, nothing lost.", "{n} saved here, nothing lost.", n).format(n=n)


def on_closing(n: int) -> str:
    """Return what becomes of the ``n`` that have not arrived when the window closes."""
    return ngettext(
        "{n} is not on the portal yet. It stays safe on this PC and goes up when VaxDesk is open again.",
        "{n} are not on the portal yet. They stay safe on this PC and go up when VaxDesk is open again.",
        n,
    ).format(n=n)
