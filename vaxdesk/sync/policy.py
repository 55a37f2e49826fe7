# SPDX-License-Identifier: MIT
"""How kindly the portal is called: one gate before all exchanges of a desk. Pure: time and chance come in.

The gate knows who may go now, and brings together what each part of the policy says, one file a part: ``backoff``
(full jitter), ``pace`` (calls in five minutes), ``flight`` (exchanges side by side), ``budget`` (repeats) and
``breaker`` (a portal that is down). What the portal asks for by Retry-After (RFC 9110, section 10.2.3) is kept to the
second and then spread, since exact obedience herds. It must not know items, the store or HTTP.

What holds whom:

- a lost answer, a 5xx or a time-out closes the *endpoint* that it came from, by back-off;
- "come back later" without a date, no line, a captive portal, a key that was refused twice in a row, a portal that
  does not serve us close all of it, by back-off; without a line it is short, because nothing reached the portal;
- Retry-After, being turned away, an open breaker, an empty pace and the splay at start close all of it.

Exchanges that began before the last trouble was learnt met the same trouble: they add nothing to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.sync_status import Hold
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.backoff import Backoff
from vaxdesk.sync.breaker import Breaker
from vaxdesk.sync.budget import RetryBudget
from vaxdesk.sync.flight import FlightLimit
from vaxdesk.sync.pace import Pace

TURNED_AWAY: Final = (403, 405, 429)
"""Statuses by which a portal blocks a caller for minutes, or for good."""

TOO_MANY: Final = (403, 429)
"""Statuses by which a portal that serves us says that there were too many calls."""

SHORTEST_FRESH_S: Final = 10.0
"""However short the waits are set, a look lasts until its registration can leave."""

CUT_SHORT: Final = ("connection_lost", "answer_cut")
"""Codes of an exchange whose connection broke: no sign that there were too many side by side."""

LONGEST_ASKED_S: Final = 1800.0
"""A Retry-After past half an hour counts as half an hour."""

OFFLINE_SHARE: Final = 20
"""Without a line the longest wait is this many times shorter: nothing reached the portal."""

SPREAD: Final = 0.5
"""Share of a Retry-After over which the desks come back after it. In the simulated herd of 2,000 desks with
Retry-After 300 the last is done at 1.36 x ideal with a half, at up to 1.55 with the whole: what the whole saves, 1.19
requests a success instead of 1.24, does not make up for those who are turned away twice."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How this desk behaves towards one kind of portal.

    Attributes:
        settle_s: before the first and before the second look at a doubtful item, in seconds.
        first_delay_s: bound of the first back-off; each further one doubles it.
        max_delay_s: bound of every back-off.
        blocked_s: how long at least to stay away after being turned away as one who calls too much, without a date.
        open_s: the breaker's first and longest time open.
        max_in_flight: exchanges side by side, at most.
        calls_per_5min: calls in any five minutes, at most; 0 is no such limit.
        start_splay_s: the first call after start or waking comes after a random part of this.
        verify: what is read back of all that is confirmed: ``never``, ``sample`` (one in twenty) or ``always``.
    """

    settle_s: tuple[float, float]
    first_delay_s: float
    max_delay_s: float
    blocked_s: float
    open_s: tuple[float, float]
    max_in_flight: int = 8
    calls_per_5min: int = 0
    start_splay_s: float = 0.0
    verify: str = "never"

    @property
    def look_fresh_s(self) -> float:
        """How long an empty look allows a registration: as long as a lost one may take to come to pass."""
        return max(*self.settle_s, SHORTEST_FRESH_S)

    @property
    def longest_s(self) -> float:
        """No planned wait may be longer than this; one that is shows that the clock was set back."""
        own_s = max(self.max_delay_s, self.open_s[1], self.start_splay_s)
        return 2 * LONGEST_ASKED_S + own_s + max(self.settle_s)


class Room(NamedTuple):
    """Who may go now.

    Attributes:
        places: exchanges that may begin, 0 or more.
        endpoints: what they may call.
        probe: the portal was down: the one that may go must be a look, made out of whatever is next.
    """

    places: int
    endpoints: frozenset[Endpoint]
    probe: bool = False


NO_ROOM: Final = Room(0, frozenset())


class Gate:
    """Who may call the portal, and when. Times are monotonic seconds.

    Attributes:
        asked_until: the part of the wait that the portal asked for; nobody skips it.
    """

    def __init__(self, manners: Manners, random: Random, now: float) -> None:
        self._manners = manners
        self._random = random
        first_s, longest_s = manners.first_delay_s, manners.max_delay_s
        self._endpoints = {endpoint: Backoff(first_s, longest_s, random) for endpoint in Endpoint}
        self._portal = Backoff(first_s, longest_s, random)
        self._line = Backoff(first_s, longest_s / OFFLINE_SHARE, random)
        self._breaker = Breaker(manners.open_s, random)
        self._budget = RetryBudget()
        self._flight = FlightLimit(manners.max_in_flight)
        self._pace = Pace(manners.calls_per_5min, now)
        self._out = 0
        self._key_refusals = 0
        self._trouble_at = now
        self._splay_until = now
        self._blocked_until = now
        self._spread_s = 0.0
        self.asked_until = now

    def splay(self, now: float) -> None:
        """Put the first call off by a random while, so that the desks of a country do not begin together."""
        self._splay_until = now + self._random.uniform(0.0, self._manners.start_splay_s)
        self._rest()

    def room(self, in_flight: int, now: float) -> Room:
        """Return who may go now, where ``in_flight`` exchanges are out already."""
        self._out = in_flight
        if self.wait_s(now) > 0:
            return NO_ROOM
        if self._breaker.tripped and not self._breaker.probed:
            return Room(0 if in_flight else 1, frozenset({Endpoint.LOOK}), probe=True)
        places = max(0, (1 if self._breaker.tripped else self._flight.places) - in_flight)
        tokens = self._pace.tokens(now)
        open_ones = frozenset(e for e, backoff in self._endpoints.items() if backoff.until <= now)
        return Room(places if tokens is None else min(places, tokens), open_ones)

    def begin(self, retry: bool, now: float) -> None:
        """Count one request that leaves now; ``retry``: it repeats what has failed on this visit."""
        self._out += 1
        self._pace.take(now)
        if retry and not self._breaker.tripped and not self._budget.spend():
            self._trouble_at = now
            self._breaker.open(now)
            self._rest()

    def learn(self, endpoint: Endpoint, outcome: Outcome, began_at: float, now: float) -> None:
        """Learn what an exchange that began at ``began_at`` said of line and portal."""
        fine = outcome.weather is Weather.FINE
        if fine:
            self._budget.success()
        same_trouble = began_at < self._trouble_at
        if not same_trouble and fine:
            self._worked(endpoint, now)
        elif not same_trouble:
            self._trouble_at = now
            self._troubled(endpoint, outcome, began_at, now)
        if outcome.retry_after_s is not None:
            self._obey(min(outcome.retry_after_s, LONGEST_ASKED_S), now, draw=not same_trouble)
        self._rest()

    def wait_s(self, now: float) -> float:
        """Return the seconds until anything may begin, 0 when something may."""
        return max(0.0, self._closed(now)[0] - now)

    def changes_in_s(self, now: float) -> float | None:
        """Return the seconds until there may be more room though nothing comes back; None when waiting brings none."""
        wait_s = self.wait_s(now)
        if wait_s > 0:
            return wait_s
        if self._breaker.tripped and not self._breaker.probed:
            return None
        closed = [backoff.until - now for backoff in self._endpoints.values() if backoff.until > now]
        next_s = self._pace.next_s(now)
        return min(closed if next_s is None else [*closed, next_s], default=None)

    def hold(self, now: float) -> Hold:
        """Return why nothing may begin now."""
        until, why = self._closed(now)
        return why if until > now else Hold.NONE

    def hurry(self, now: float) -> None:
        """Forget our own waits, as a person asked to; never what the portal asked for, nor the pace."""
        self._splay_until = self._blocked_until = now
        self._spread_s = 0.0
        for backoff in (self._line, self._portal, *self._endpoints.values()):
            backoff.hurry()
        self._breaker.hurry(now)
        self._pace.hurry(now)
        self._rest()

    def keep(self, asked_until: float) -> None:
        """Stay closed until ``asked_until``, as the portal asked before a restart, and be splayed after it."""
        if asked_until > self.asked_until:
            self.asked_until = asked_until
            self._spread_s = self._random.uniform(0.0, self._manners.start_splay_s)
            self._rest()

    @property
    def calls_per_5min(self) -> int | None:
        """What the portal was seen to bear, where that is less than the setting."""
        return self._pace.learnt

    @property
    def learnt_at(self) -> float | None:
        """When ``calls_per_5min`` was last lowered or raised."""
        return self._pace.learnt_at

    def remember(self, calls_per_5min: int, age_s: float, now: float) -> None:
        """Take up the pace that was learnt ``age_s`` seconds ago, before a restart."""
        self._pace.remember(calls_per_5min, age_s, now)

    def _worked(self, endpoint: Endpoint, now: float) -> None:
        self._key_refusals = 0
        self._line.clear()
        self._portal.clear()
        self._endpoints[endpoint].clear()
        self._flight.success(self._out)
        if self._breaker.success(now):
            self._budget.refill_half()
            self._flight.restart()

    def _troubled(self, endpoint: Endpoint, outcome: Outcome, began_at: float, now: float) -> None:
        if outcome.weather is Weather.OFFLINE:
            self._line.trouble(now)
            return
        if outcome.weather is Weather.BUSY:
            self._breaker.drop(now)
            if outcome.code not in CUT_SHORT:
                self._flight.drop()
        if outcome.kind is OutcomeKind.LATER and outcome.http_status in TOO_MANY:
            self._pace.refused(began_at, now)
        if outcome.retry_after_s is not None:
            self._portal.count()
        elif outcome.http_status in TURNED_AWAY:
            self._portal.count()
            self._stay_away(now)
        elif outcome.kind is OutcomeKind.LATER:
            self._portal.trouble(now)
        elif outcome.weather is Weather.BUSY:
            self._endpoints[endpoint].trouble(now)
        elif outcome.weather is Weather.SIGNED_OUT:
            self._key_refusals += 1
            if self._key_refusals > 1:  # a portal that refuses good keys at random is asked once more at once
                self._portal.trouble(now)
        else:
            self._portal.trouble(now)

    def _obey(self, asked_s: float, now: float, *, draw: bool) -> None:
        """Keep ``asked_s`` to the second, then a random while."""
        self.asked_until = max(self.asked_until, now + asked_s)
        if draw:
            self._spread_s = self._random.uniform(0.0, self._spread_bound_s(asked_s))

    def _stay_away(self, now: float) -> None:
        """Turned away without a date: as if a block of the usual length had been asked for, within our longest wait."""
        least_s = self._manners.blocked_s
        most_s = min(self._manners.max_delay_s, least_s + self._spread_bound_s(least_s))
        self._blocked_until = now + self._random.uniform(least_s, max(least_s, most_s))

    def _spread_bound_s(self, asked_s: float) -> float:
        """Return within how many seconds after a wait that was asked for the desks come back.

        ``max(asked * SPREAD, bound of the back-off)``: the spread grows with both.
        """
        return max(asked_s * SPREAD, self._portal.bound_s)

    def _rest(self) -> None:
        """Save up no calls while the portal is spared: a desk that was held back comes back without a burst."""
        self._pace.rest(
            max(self._splay_until, self._blocked_until, self._breaker.until, self.asked_until + self._spread_s)
        )

    def _closed(self, now: float) -> tuple[float, Hold]:
        """Return until when nothing may begin, and why: what ends last, the pace only where it alone holds."""
        waits = [
            (self._splay_until, Hold.SPLAY),
            (self.asked_until + self._spread_s, Hold.ASKED),
            (self._blocked_until, Hold.ASKED),
            (max(self._line.until, self._portal.until, self._breaker.until), Hold.BACKOFF),
        ]
        if not self._breaker.tripped:  # its probe goes whatever endpoint was in trouble
            waits.append((min(backoff.until for backoff in self._endpoints.values()), Hold.BACKOFF))
        until, why = max(waits, key=lambda wait: wait[0])
        if self._pace.tokens(now) == 0:
            why = why if until > now else Hold.PACE
            until = max(until, now + (self._pace.next_s(now) or 0.0))
        return until, why
