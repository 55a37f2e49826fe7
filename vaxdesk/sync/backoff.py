# SPDX-License-Identifier: MIT
"""How long to stay away after trouble: full jitter. Pure; it must not know what the trouble was."""

from __future__ import annotations

from random import Random

_DOUBLINGS = 30


def bound_s(troubles: int, first_s: float, longest_s: float) -> float:
    """Return the bound in seconds of the wait after ``troubles`` in a row (1 or more): ``first_s``, then doubled."""
    return min(longest_s, first_s * 2.0 ** min(troubles - 1, _DOUBLINGS))


class Backoff:
    """Troubles in a row at one place and the wait that they cost. Times are monotonic seconds.

    The wait is drawn from all of nought to its bound, so that the desks of a district do not return together:
    ``U(0, min(longest, first * 2^(n-1)))`` after the n-th trouble. Source: AWS architecture blog, "Exponential
    Backoff And Jitter", full jitter.

    Attributes:
        troubles: in a row.
        until: nothing begins here before this.
    """

    def __init__(self, first_s: float, longest_s: float, random: Random) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._random = random
        self.troubles = 0
        self.until = 0.0

    @property
    def bound_s(self) -> float:
        """The bound of the wait after the troubles so far, 0 before the first."""
        return bound_s(self.troubles, self._first_s, self._longest_s) if self.troubles else 0.0

    def count(self) -> None:
        """Count one more trouble whose wait is kept elsewhere."""
        self.troubles += 1

    def trouble(self, now: float) -> None:
        """Count one more trouble and stay away for it."""
        self.count()
        self.until = max(self.until, now + self._random.uniform(0.0, self.bound_s))

    def clear(self) -> None:
        """Forget all: it works again."""
        self.troubles = 0
        self.until = 0.0

    def hurry(self) -> None:
        """Let one try through at once; the next trouble counts as the second."""
        self.troubles = min(self.troubles, 1)
        self.until = 0.0
