# SPDX-License-Identifier: MIT
"""A circuit breaker: when a portal is down, nobody calls it for a while, and then one asks first. Pure.

Closed, it counts. It opens at three drops in a row, or when half of the last ten answers are drops (five at least).
Open, nobody calls for ``U(o/2, o)`` seconds with ``o = min(longest, first * 2^(k-1))`` at the k-th opening in a row.
Half open, one exchange at a time goes, the first of them a probe that only looks; two successes close it, a drop opens
it again.

Source: resilience4j, CircuitBreaker, for states, sliding window and least number of calls; the time open doubles and
is spread as in ``backoff``. A success on the way starts the doubling anew: a portal that answers now and then is not
dead, only busy.
"""

from __future__ import annotations

from collections import deque
from random import Random
from typing import Final

from vaxdesk.sync.backoff import bound_s

DROPS_IN_A_ROW: Final = 3
WINDOW: Final = 10
FEWEST: Final = 5
SHARE: Final = 0.5
SUCCESSES_TO_CLOSE: Final = 2


class Breaker:
    """Times are monotonic seconds.

    Attributes:
        until: no exchange begins before this; after it, while ``tripped``, one at a time probes.
        tripped: open or half open.
    """

    def __init__(self, open_s: tuple[float, float], random: Random) -> None:
        """Take the first and the longest time open in seconds."""
        self._open_s = open_s
        self._random = random
        self._drops: deque[bool] = deque(maxlen=WINDOW)
        self._openings = 0
        self._successes = 0
        self.tripped = False
        self.until = 0.0

    @property
    def probed(self) -> bool:
        """Whether a probe has come back well since it opened last: the next one alone may be any call."""
        return self._successes > 0

    def success(self, now: float) -> bool:
        """Learn of an answer; return whether it closed the breaker."""
        if now < self.until:
            return False
        self._drops.append(False)
        if not self.tripped:
            return False
        self._openings = 0
        self._successes += 1
        if self._successes < SUCCESSES_TO_CLOSE:
            return False
        self.tripped = False
        self._drops.clear()
        return True

    def drop(self, now: float) -> None:
        """Learn of a portal that did not keep up."""
        if now < self.until:
            return
        self._drops.append(True)
        if self.tripped or self._is_too_much():
            self.open(now)

    def open(self, now: float) -> None:
        """Keep everybody away, for twice as long as the last time."""
        self._openings += 1
        longest = bound_s(self._openings, *self._open_s)
        self.until = now + self._random.uniform(longest / 2, longest)
        self.tripped = True
        self._successes = 0

    def hurry(self, now: float) -> None:
        """Let the probe go at once."""
        self.until = min(self.until, now)

    def _is_too_much(self) -> bool:
        last = list(self._drops)[-DROPS_IN_A_ROW:]
        in_a_row = len(last) == DROPS_IN_A_ROW and all(last)
        return in_a_row or (len(self._drops) >= FEWEST and sum(self._drops) >= SHARE * len(self._drops))
