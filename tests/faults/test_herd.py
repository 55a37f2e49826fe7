# SPDX-License-Identifier: MIT
"""Nine o'clock with the gate that ships: how soon all is done, at what cost, and how high the crowd piles up.

A run of all the tests sends the herd once with Retry-After and once without; ``FAULTS_N=30 make faults`` five times.
It is not made smaller for that: before a smaller portal the eight calls of one desk are a crowd already.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.faults.herd import Figures, Nine, Scene, courteous, most_in_5min, without_jitter
from tests.support.gates import COWIN
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.upload import Endpoint
from vaxdesk.sync.policy import Gate

SEEDS = range(1, 6 if int(os.environ.get("FAULTS_N", "0")) >= 30 else 2)
RETRY_AFTER_S = 300.0
FEW = Scene(desks=20, ok_per_s=2.0, retry_after_s=RETRY_AFTER_S)


@pytest.fixture(scope="module")
def crowd() -> Figures:
    """Return what comes of the same herd without jitter."""
    return Nine(Scene(), without_jitter, seed=1).figures()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("retry_after_s", "to_ideal"), [(None, 1.75), (RETRY_AFTER_S, 1.4)])
def test_the_herd_is_done_soon_and_spares_the_portal(
    crowd: Figures, retry_after_s: float | None, to_ideal: float, seed: int
) -> None:
    figures = Nine(Scene(retry_after_s=retry_after_s), courteous, seed).figures()
    assert figures.to_ideal <= to_ideal
    assert figures.per_success <= 3.0
    assert figures.peak_per_s <= 0.3 * crowd.peak_per_s
    assert figures.early == 0
    assert figures.most_in_flight <= COWIN.max_in_flight
    assert figures.most_in_5min <= COWIN.calls_per_5min


def test_without_jitter_the_herd_misses_every_aim(crowd: Figures) -> None:
    assert crowd.to_ideal > 1.75
    assert crowd.per_success > 3.0


class Impatient(Gate):
    """A gate that does not hear what the portal asks for."""

    def learn(self, endpoint: Endpoint, outcome: Outcome, began_at: float, now: float) -> None:
        deaf = Outcome(outcome.kind, outcome.code, outcome.weather, http_status=outcome.http_status)
        super().learn(endpoint, deaf, began_at, now)


def test_a_desk_that_does_not_obey_is_seen() -> None:
    def impatient(random: Random, now: float) -> Gate:
        return Impatient(COWIN, random, now)

    assert Nine(FEW, impatient, seed=1).figures().early > 0


def test_the_same_seed_gives_the_same_nine_o_clock() -> None:
    assert Nine(FEW, courteous, 1).figures() == Nine(FEW, courteous, 1).figures()


def test_calls_in_any_five_minutes_are_counted_over_the_edge_of_two_windows() -> None:
    assert most_in_5min([0.0, 290.0, 295.0, 301.0, 310.0, 900.0]) == 4
