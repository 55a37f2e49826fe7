# SPDX-License-Identifier: MIT
"""What the status bar says is a sum, an age and an answer, never an adjective."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ui.status import sentences
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus

LOCAL = Clock().local
COUNTS = Counts(confirmed=78, waiting=33, doubtful=1, rejected=3)
STATUS = SyncStatus(COUNTS, Connectivity.ONLINE, oldest_waiting_s=42 * 60)


def test_the_bar_adds_up_in_sight() -> None:
    said = sentences.adds_up(COUNTS)
    assert said == "115 recorded = 78 on the portal + 33 waiting + 1 checking + 3 to fix"


def test_parts_of_nothing_are_left_out_but_for_the_portal() -> None:
    assert sentences.adds_up(Counts(waiting=2, void=1)) == "2 recorded = 0 on the portal + 2 waiting"
    assert sentences.void_beside(Counts(waiting=2, void=1)) == "1 void"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "under a minute"), (59.9, "under a minute"), (60, "1 min"), (42 * 60, "42 min"), (3900, "1 h 5 min"),
     (86_400, "1 day"), (3 * 86_400, "3 days")],
)  # fmt: skip
def test_an_age_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert sentences.span(seconds) == words


def test_offline_answer_says_that_nothing_is_lost() -> None:
    said = sentences.answer_to_upload(replace(STATUS, connectivity=Connectivity.OFFLINE), "", LOCAL)
    assert said == "No network: 34 saved here, nothing lost. Trying once more now."


def test_a_paused_upload_does_not_claim_to_upload() -> None:
    said = sentences.answer_to_upload(replace(STATUS, paused=True), "", LOCAL)
    assert said == "Uploading is paused; press Resume to send. 34 saved here, nothing lost."


def test_a_fault_is_answered_with_its_sentence() -> None:
    said = sentences.answer_to_upload(STATUS, "portal_missing", LOCAL)
    assert "No portal address is set" in said
    assert "34 saved here, nothing lost." in said


def test_with_nothing_waiting_the_answer_tells_what_stands() -> None:
    done = replace(STATUS, counts=Counts(confirmed=5))
    assert sentences.answer_to_upload(done, "", LOCAL) == "Nothing waits. 5 of 5 are on the portal."
    to_fix = replace(STATUS, counts=Counts(confirmed=5, rejected=1))
    assert "1 needs fixing: press F6" in sentences.answer_to_upload(to_fix, "", LOCAL)


def test_a_busy_portal_is_answered_with_its_time() -> None:
    at = datetime(2021, 1, 16, 6, 12, tzinfo=UTC)
    busy = replace(STATUS, connectivity=Connectivity.BUSY, next_try_at=at)
    assert "Next try 11:42" in sentences.answer_to_upload(busy, "", LOCAL)
    assert sentences.next_try(busy, LOCAL) == ""
    assert sentences.next_try(replace(busy, connectivity=Connectivity.OFFLINE), LOCAL) == "next try 11:42"
