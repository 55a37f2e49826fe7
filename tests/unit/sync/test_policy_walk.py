# SPDX-License-Identifier: MIT
"""The gate on random walks: whatever a portal answers, a desk keeps its manners; and it gets through a spoiled one."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.gates import (
    BARE,
    BLOCKED,
    CAPTIVE,
    COWIN,
    FINE,
    LOST,
    NOT_SENT,
    PRACTICE,
    SIGNED_OUT,
    STOP,
    UNAVAILABLE,
    asked,
    too_many,
)
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.policy import Gate, Manners

TROUBLES = [LOST, UNAVAILABLE, NOT_SENT, CAPTIVE, SIGNED_OUT, STOP, BLOCKED, too_many(5.0), asked(400.0)]


@dataclass
class Walk:
    """A desk that always has something to send and sends whatever the gate lets through."""

    manners: Manners
    seed: int
    trouble: float
    troubles: list[Outcome]
    exchange_s: tuple[float, float]
    hurries: float = 0.0
    restarts: float = 0.0
    now: float = 1000.0
    began: list[float] = field(default_factory=list)
    windows: list[tuple[float, float]] = field(default_factory=list)
    most_in_flight: int = 0

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)
        self._out: list[tuple[float, int, float, Endpoint]] = []
        self._gate = self._new_gate()

    def run(self, for_s: float, exchanges: int = 10_000) -> None:
        """Go on for so many seconds, or so many exchanges."""
        ends_at = self.now + for_s
        while self.now < ends_at and len(self.began) < exchanges:
            self._begin()
            if self._dice.random() < self.hurries:
                self._gate.hurry(self.now)
                self._begin()
            self._pass_by()
            if self._dice.random() < self.restarts:
                self._restart()

    def early(self) -> list[float]:
        """Return the exchanges that began inside a Retry-After window."""
        return [moment for moment in self.began for opens, ends in self.windows if opens <= moment < ends]

    def most_in_5min(self) -> int:
        """Return the most exchanges in any five minutes, the end not included."""
        return max((sum(first <= moment < first + 300.0 for moment in self.began) for first in self.began), default=0)

    def _new_gate(self) -> Gate:
        gate = Gate(self.manners, self._dice, self.now)
        gate.splay(self.now)
        return gate

    def _begin(self) -> None:
        room = self._gate.room(len(self._out), self.now)
        assert not (room.probe and room.places and len(self._out) + room.places > 1), "one probe at a time"
        assert room.places == 0 or room.endpoints or self._gate.changes_in_s(self.now)
        for _place in range(room.places if room.endpoints else 0):
            endpoint = self._dice.choice(sorted(room.endpoints))
            self._gate.begin(self._dice.random() < self.trouble, self.now)
            self.began.append(self.now)
            ends_at = self.now + self._dice.uniform(*self.exchange_s)
            heapq.heappush(self._out, (ends_at, len(self.began), self.now, endpoint))
        self.most_in_flight = max(self.most_in_flight, len(self._out))

    def _pass_by(self) -> None:
        """Go to the next answer, or to when the gate says that there may be more room."""
        changes_in_s = self._gate.changes_in_s(self.now)
        opens_at = float("inf") if changes_in_s is None else self.now + max(changes_in_s, 0.001)
        if not self._out or opens_at < self._out[0][0]:
            assert changes_in_s is not None, "nothing is out and the gate never opens"
            self.now = opens_at
            return
        self.now, _number, began_at, endpoint = heapq.heappop(self._out)
        outcome = self._dice.choice(self.troubles) if self._dice.random() < self.trouble else FINE
        if outcome.retry_after_s is not None:
            self.windows.append((self.now, self.now + outcome.retry_after_s))
        self._gate.learn(endpoint, outcome, began_at, self.now)

    def _restart(self) -> None:
        """Start anew with what is written down."""
        asked_until, learnt, learnt_at = self._gate.asked_until, self._gate.calls_per_5min, self._gate.learnt_at
        self._out.clear()
        self._gate = self._new_gate()
        self._gate.keep(asked_until)
        if learnt is not None and learnt_at is not None:
            self._gate.remember(learnt, self.now - learnt_at, self.now)


@settings(deadline=None, max_examples=120)
@given(
    seed=st.integers(0, 100_000),
    trouble=st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.9, 1.0]),
    troubles=st.lists(st.sampled_from(TROUBLES), min_size=1, max_size=4),
    manners=st.sampled_from([COWIN, PRACTICE, BARE]),
)
def test_whatever_the_portal_answers_the_desk_keeps_its_manners(
    seed: int, trouble: float, troubles: list[Outcome], manners: Manners
) -> None:
    walk = Walk(manners, seed, trouble, troubles, (0.2, 40.0), hurries=0.05, restarts=0.01)
    walk.run(4 * 3600.0, exchanges=200)
    assert walk.early() == []
    assert walk.most_in_flight <= manners.max_in_flight
    if manners.calls_per_5min:
        assert walk.most_in_5min() <= manners.calls_per_5min


@pytest.mark.parametrize("seed", range(4))
def test_a_portal_that_spoils_every_second_call_is_got_through(seed: int) -> None:
    walk = Walk(PRACTICE, seed, 0.5, [LOST], (0.05, 0.05))
    walk.run(300.0)
    assert len(walk.began) / 300.0 > 4.0


@pytest.mark.parametrize("seed", range(4))
def test_a_portal_that_works_again_is_called_again_within_the_longest_wait(seed: int) -> None:
    walk = Walk(COWIN, seed, 1.0, [LOST], (0.2, 2.0))
    walk.run(6 * 3600.0)
    calls_while_dead = len(walk.began)
    walk.trouble = 0.0
    walk.run(3600.0)
    assert calls_while_dead < 6 * 3600.0 / 240.0 + 20
    last, first = walk.began[calls_while_dead - 1 : calls_while_dead + 1]
    assert first - last <= COWIN.open_s[1] + walk.exchange_s[1] + 3.75  # the pace brings the first call by then
    assert len(walk.began) - calls_while_dead > 0.7 * 80 * 12 * (3600.0 - COWIN.open_s[1]) / 3600.0


@pytest.mark.parametrize(
    ("manners", "exchange_s", "per_s"),
    [(COWIN, 1.0, 80 / 300.0), (COWIN, 10.0, 2 / 10.0), (PRACTICE, 1.0, 8.0)],
)
def test_a_calm_portal_is_used_up_to_pace_or_places(manners: Manners, exchange_s: float, per_s: float) -> None:
    walk = Walk(manners, 1, 0.0, [], (exchange_s, exchange_s))
    walk.run(3600.0, exchanges=2000)
    assert len(walk.began) > 0.95 * per_s * (walk.now - walk.began[0])
