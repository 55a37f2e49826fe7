# SPDX-License-Identifier: MIT
"""Nine o'clock: the desks of a country and one overloaded portal, in simulated time, with the gate that ships.

The portal is dead for the first five minutes. Then it bears 20 successes a second, and turning one away costs it a
fifth of a success, so that a crowd which returns together keeps it down. What is not modelled: the line of each desk,
and calls that differ in their cost.

``python -m tests.faults.herd`` prints the figures of a whole herd, several seeds, beside what has no jitter.
"""

from __future__ import annotations

import heapq
import itertools
import sys
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from tests.support.gates import COWIN
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.policy import NO_ROOM, Gate, Room

TRIES = 3
FOUND = Outcome(OutcomeKind.FOUND, "person_found", Weather.FINE, PortalMatch("1"), http_status=200)


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens at nine. Times in seconds.

    Attributes:
        start_s: the desks are switched on within this.
        dead_s: nothing is answered with success before this.
        ok_per_s: successes that the portal bears.
        reject_cost: of turning one away, as a share of a success.
        retry_after_s: what it asks for when it turns one away; None when it does not say.
    """

    desks: int = 2000
    records: int = 8
    start_s: float = 5.0
    dead_s: float = 300.0
    ok_per_s: float = 20.0
    reject_cost: float = 0.2
    retry_after_s: float | None = None

    @property
    def ideal_s(self) -> float:
        """When all would be done if nobody were ever turned away once the portal is back."""
        return self.dead_s + self.desks * self.records / self.ok_per_s


class Policy(Protocol):
    """What a desk asks before it calls."""

    def splay(self, now: float) -> None: ...
    def room(self, in_flight: int, now: float) -> Room: ...
    def begin(self, retry: bool, now: float) -> None: ...
    def learn(self, endpoint: Endpoint, outcome: Outcome, began_at: float, now: float) -> None: ...
    def changes_in_s(self, now: float) -> float | None: ...


class WithoutJitter:
    """What is written at first: one at a time, and 2, 4, 8 … 600 seconds after each failure."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0

    def splay(self, now: float) -> None:
        self._until = now

    def room(self, in_flight: int, now: float) -> Room:
        return Room(1, frozenset(Endpoint)) if not in_flight and now >= self._until else NO_ROOM

    def begin(self, retry: bool, now: float) -> None:
        pass

    def learn(self, endpoint: Endpoint, outcome: Outcome, began_at: float, now: float) -> None:
        self._failures = 0 if outcome.weather is Weather.FINE else self._failures + 1
        own_s = min(600.0, 2.0**self._failures) if self._failures else 0.0
        self._until = now + (outcome.retry_after_s or own_s if self._failures else 0.0)

    def changes_in_s(self, now: float) -> float | None:
        return self._until - now if self._until > now else None


class Portal:
    """Bears so many successes a second and saves up at most one second of them; a crowd puts it in debt."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._spare = 0.0
        self._seen_at = scene.dead_s
        self._busy = Outcome(
            OutcomeKind.LATER, "busy", Weather.BUSY, http_status=503, retry_after_s=scene.retry_after_s
        )

    def answer(self, now: float) -> Outcome:
        """Return what a call that comes in ``now`` gets."""
        if now < self._scene.dead_s:
            return self._busy
        most = self._scene.ok_per_s
        self._spare = min(most, self._spare + (now - self._seen_at) * most)
        self._seen_at = now
        works = self._spare >= 1.0
        self._spare -= 1.0 if works else self._scene.reject_cost
        return FOUND if works else self._busy


@dataclass(slots=True)
class Record:
    """One vaccination; its one call is the look-up by mobile, as for all that waits at nine."""

    due_at: float = 0.0
    tries: int = 0


@dataclass(slots=True)
class Desk:
    """What one desk has still to send, and what is to be seen of its manners."""

    policy: Policy
    waiting: deque[Record]
    in_flight: int = 0
    wakes_at: float = 0.0
    asked_until: float = 0.0
    began: list[float] = field(default_factory=list)

    def next_due(self, now: float) -> Record | None:
        """Take out the first that is due, None when none is."""
        record = next((record for record in self.waiting if record.due_at <= now), None)
        if record is not None:
            self.waiting.remove(record)
        return record

    def settle(self, record: Record, outcome: Outcome, now: float) -> None:
        """Put back what was turned away: at once at first, to the back of the line after three tries."""
        if outcome.weather is Weather.FINE:
            return
        record.tries += 1
        if record.tries < TRIES:
            self.waiting.appendleft(record)
        else:
            record.tries, record.due_at = 0, now + COWIN.settle_s[0]
            self.waiting.append(record)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of one nine o'clock.

    Attributes:
        drained_s: when the last success was, None when it was not all done within a day.
        to_ideal: the same as a multiple of the ideal.
        per_success: requests for each success.
        peak_per_s: requests in the worst second.
        early: requests inside a Retry-After window of the desk they came from.
        most_in_flight: of one desk.
        most_in_5min: requests of one desk in any five minutes.
    """

    drained_s: float
    to_ideal: float
    per_success: float
    peak_per_s: int
    early: int
    most_in_flight: int
    most_in_5min: int


DAY_S = 86_400.0


class Nine:
    """One run of a scene; ``policy`` makes the policy of one desk."""

    def __init__(self, scene: Scene, policy: Callable[[Random, float], Policy], seed: int) -> None:
        self._scene = scene
        self._random = Random(seed)
        self._portal = Portal(scene)
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = itertools.count()
        self._seconds: Counter[int] = Counter()
        self._early = self._most_in_flight = self._successes = 0
        self._drained_s = 0.0
        self._desks: list[Desk] = []
        for _desk in range(scene.desks):
            self._at(self._random.uniform(0.0, scene.start_s), lambda now: self._switch_on(policy, now))

    def figures(self) -> Figures:
        """Run until all is done."""
        while self._events and self._events[0][0] < DAY_S:
            now, _order, event = heapq.heappop(self._events)
            event(now)
        requests = sum(self._seconds.values())
        done = self._successes == self._scene.desks * self._scene.records
        drained_s = self._drained_s if done else DAY_S
        return Figures(
            drained_s=drained_s,
            to_ideal=drained_s / self._scene.ideal_s,
            per_success=requests / max(1, self._successes),
            peak_per_s=max(self._seconds.values()),
            early=self._early,
            most_in_flight=self._most_in_flight,
            most_in_5min=max(most_in_5min(desk.began) for desk in self._desks),
        )

    def _at(self, moment: float, event: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), event))

    def _switch_on(self, policy: Callable[[Random, float], Policy], now: float) -> None:
        desk = Desk(policy(Random(self._random.random()), now), deque(Record() for _ in range(self._scene.records)))
        self._desks.append(desk)
        desk.policy.splay(now)
        self._turn(desk, now)

    def _turn(self, desk: Desk, now: float) -> None:
        """Begin what may begin, and plan when to look again."""
        for _place in range(desk.policy.room(desk.in_flight, now).places):
            record = desk.next_due(now)
            if record is None:
                break
            self._call(desk, record, now)
        changes_in_s = desk.policy.changes_in_s(now)
        moments = [] if changes_in_s is None else [now + changes_in_s]
        moments += [record.due_at for record in desk.waiting if record.due_at > now][:1]
        if desk.waiting and moments:
            desk.wakes_at = max(min(moments), now + 0.001)
            self._at(desk.wakes_at, lambda then: self._turn(desk, then) if then == desk.wakes_at else None)

    def _call(self, desk: Desk, record: Record, now: float) -> None:
        desk.policy.begin(record.tries > 0, now)
        desk.in_flight += 1
        desk.began.append(now)
        self._seconds[int(now)] += 1
        self._early += now < desk.asked_until
        self._most_in_flight = max(self._most_in_flight, desk.in_flight)
        outcome = self._portal.answer(now)
        answered_at = now + self._random.uniform(0.3, 1.5)
        self._at(answered_at, lambda then: self._answered(desk, record, outcome, now, then))

    def _answered(self, desk: Desk, record: Record, outcome: Outcome, began_at: float, now: float) -> None:
        desk.in_flight -= 1
        desk.policy.learn(Endpoint.LOOK, outcome, began_at, now)
        desk.settle(record, outcome, now)
        if outcome.weather is Weather.FINE:
            self._successes += 1
            self._drained_s = now
        if outcome.retry_after_s is not None:
            desk.asked_until = max(desk.asked_until, now + outcome.retry_after_s)
        self._turn(desk, now)


def most_in_5min(moments: list[float]) -> int:
    """Return the most of ``moments`` (rising, in seconds) that lie in any five minutes, both ends included."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] < moment - 300.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def courteous(random: Random, now: float) -> Policy:
    """Return the policy that ships."""
    return Gate(COWIN, random, now)


def without_jitter(random: Random, now: float) -> Policy:
    """Return the policy that herds."""
    return WithoutJitter()


def main() -> None:
    """Print the figures of whole herds, without and with Retry-After."""
    for retry_after_s in (None, 300.0):
        scene = Scene(retry_after_s=retry_after_s)
        sys.stdout.write(f"Retry-After {retry_after_s}: ideal {scene.ideal_s / 60:.1f} min\n")
        runs = [("without jitter", without_jitter, 1)] + [("VaxDesk", courteous, seed) for seed in range(1, 6)]
        for name, policy, seed in runs:
            f = Nine(scene, policy, seed).figures()
            sys.stdout.write(
                f"  {name}, seed {seed}: {f.drained_s / 60:.1f} min, {f.to_ideal:.2f} x ideal, "
                f"{f.per_success:.2f} requests a success, peak {f.peak_per_s}/s, {f.early} early\n"
            )


if __name__ == "__main__":
    main()
