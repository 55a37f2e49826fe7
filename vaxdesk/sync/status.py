# SPDX-License-Identifier: MIT
"""The truth about the upload, made from counts and outcomes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from vaxdesk.domain.outcome import Outcome, Weather
from vaxdesk.domain.sync_status import Connectivity, SyncStatus
from vaxdesk.domain.upload import NAMED_ROUNDS
from vaxdesk.store import counts, notes, outbox
from vaxdesk.store.database import Store

SLOW_S: Final = 3.0
"""An answer that took longer than this came over a slow line."""

_CONNECTIVITY: Final = {
    Weather.FINE: Connectivity.ONLINE,
    Weather.BUSY: Connectivity.BUSY,
    Weather.OFFLINE: Connectivity.OFFLINE,
    Weather.CAPTIVE: Connectivity.CAPTIVE,
    Weather.SIGNED_OUT: Connectivity.SIGNED_OUT,
    Weather.STOPPED: Connectivity.STOPPED,
}


def connectivity_after(outcome: Outcome) -> Connectivity:
    """Return what one exchange says of line and portal."""
    if outcome.weather is Weather.FINE and outcome.seconds > SLOW_S:
        return Connectivity.SLOW
    return _CONNECTIVITY[outcome.weather]


def read(store: Store, host: str, now: datetime, stop_reason: str = "") -> SyncStatus:
    """Return the snapshot of this moment. Reading.

    Args:
        host: the portal host that this desk uploads to, "" when none is set.
        stop_reason: code of why nothing is uploaded here at all, "" when it is.
    """
    oldest_at = outbox.oldest_unsettled_at(store)
    next_try_at = _moment(notes.get_number(store, notes.NEXT_TRY_AT))
    connectivity = Connectivity(notes.get(store, notes.CONNECTIVITY) or Connectivity.ONLINE)
    return SyncStatus(
        counts=counts.read(store, host),
        connectivity=Connectivity.STOPPED if stop_reason else connectivity,
        oldest_waiting_s=None if oldest_at is None else max(0.0, now.timestamp() - oldest_at),
        last_confirmed_at=_moment(notes.get_number(store, notes.LAST_CONFIRMED_AT)),
        last_contact_at=_moment(notes.get_number(store, notes.LAST_CONTACT_AT)),
        next_try_at=next_try_at if next_try_at and next_try_at > now else None,
        stop_reason=stop_reason,
        paused=notes.get(store, notes.PAUSED) == "yes",
        named_doubts=outbox.doubts_named(store, NAMED_ROUNDS),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
