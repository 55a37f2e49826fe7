# SPDX-License-Identifier: MIT
"""What the status bar answers to a click, and what closing says. Pure: words from one snapshot, no widget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording.errors import for_code

Local = Callable[[datetime], datetime]


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
    return _held(status, local) or ngettext("Uploading {n} now.", "Uploading {n} now.", safe).format(n=safe)


def _held(status: SyncStatus, local: Local) -> str:
    """Return why the click sends nothing at once: what the portal asked for is kept, and the pace; "" otherwise."""
    if status.next_try_at is None:
        return ""
    time, safe = f"{local(status.next_try_at):%H:%M}", saved_here(status.counts.unsettled)
    if status.hold is Hold.PACE:
        return _("The calls of these 5 minutes are used up. Next try {time}. {safe}").format(time=time, safe=safe)
    if status.hold is Hold.ASKED:
        return _("The portal asks us to wait. Next try {time}. {safe}").format(time=time, safe=safe)
    if status.hold is Hold.NONE and status.connectivity is Connectivity.BUSY:
        return _("The portal is busy. Next try {time}. {safe}").format(time=time, safe=safe)
    return ""


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
