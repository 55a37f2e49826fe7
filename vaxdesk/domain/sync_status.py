# SPDX-License-Identifier: MIT
"""The truth about the upload at one moment, for the status bar and ``status --json``."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Connectivity(enum.StrEnum):
    """What the last exchanges said of line and portal; kept in the store so that another process sees it."""

    ONLINE = "online"
    SLOW = "slow"
    BUSY = "busy"
    OFFLINE = "offline"
    CAPTIVE = "captive"
    SIGNED_OUT = "signed_out"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Counts:
    """Vaccinations by state. ``recorded`` is the sum of all but void."""

    waiting: int = 0
    sending: int = 0
    doubtful: int = 0
    accepted: int = 0
    confirmed: int = 0
    rejected: int = 0
    held: int = 0
    void: int = 0

    @property
    def recorded(self) -> int:
        """All live vaccinations."""
        return self.confirmed + self.accepted + self.waiting + self.sending + self.doubtful + self.rejected + self.held

    @property
    def unsettled(self) -> int:
        """What the uploader still has to bring home."""
        return self.waiting + self.sending + self.doubtful + self.accepted


class Hold(enum.StrEnum):
    """Why the uploader does not call the portal just now."""

    NONE = ""
    SPLAY = "splay"  # the desks of a district do not start all at once
    ASKED = "asked"  # the portal asked for it by Retry-After, or turned us away
    BACKOFF = "backoff"  # our own wait after trouble
    PACE = "pace"  # the calls of these five minutes are used up


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """One snapshot.

    Attributes:
        oldest_waiting_s: age of the oldest unsettled vaccination since it was recorded, None when none.
        next_try_at: when the uploader will next call the portal; None when it may at once or has nothing to do.
        stop_reason: code of why uploading is stopped (bad settings, heartbeat gone), "" when it is not.
        paused: a person pressed Pause.
        named_doubts: doubtful ones past five rounds, listed under Attention.
        hold: why the next try comes only at ``next_try_at``.
        exchange_s: seconds that an exchange takes at present, as measured; None before the first answer.
        time_left_s: seconds until all is settled at the pace that was measured; None when that cannot be said.
        calls_per_5min: what the portal was seen to bear, where that is less than the settings allow; None otherwise.
        comparing: vaccinations of an old copy of the data folder that are still to be held against the portal
            before anything is sent; None when this is no old copy.
        reads_back_all: a read-back did not show what the portal had accepted; since then each one is read back.
        skew_s: seconds by which this PC's clock differs from the portal's, where that is more than two minutes.
    """

    counts: Counts
    connectivity: Connectivity
    oldest_waiting_s: float | None = None
    last_confirmed_at: datetime | None = None
    last_contact_at: datetime | None = None
    next_try_at: datetime | None = None
    stop_reason: str = ""
    paused: bool = False
    named_doubts: int = 0
    hold: Hold = Hold.NONE
    exchange_s: float | None = None
    time_left_s: float | None = None
    calls_per_5min: int | None = None
    comparing: int | None = None
    reads_back_all: bool = False
    skew_s: float | None = None
