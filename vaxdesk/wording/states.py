# SPDX-License-Identifier: MIT
"""Words, sentences and shapes for the states of an upload and for the truth about line and portal.

One state, one meaning, the same everywhere: register, status bar, sheet, slip. Decides nothing about states.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from vaxdesk.domain.sync_status import Connectivity, SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.i18n import N_, _, ngettext
from vaxdesk.wording.errors import for_code

_WORDS: Final = {
    State.WAITING: N_("waiting"),
    State.SENDING: N_("going now"),
    State.DOUBTFUL: N_("checking"),
    State.ACCEPTED: N_("taken in"),
    State.CONFIRMED: N_("on the portal"),
    State.REJECTED: N_("to fix"),
    State.HELD: N_("held"),
    State.VOID: N_("void"),
}
_SENTENCES: Final = {
    State.WAITING: N_("Saved here, waiting to go"),
    State.SENDING: N_("Going now"),
    State.DOUBTFUL: N_("Checking whether it arrived"),
    State.ACCEPTED: N_("The portal took it and is working on it"),
    State.CONFIRMED: N_("Portal has it"),
    State.REJECTED: N_("Portal refused it"),
    State.HELD: N_("Set aside by supervisor"),
    State.VOID: N_("Cancelled, kept on record"),
}
_SENTENCES_WITH_REASON: Final = {
    State.REJECTED: N_("Portal refused: {reason}"),
    State.HELD: N_("Set aside by supervisor: {reason}"),
    State.VOID: N_("Cancelled, kept on record: {reason}"),
}
_SYMBOLS: Final = {
    State.WAITING: "●",
    State.SENDING: "↑",
    State.DOUBTFUL: "?",
    State.ACCEPTED: "↑",
    State.CONFIRMED: "✓",
    State.REJECTED: "!",
    State.HELD: "‖",
    State.VOID: "⨯",
}
_LINES: Final = {
    Connectivity.ONLINE: N_("Online"),
    Connectivity.SLOW: N_("Slow line"),
    Connectivity.BUSY: N_("Portal busy"),
    Connectivity.CAPTIVE: N_("Internet wants a sign-in"),
    Connectivity.SIGNED_OUT: N_("Portal signed out"),
    Connectivity.STOPPED: N_("Upload stopped"),
}
_ADVICE: Final = {
    Connectivity.CAPTIVE: N_("Open a browser and sign in to the network; sending goes on by itself."),
    Connectivity.SIGNED_OUT: N_("The portal does not take our key. Tell the supervisor; everything is safe here."),
    Connectivity.STOPPED: N_("The portal does not serve this desk. Tell the supervisor; everything is safe here."),
}


def word(state: State) -> str:
    """Return the short word for ``state``, as the lists and the status bar show it."""
    return _(_WORDS[state])


def symbol(state: State) -> str:
    """Return the one character that stands beside the word."""
    return _SYMBOLS[state]


def sentence(state: State, portal_ref: str = "", reason: str = "") -> str:
    """Return what a clerk reads of a vaccination in ``state``; reference and reason where they are given."""
    if state is State.CONFIRMED and portal_ref:
        return _("Portal has it (no. {portal_ref})").format(portal_ref=portal_ref)
    if reason and state in _SENTENCES_WITH_REASON:
        return _(_SENTENCES_WITH_REASON[state]).format(reason=reason)
    return _(_SENTENCES[state])


def connectivity(status: SyncStatus, local: Callable[[datetime], datetime]) -> str:
    """Return the few words that say how it goes with line and portal; ``advice`` says why and what to do.

    Args:
        status: the snapshot.
        local: turns an aware moment into the centre's own time.
    """
    if status.stop_reason:
        return _(_LINES[Connectivity.STOPPED])
    if status.paused:
        return _("Upload paused · {n} saved here").format(n=status.counts.unsettled)
    if status.connectivity is Connectivity.OFFLINE:
        return _("No internet · {n} saved here").format(n=status.counts.unsettled)
    if status.connectivity is Connectivity.BUSY and status.next_try_at is not None:
        return _("Portal busy · next try {time}").format(time=f"{local(status.next_try_at):%H:%M}")
    if is_comparing(status):
        left = status.comparing or 0
        said = ngettext("Comparing with the portal · {n} left", "Comparing with the portal · {n} left", left)
        return said.format(n=left)
    if is_unproven(status):
        waits = status.counts.unsettled
        return _("Not tried yet · {n} saved here").format(n=waits) if waits else _("Nothing sent yet")
    if status.connectivity is Connectivity.SLOW and status.exchange_s is not None:
        return _("Slow line: {seconds} s an exchange").format(seconds=f"{status.exchange_s:.1f}")
    return _(_LINES[status.connectivity])


def advice(status: SyncStatus) -> str:
    """Return why nothing goes and what a person does about it; "" where the upload helps itself."""
    if status.stop_reason:
        return for_code(status.stop_reason)
    if status.paused or status.connectivity not in _ADVICE:
        return ""
    return _(_ADVICE[status.connectivity])


def is_comparing(status: SyncStatus) -> bool:
    """Return whether an old copy of the data is being held against a portal that answers."""
    return bool(status.comparing) and status.connectivity in (Connectivity.ONLINE, Connectivity.SLOW)


def is_unproven(status: SyncStatus) -> bool:
    """Return whether nothing is known of the line yet: the portal was never reached, and no failure told of it."""
    return status.last_contact_at is None and status.connectivity is Connectivity.ONLINE
