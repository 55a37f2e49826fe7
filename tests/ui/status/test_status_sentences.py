# SPDX-License-Identifier: MIT
"""What the bar answers to a click says what happened, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ui.status import sentences
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus

LOCAL = Clock().local
COUNTS = Counts(confirmed=78, waiting=33, doubtful=1, rejected=3)
STATUS = SyncStatus(COUNTS, Connectivity.ONLINE, oldest_waiting_s=42 * 60)
NEXT = datetime(2021, 1, 16, 6, 12, tzinfo=UTC)


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
    busy = replace(STATUS, connectivity=Connectivity.BUSY, next_try_at=NEXT)
    assert "The portal is busy. Next try 11:42" in sentences.answer_to_upload(busy, "", LOCAL)


def test_a_click_does_not_claim_to_send_what_the_portal_holds_back() -> None:
    asked = sentences.answer_to_upload(replace(STATUS, next_try_at=NEXT, hold=Hold.ASKED), "", LOCAL)
    assert asked == "The portal asks us to wait. Next try 11:42. 34 saved here, nothing lost."
    pace = sentences.answer_to_upload(replace(STATUS, next_try_at=NEXT, hold=Hold.PACE), "", LOCAL)
    assert pace == "The calls of these 5 minutes are used up. Next try 11:42. 34 saved here, nothing lost."


def test_a_click_skips_our_own_waits() -> None:
    for hold in (Hold.SPLAY, Hold.BACKOFF):
        waiting = replace(STATUS, connectivity=Connectivity.BUSY, next_try_at=NEXT, hold=hold)
        assert sentences.answer_to_upload(waiting, "", LOCAL) == "Uploading 34 now."
