# SPDX-License-Identifier: MIT
"""Gates with the manners that ship, and what a portal may tell them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.support import fake_portal
from vaxdesk import settings
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.policy import Gate, Manners

NOW = 5000.0
LOOK, REGISTER, VACCINATE = Endpoint.LOOK, Endpoint.REGISTER, Endpoint.VACCINATE
ALL_ENDPOINTS = frozenset(Endpoint)


def shipped(kind: str) -> Manners:
    """Return the manners towards a portal of ``kind`` as the settings have them when nobody changed them."""
    upload = settings.UPLOAD_DEFAULTS[kind]
    return Manners(
        settle_s=upload.settle_s,
        first_delay_s=upload.first_delay_s,
        max_delay_s=upload.max_delay_s,
        blocked_s=settings.BLOCKED_S[kind],
        open_s=settings.BREAKER_S[kind],
        max_in_flight=upload.max_in_flight,
        calls_per_5min=upload.calls_per_5min,
        start_splay_s=upload.start_splay_s,
        verify=upload.verify,
    )


COWIN, PRACTICE = shipped(settings.COWIN), shipped(settings.PRACTICE)
BARE = replace(COWIN, max_in_flight=8, calls_per_5min=0, start_splay_s=0.0)
"""The waits of Co-WIN without its splay and its pace, so that a test sees one thing at a time."""


def _outcome(answer: fake_portal.Answer) -> Outcome:
    assert answer.outcome
    return answer.outcome


FINE = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)
LOST = fake_portal.LOST
UNAVAILABLE = fake_portal.UNAVAILABLE
BLOCKED = _outcome(fake_portal.BLOCKED)
CAPTIVE = _outcome(fake_portal.CAPTIVE)
NOT_SENT = _outcome(fake_portal.NOT_SENT)
SIGNED_OUT = _outcome(fake_portal.SIGNED_OUT)
STOP = _outcome(fake_portal.STOP)


def asked(retry_after_s: float) -> Outcome:
    """Return a 503 that asks for ``retry_after_s``."""
    return replace(UNAVAILABLE, retry_after_s=retry_after_s)


def too_many(retry_after_s: float | None = None) -> Outcome:
    """Return a 429."""
    return replace(_outcome(fake_portal.too_many(1.0)), retry_after_s=retry_after_s)


def new_gate(seed: int = 1, **changed: float) -> Gate:
    """Return a gate of ``NOW`` with bare manners but for what is ``changed``."""
    return Gate(replace(BARE, **changed), Random(seed), NOW)


def tell(gate: Gate, outcome: Outcome, now: float, endpoint: Endpoint = LOOK) -> None:
    """Let one exchange begin and end at ``now``."""
    gate.begin(retry=False, now=now)
    gate.learn(endpoint, outcome, now, now)


def break_it(gate: Gate, now: float = NOW) -> float:
    """Let the portal drop three in a row; return when the breaker lets a probe through."""
    for endpoint in (LOOK, REGISTER, VACCINATE):
        tell(gate, LOST, now, endpoint)
    return now + gate.wait_s(now)
