# SPDX-License-Identifier: MIT
"""What the status bar says is a sum, an age and a reason, never an adjective, and never more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.fake_desk import FakeClock
from ui.status import facts, spans
from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus

CLOCK = FakeClock()
NEXT = CLOCK.now() + timedelta(minutes=10)
COUNTS = Counts(confirmed=78, waiting=33, doubtful=1, rejected=3)
STATUS = SyncStatus(COUNTS, Connectivity.ONLINE, oldest_waiting_s=42 * 60)


def test_the_bar_adds_up_in_sight() -> None:
    said = facts.adds_up(COUNTS)
    assert said == "115 recorded = 78 on the portal + 33 waiting + 1 checking + 3 to fix"


def test_parts_of_nothing_are_left_out_but_for_the_portal() -> None:
    assert facts.adds_up(Counts(waiting=2, void=1)) == "2 recorded = 0 on the portal + 2 waiting"
    assert facts.void_beside(Counts(waiting=2, void=1)) == "1 void"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "under a minute"), (59.9, "under a minute"), (60, "1 min"), (42 * 60, "42 min"), (3900, "1 h 5 min"),
     (86_400, "1 day"), (3 * 86_400, "3 days")],
)  # fmt: skip
def test_an_age_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert spans.span(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "under a minute left"),
        (59.0, "under a minute left"),
        (61.0, "about 1 min left"),
        (6 * 60 + 20, "about 6 min left"),
        (9.7 * 60, "about 10 min left"),
        (23 * 60, "about 25 min left"),
        (57 * 60, "about 55 min left"),
        (58 * 60, "about 1 h left; leave this PC on"),
        (6 * 3600 + 38 * 60, "about 6 h 40 min left; leave this PC on"),
        (30 * 3600, "about 1 day left; leave this PC on"),
        (60 * 3600, "about 3 days left; leave this PC on"),
    ],
)
def test_what_is_left_is_rounded_as_a_person_would(seconds: float, words: str) -> None:
    assert spans.left(seconds) == words


@pytest.mark.parametrize(
    "changed", [{"paused": True}, {"stop_reason": "portal_missing"}, {"counts": Counts(confirmed=2)}]
)
def test_no_time_is_promised_while_nothing_goes(changed: dict[str, object]) -> None:
    assert facts.time_left(replace(STATUS, time_left_s=360.0)) == "about 6 min left"
    assert facts.time_left(replace(STATUS, time_left_s=360.0, **changed)) == ""
    assert facts.time_left(STATUS) == "", "nothing was measured"


@pytest.mark.parametrize(
    ("hold", "calls", "words"),
    [
        (Hold.NONE, None, "next try 11:42"),
        (Hold.SPLAY, None, "sending starts at 11:42, so that not all desks call at once; F5 sends now"),
        (Hold.ASKED, None, "the portal asks us to wait; next try 11:42"),
        (Hold.BACKOFF, None, "waiting after trouble; next try 11:42"),
        (Hold.PACE, 80, "the portal takes about 80 calls in 5 minutes; next 11:42"),
        (Hold.PACE, None, "the calls of these 5 minutes are used up; next 11:42"),
    ],
)
def test_a_wait_is_told_with_its_reason(hold: Hold, calls: int | None, words: str) -> None:
    held = replace(STATUS, next_try_at=NEXT, hold=hold, calls_per_5min=calls)
    assert facts.waiting_why(held, CLOCK) == words
    assert facts.waiting_why(replace(held, paused=True), CLOCK) == ""
    assert facts.waiting_why(replace(held, counts=Counts(confirmed=1)), CLOCK) == "", "nothing is to go"


def test_the_time_that_the_pill_says_is_not_said_again() -> None:
    busy = replace(STATUS, connectivity=Connectivity.BUSY, next_try_at=NEXT)
    assert facts.waiting_why(replace(busy, hold=Hold.BACKOFF), CLOCK) == ""
    assert facts.waiting_why(replace(busy, hold=Hold.ASKED), CLOCK) == "the portal asks us to wait until then"
    assert facts.waiting_why(replace(busy, hold=Hold.PACE), CLOCK).endswith("next 11:42")


def test_last_contact_and_last_confirmed_are_told_apart_and_by_their_day() -> None:
    now = CLOCK.now()
    known = replace(STATUS, last_contact_at=now, last_confirmed_at=now - timedelta(days=1))
    assert facts.last_contact(known, CLOCK) == "last contact 11:32"
    assert facts.last_confirmed(known, CLOCK) == "last confirmed 15-01 11:32"
    assert facts.last_contact(STATUS, CLOCK) == facts.last_confirmed(STATUS, CLOCK) == ""


def test_facts_that_are_not_known_are_left_out() -> None:
    assert facts.facts(SyncStatus(Counts(), Connectivity.ONLINE), CLOCK) == ()
    assert facts.facts(STATUS, CLOCK) == ("78 of 115 confirmed", "oldest 42 min")
