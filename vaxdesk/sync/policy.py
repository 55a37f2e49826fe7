# SPDX-License-Identifier: MIT
"""How kindly the portal is called: back-off, Retry-After, exchanges side by side. Pure: time and chance come in.

One ``Gate`` stands before all exchanges of a desk. Trouble closes it for a while that doubles with each further
trouble and is drawn at random below that bound, so that the desks of a district do not return together (full jitter:
AWS architecture blog, "Exponential Backoff And Jitter"). What the portal asks by Retry-After is kept to the second
and then spread in the same way, since exact obedience herds.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from vaxdesk.domain.outcome import Outcome, Weather

SIDE_BY_SIDE: Final = 4
"""People whose exchanges run at the same time while all is well; one, as a probe, after trouble."""

TURNED_AWAY: Final = (403, 405, 429)
"""Statuses by which a portal blocks a caller for minutes, or for good."""

LONGEST_ASKED_S: Final = 1800.0
"""A Retry-After past half an hour counts as half an hour."""


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of one portal kind, all in seconds.

    Attributes:
        settle_s: before the first and before the second look at a doubtful item.
        first_delay_s: bound of the first back-off; each further one doubles it.
        max_delay_s: bound of every wait of our own.
        blocked_s: how long at least to stay away after being turned away as one who calls too much, without a date.
    """

    settle_s: tuple[float, float]
    first_delay_s: float
    max_delay_s: float
    blocked_s: float

    @property
    def longest_s(self) -> float:
        """No planned wait may be longer than this; one that is shows that the clock was set back."""
        return 2 * LONGEST_ASKED_S + self.max_delay_s + max(self.settle_s)


def backoff_s(failures: int, waits: Waits, random: Random) -> float:
    """Return how long to wait after ``failures`` troubles in a row (1 or more)."""
    bound = min(waits.max_delay_s, waits.first_delay_s * 2.0 ** min(failures - 1, 30))
    return random.uniform(0.0, bound)


class Gate:
    """Closed while nobody may call the portal. Times are monotonic seconds.

    Attributes:
        opens_at: no exchange starts before this.
        asked_until: the part of the wait that the portal asked for; nobody skips it.
        failures: troubles in a row.
    """

    def __init__(self, waits: Waits, random: Random) -> None:
        self._waits = waits
        self._random = random
        self.opens_at = 0.0
        self.asked_until = 0.0
        self.failures = 0

    @property
    def side_by_side(self) -> int:
        """How many exchanges may run at the same time."""
        return 1 if self.failures else SIDE_BY_SIDE

    def wait_s(self, now: float) -> float:
        """Return the seconds until the gate opens, 0 when it is open."""
        return max(0.0, self.opens_at - now)

    def learn(self, outcome: Outcome, now: float) -> None:
        """Open or close by what an exchange said of line and portal."""
        if outcome.weather is Weather.FINE:
            self.failures = 0
            return
        self.failures += 1
        own = backoff_s(self.failures, self._waits, self._random)
        if outcome.retry_after_s is not None:
            self.keep(now + min(outcome.retry_after_s, LONGEST_ASKED_S), own)
        elif outcome.http_status in TURNED_AWAY:
            self._close(now + min(self._waits.blocked_s + own, self._waits.max_delay_s))
        else:
            self._close(now + own)

    def keep(self, asked_until: float, own: float = 0.0) -> None:
        """Stay closed until ``asked_until``, and a random while longer so that desks do not return together."""
        self.asked_until = max(self.asked_until, asked_until)
        self._close(asked_until + own)

    def hurry(self) -> None:
        """Forget our own waits, as a person asked to; never what the portal asked for."""
        self.opens_at = self.asked_until
        self.failures = min(self.failures, 1)

    def _close(self, until: float) -> None:
        self.opens_at = max(self.opens_at, until)
