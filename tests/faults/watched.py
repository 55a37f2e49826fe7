# SPDX-License-Identifier: MIT
"""Watches how a desk behaves towards a portal, by what it sends and hears alone, and counts every breach."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from vaxdesk.domain.outcome import Outcome, Weather
from vaxdesk.sync.senders import Call

WINDOW_S: Final = 300.0
A_HAIR: Final = 0.001
"""Moments that a restart reads back are kept to the microsecond of the wall clock."""
LONGEST_ASKED_S: Final = 1800.0
CUT_SHORT: Final = ("connection_lost", "answer_cut")
"""A connection that broke is no sign that there were too many side by side."""
IN_A_ROW: Final = 3
TO_TRUST_AGAIN: Final = 2


@dataclass(slots=True)
class WatchedManners:
    """A ``Watcher``.

    Attributes:
        most_in_flight: what the settings allow.
        began: when each call left, oldest first.
        asked: how often the portal asked to be left alone for a while.
        inside: calls that left inside such a while.
        side_by_side: the most that were ever in flight together.
        too_many: calls that left though what was in flight filled the limit: the settings', or the smaller one that
            trouble had left.
        together: calls about somebody of a mobile about whom another was in flight.
        no_probes: calls that were no look, or not alone, while the portal had not answered again after three
            troubles in a row.
    """

    most_in_flight: int
    began: list[float] = field(default_factory=list)
    asked: int = 0
    inside: int = 0
    side_by_side: int = 0
    too_many: int = 0
    together: int = 0
    no_probes: int = 0
    _left_alone_until: float = 0.0
    _limit: int = 1
    _trouble_at: float = -1.0
    _troubles: int = 0
    _mistrusts: int = 0

    def desk_starts(self) -> None:
        """Forget what a new run does not know, all but what the portal asked for."""
        self._limit, self._trouble_at, self._troubles, self._mistrusts = 1, -1.0, 0, 0

    def begins(self, call: Call, beside: Sequence[Call], at: float) -> None:
        """See ``Watcher``."""
        self.began.append(at)
        self.inside += at < self._left_alone_until - A_HAIR
        out = len(beside) + 1
        self.side_by_side = max(self.side_by_side, out)
        self.too_many += out > min(self._limit, self.most_in_flight)
        mobiles = {item.vaccination.beneficiary.mobile for item in call.items}
        others = {item.vaccination.beneficiary.mobile for other in beside for item in other.items}
        self.together += bool(mobiles & others) or len(mobiles) > 1
        unproved = self._mistrusts == TO_TRUST_AGAIN and not call.items[0].is_look
        self.no_probes += self._mistrusts > 0 and (out > 1 or unproved)

    def hears(self, call: Call, outcomes: Sequence[Outcome], at: float) -> None:
        """See ``Watcher``. What began before the last trouble was heard met the same trouble."""
        outcome = outcomes[0]
        if outcome.retry_after_s is not None:
            self.asked += 1
            self._left_alone_until = max(self._left_alone_until, at + min(outcome.retry_after_s, LONGEST_ASKED_S))
        if call.began_at < self._trouble_at:
            return
        if outcome.weather is Weather.FINE:
            self._limit = min(self._limit + 1, self.most_in_flight)
            self._mistrusts = max(0, self._mistrusts - 1)
            self._troubles = 0
        else:
            self._trouble_at = at
        if outcome.weather is Weather.BUSY:
            self._limit = self._limit if outcome.code in CUT_SHORT else max(1, self._limit // 2)
            self._troubles += 1
            if self._troubles >= IN_A_ROW or self._mistrusts:
                self._mistrusts = TO_TRUST_AGAIN

    def most_in_five_minutes(self) -> int:
        """Return the calls of the busiest 300 seconds, wherever they begin."""
        return max(
            (n + 1 - bisect_left(self.began, at - WINDOW_S + 1e-6) for n, at in enumerate(self.began)), default=0
        )
