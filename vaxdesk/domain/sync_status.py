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


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """One snapshot.

    Attributes:
        oldest_waiting_s: age of the oldest unsettled vaccination since it was recorded, None when none.
        next_try_at: when the uploader will next call the portal; None when it may at once or has nothing to do.
        stop_reason: code of why uploading is stopped (bad settings, heartbeat gone), "" when it is not.
        paused: a person pressed Pause.
        named_doubts: doubtful ones past five rounds, listed under Attention.
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
