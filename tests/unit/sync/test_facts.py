# SPDX-License-Identifier: MIT
"""What is noted of line and portal, what a new gate is told of it, and that nothing is written that is no news."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.support import fake_portal
from tests.support.boxes import Box, box_in
from tests.support.uploads import WAITS
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Endpoint, State
from vaxdesk.store import notes
from vaxdesk.sync.facts import Facts
from vaxdesk.sync.policy import Gate

PACED = replace(WAITS, calls_per_5min=100)
TOLD = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE, http_status=200, seconds=1.0)
HOUR_S = 3600.0


class Desk:
    """Facts and a gate over a real store, on a still clock."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.restart()

    def restart(self) -> None:
        """Know only what the store knows."""
        self.facts = Facts(self.box.store)
        self.gate = Gate(PACED, Random(1), self.mono)

    @property
    def mono(self) -> float:
        return self.box.clock.monotonic()

    def learn(self, outcome: Outcome, state: State = State.WAITING, *, believed: bool = True) -> None:
        now = self.box.clock.now()
        self.box.write(lambda: self.facts.learn(outcome, state, now, believed=believed))

    def keep_gate(self) -> None:
        now = self.box.clock.now()
        self.box.write(lambda: self.facts.keep_gate(self.gate, now, self.mono))

    def recall(self) -> None:
        now, longest_s = self.box.clock.now(), PACED.longest_s
        self.box.write(lambda: self.facts.recall(self.gate, longest_s, now, self.mono))

    def trouble(self, outcome: Outcome) -> None:
        """Let the gate learn of one call and its ``outcome``."""
        self.gate.begin(False, self.mono)
        self.gate.learn(Endpoint.LOOK, outcome, self.mono, self.mono)

    def note(self, name: str) -> str | None:
        with self.box.store.reading():
            return notes.get(self.box.store, name)

    def number(self, name: str) -> float | None:
        with self.box.store.reading():
            return notes.get_number(self.box.store, name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return facts over an empty store."""
    with box_in(tmp_path) as box:
        yield Desk(box)


def test_an_answer_is_a_contact_and_a_confirmation_one_more(desk: Desk) -> None:
    desk.learn(TOLD)
    contact = desk.box.clock.now().timestamp()
    assert (desk.number(notes.LAST_CONTACT_AT), desk.number(notes.LAST_CONFIRMED_AT)) == (contact, None)
    desk.box.clock.pass_by(5)
    desk.learn(TOLD, State.CONFIRMED)
    assert desk.number(notes.LAST_CONTACT_AT) == desk.number(notes.LAST_CONFIRMED_AT) == contact + 5


def test_what_never_reached_the_portal_is_no_contact_and_measures_nothing(desk: Desk) -> None:
    desk.learn(replace(TOLD, http_status=None, weather=Weather.OFFLINE))
    assert desk.note(notes.LAST_CONTACT_AT) is None
    assert desk.note(notes.EXCHANGE_S) is None
    assert desk.note(notes.CONNECTIVITY) == "offline"


def test_the_seconds_of_an_exchange_are_a_running_mean_that_leaves_shared_looks_out(desk: Desk) -> None:
    for seconds, mean in ((1.0, 1.0), (6.0, 2.0), (2.0, 2.0), (7.0, 3.0)):
        desk.learn(replace(TOLD, seconds=seconds))
        assert desk.number(notes.EXCHANGE_S) == pytest.approx(mean)
    desk.learn(replace(TOLD, seconds=0.0, calls=0))
    assert desk.number(notes.EXCHANGE_S) == pytest.approx(3.0)


def test_a_weather_that_is_not_believed_is_not_said(desk: Desk) -> None:
    assert fake_portal.SIGNED_OUT.outcome
    desk.learn(fake_portal.SIGNED_OUT.outcome, believed=False)
    assert desk.note(notes.CONNECTIVITY) is None
    desk.learn(fake_portal.SIGNED_OUT.outcome)
    assert desk.note(notes.CONNECTIVITY) == "signed_out"


def test_the_skew_is_noted_when_the_portal_says_the_time(desk: Desk) -> None:
    desk.learn(replace(TOLD, skew_s=-301.4))
    assert desk.number(notes.SKEW_S) == -301.0
    desk.learn(TOLD)
    assert desk.number(notes.SKEW_S) == -301.0


def test_what_is_no_news_is_not_written_and_after_a_roll_back_all_is_news(desk: Desk) -> None:
    desk.learn(TOLD)
    desk.box.write(lambda: notes.put(desk.box.store, notes.CONNECTIVITY, "captive"))
    desk.learn(TOLD)
    assert desk.note(notes.CONNECTIVITY) == "captive"
    desk.facts.forget()
    desk.learn(TOLD)
    assert desk.note(notes.CONNECTIVITY) == "online"


def test_why_and_until_when_nobody_calls_is_noted_and_taken_back(desk: Desk) -> None:
    assert desk.facts.is_news(desk.gate, desk.mono)
    desk.box.clock.pass_by(30)  # the pace gives its first calls
    desk.keep_gate()
    assert not desk.facts.is_news(desk.gate, desk.mono)
    desk.trouble(replace(TOLD, kind=OutcomeKind.LATER, weather=Weather.BUSY, http_status=503))
    assert desk.facts.is_news(desk.gate, desk.mono)
    desk.keep_gate()
    wait_s = desk.gate.wait_s(desk.mono)
    assert wait_s > 0
    assert (desk.note(notes.HOLD), desk.note(notes.RETRY_AFTER_AT)) == ("backoff", "")
    assert desk.number(notes.NEXT_TRY_AT) == pytest.approx(desk.box.clock.now().timestamp() + wait_s, abs=1e-3)
    desk.box.clock.pass_by(wait_s + 0.001)
    assert desk.facts.is_news(desk.gate, desk.mono)
    desk.keep_gate()
    assert (desk.note(notes.HOLD), desk.note(notes.NEXT_TRY_AT)) == ("", "")


def test_what_the_portal_asked_for_holds_for_a_new_gate(desk: Desk) -> None:
    desk.trouble(replace(TOLD, kind=OutcomeKind.LATER, weather=Weather.BUSY, retry_after_s=300.0))
    desk.keep_gate()
    assert desk.note(notes.HOLD) == "asked"
    desk.box.clock.pass_by(100)
    desk.restart()
    desk.recall()
    assert desk.gate.asked_until - desk.mono == pytest.approx(200.0)
    assert desk.gate.wait_s(desk.mono) >= 200.0 - 1e-6


@pytest.mark.parametrize("wall_s", [400.0, -86_400.0], ids=["over", "clock set back"])
def test_what_was_asked_for_is_not_kept_once_it_is_over_or_absurdly_far(desk: Desk, wall_s: float) -> None:
    desk.trouble(replace(TOLD, kind=OutcomeKind.LATER, weather=Weather.BUSY, retry_after_s=300.0))
    desk.keep_gate()
    desk.box.clock.set_wall(wall_s)
    desk.restart()
    desk.recall()
    assert desk.gate.asked_until <= desk.mono


def test_the_pace_that_was_learnt_holds_for_a_new_gate_and_goes_on_growing(desk: Desk) -> None:
    desk.trouble(replace(TOLD, kind=OutcomeKind.LATER, weather=Weather.BUSY, http_status=429))
    desk.keep_gate()
    learnt = desk.gate.calls_per_5min
    assert learnt == 3
    desk.box.clock.pass_by(HOUR_S / 2)
    desk.restart()
    assert desk.gate.calls_per_5min is None
    desk.recall()
    assert desk.gate.calls_per_5min == learnt
    desk.box.clock.pass_by(HOUR_S / 2 + 1)
    assert desk.gate.room(0, desk.mono).places >= 1
    assert desk.gate.calls_per_5min == learnt + 10
    desk.keep_gate()
    assert desk.number(notes.PACE_LEARNT) == learnt + 10
    assert desk.number(notes.PACE_LEARNT_AT) == pytest.approx(desk.box.clock.now().timestamp() - 1, abs=1e-3)
