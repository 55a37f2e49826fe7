# SPDX-License-Identifier: MIT
"""How many calls a desk makes in five minutes: a token bucket that learns what the portal bears. Pure.

With the burst ``b = max(1, n // 20)`` and ``(n - b) / 300`` tokens a second, the calls of *any* 300 seconds are at most
``b + 300 * (n - b) / 300 = n``, those at the edge of two windows included (a token bucket bounds every window by
burst + rate * length: RFC 2212, section 7). The bucket is empty at start: a restart adds no burst to the calls that
were made before it. Nor is anything saved up while a desk is held back: a portal that comes back is met by desks that
call evenly.

What is learnt: refused as one who calls too much, after n calls in the 300 seconds before, it goes down to 0.8 n, at
least 3; each hour without a refusal gives back a tenth of the setting (additive increase, multiplicative decrease).
"""

from __future__ import annotations

import math
from collections import deque
from typing import Final

WINDOW_S: Final = 300.0
LOWERED_TO: Final = 0.8
FEWEST: Final = 3
HOUR_S: Final = 3600.0
REMEMBERED_S: Final = 2 * WINDOW_S
"""A refused call may have begun a while before its answer; the calls of the five minutes before it are still known."""

_A_HAIR: Final = 1e-9


class Pace:
    """The calls that may begin. Times are monotonic seconds.

    Attributes:
        learnt: calls in five minutes that the portal was seen to bear, None while the setting holds.
        learnt_at: when it was last lowered or raised, None as above.
    """

    def __init__(self, calls_per_5min: int, now: float) -> None:
        """Take the setting; 0 is no pace and nothing to learn."""
        self._setting = calls_per_5min
        self._tokens = 0.0
        self._filled_at = now
        self._calls: deque[float] = deque()
        self.learnt: int | None = None
        self.learnt_at: float | None = None

    def tokens(self, now: float) -> int | None:
        """Return how many calls may begin now; None when there is no pace."""
        if not self._setting:
            return None
        self._advance(now)
        return int(self._tokens + _A_HAIR)

    def next_s(self, now: float) -> float | None:
        """Return the seconds until one call more may begin than now; None when waiting brings no more."""
        tokens = self.tokens(now)
        if tokens is None or tokens >= self._burst:
            return None
        return max(0.0, self._filled_at - now) + (tokens + 1 - self._tokens) / self._per_s

    def take(self, now: float) -> None:
        """Count one call that begins now."""
        if not self._setting:
            return
        self._advance(now)
        self._tokens = max(0.0, self._tokens - 1.0)
        self._calls.append(now)
        while self._calls[0] <= now - REMEMBERED_S:
            self._calls.popleft()

    def rest(self, until: float) -> None:
        """Empty the bucket and fill it from ``until`` on only."""
        if until > self._filled_at:
            self._tokens = 0.0
            self._filled_at = until

    def hurry(self, now: float) -> None:
        """End a rest; what it emptied stays empty."""
        self._filled_at = min(self._filled_at, now)

    def refused(self, began_at: float, now: float) -> None:
        """Learn that the portal refused the call of ``began_at`` because there were too many."""
        if not self._setting:
            return
        self._advance(now)
        borne = sum(began_at - WINDOW_S < call <= began_at for call in self._calls)
        lowered = max(FEWEST, math.floor(LOWERED_TO * borne))
        if lowered < self._allowed:
            self.learnt = lowered
        if self.learnt is not None:
            self.learnt_at = now

    def remember(self, calls_per_5min: int, age_s: float, now: float) -> None:
        """Take up what was learnt ``age_s`` seconds ago, before a restart; what exceeds the setting is forgotten."""
        if 0 < calls_per_5min < self._setting:
            self.learnt = calls_per_5min
            self.learnt_at = now - max(0.0, age_s)
            self._raise(now)

    @property
    def _allowed(self) -> int:
        return self._setting if self.learnt is None else self.learnt

    @property
    def _burst(self) -> int:
        return max(1, self._allowed // 20)

    @property
    def _per_s(self) -> float:
        # One call in five minutes is all burst: it comes again when its window is over.
        return max(1, self._allowed - self._burst) / WINDOW_S

    def _advance(self, now: float) -> None:
        """Fill the bucket by the pace so far, then see whether it may be raised."""
        grown = (now - self._filled_at) * self._per_s
        self._tokens = min(float(self._burst), self._tokens + max(0.0, grown))
        self._filled_at = max(self._filled_at, now)
        self._raise(now)

    def _raise(self, now: float) -> None:
        while self.learnt is not None and self.learnt_at is not None and now - self.learnt_at >= HOUR_S:
            self.learnt += max(1, self._setting // 10)
            self.learnt_at += HOUR_S
            if self.learnt >= self._setting:
                self.learnt = self.learnt_at = None
