# SPDX-License-Identifier: MIT
"""The truth about the upload, made from counts and outcomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from vaxdesk.domain.outcome import Outcome, Weather
from vaxdesk.domain.sync_status import Connectivity, Hold, SyncStatus
from vaxdesk.domain.upload import NAMED_ROUNDS
from vaxdesk.store import attempts, counts, notes, outbox, turns
from vaxdesk.store.database import Store
from vaxdesk.sync.forecast import MEASURED, MEASURED_S, Arrival, Backlog, time_left_s
from vaxdesk.sync.pace import Pace

SLOW_S: Final = 3.0
"""The line is slow while an exchange takes longer than this, in the running mean."""
SKEWED_S: Final = 120.0
"""By less the clocks of a PC and a portal may differ without anybody having to know."""

_NUMBERS: Final = (
    *(notes.EXCHANGE_S, notes.LAST_CONFIRMED_AT, notes.LAST_CONTACT_AT, notes.NEXT_TRY_AT),
    *(notes.PACE_LEARNT, notes.SKEW_S),
)
_WORDS: Final = (notes.COMPARING, notes.CONNECTIVITY, notes.HOLD, notes.PAUSED, notes.READS_BACK_ALL)
_ON_ITS_WAY: Final = (Connectivity.ONLINE, Connectivity.SLOW, Connectivity.BUSY)
"""Only with these can be said how long it still takes."""

_CONNECTIVITY: Final = {
    Weather.FINE: Connectivity.ONLINE,
    Weather.BUSY: Connectivity.BUSY,
    Weather.OFFLINE: Connectivity.OFFLINE,
    Weather.CAPTIVE: Connectivity.CAPTIVE,
    Weather.SIGNED_OUT: Connectivity.SIGNED_OUT,
    Weather.STOPPED: Connectivity.STOPPED,
}


def connectivity_after(outcome: Outcome) -> Connectivity:
    """Return what one exchange says of line and portal. Whether the line is slow, only several can say."""
    return _CONNECTIVITY[outcome.weather]


def read(store: Store, host: str, now: datetime, stop_reason: str = "", calls_per_5min: int = 0) -> SyncStatus:
    """Return the snapshot of this moment. Reading.

    Args:
        host: the portal host that this desk uploads to, "" when none is set.
        stop_reason: code of why nothing is uploaded here at all, "" when it is.
        calls_per_5min: the pace of the settings, 0 when there is none.
    """
    kept = notes.some(store, (*_NUMBERS, *_WORDS))
    numbers = {name: float(kept[name]) for name in _NUMBERS if kept.get(name)}
    oldest_at = outbox.oldest_unsettled_at(store)
    next_try_at = _moment(numbers.get(notes.NEXT_TRY_AT))
    to_come = next_try_at is not None and next_try_at > now
    learnt, skew_s = numbers.get(notes.PACE_LEARNT), numbers.get(notes.SKEW_S, 0.0)
    status = SyncStatus(
        counts=counts.read(store, host),
        connectivity=_connectivity(kept.get(notes.CONNECTIVITY), numbers.get(notes.EXCHANGE_S, 0.0), stop_reason),
        oldest_waiting_s=None if oldest_at is None else max(0.0, now.timestamp() - oldest_at),
        last_confirmed_at=_moment(numbers.get(notes.LAST_CONFIRMED_AT)),
        last_contact_at=_moment(numbers.get(notes.LAST_CONTACT_AT)),
        next_try_at=next_try_at if to_come else None,
        stop_reason=stop_reason,
        paused=kept.get(notes.PAUSED) == "yes",
        named_doubts=outbox.doubts_named(store, NAMED_ROUNDS),
        hold=Hold(kept.get(notes.HOLD) or Hold.NONE) if to_come else Hold.NONE,
        exchange_s=numbers.get(notes.EXCHANGE_S),
        calls_per_5min=None if learnt is None else int(learnt),
        comparing=turns.left_to_compare(store) if kept.get(notes.COMPARING) else None,
        reads_back_all=kept.get(notes.READS_BACK_ALL) == "yes",
        skew_s=skew_s if abs(skew_s) > SKEWED_S else None,
    )
    return replace(status, time_left_s=_time_left_s(store, status, now, calls_per_5min))


def _connectivity(noted: str | None, exchange_s: float, stop_reason: str) -> Connectivity:
    if stop_reason:
        return Connectivity.STOPPED
    connectivity = Connectivity(noted or Connectivity.ONLINE)
    return Connectivity.SLOW if connectivity is Connectivity.ONLINE and exchange_s > SLOW_S else connectivity


def _time_left_s(store: Store, status: SyncStatus, now: datetime, calls_per_5min: int) -> float | None:
    if status.paused or status.connectivity not in _ON_ITS_WAY:
        return None
    if not status.counts.unsettled:
        return 0.0
    moment = now.timestamp()
    arrived = attempts.confirmations(store, moment - MEASURED_S, moment, MEASURED + 1)
    call_s = Pace(status.calls_per_5min or calls_per_5min, 0.0).next_s(0.0)  # of an empty bucket, as in the long run
    return time_left_s(
        Backlog(
            status.counts.unsettled,
            [Arrival(*times) for times in arrived],
            calls=attempts.calls_since(store, arrived[0][0]) if arrived and call_s else 0,
            call_s=call_s,
            looks=status.comparing or 0,
            wait_s=(status.next_try_at - now).total_seconds() if status.next_try_at else 0.0,
            last_due_s=(attempts.last_due_at(store) or moment) - moment,
        )
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
