# SPDX-License-Identifier: MIT
"""What *Upload now* brought: told when nothing is under way any more, in numbers that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ui.status.pass_watch import PassWatch
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus

NOON = datetime(2021, 1, 16, 6, 30, tzinfo=UTC)
BEFORE = SyncStatus(Counts(waiting=13, confirmed=2), Connectivity.ONLINE)


def _begun() -> PassWatch:
    watch = PassWatch.begun(BEFORE)
    assert watch is not None
    return watch


def _with(**counts: int) -> SyncStatus:
    return replace(BEFORE, counts=Counts(**counts), last_contact_at=NOON)


def test_a_pass_is_over_when_nothing_is_on_its_way_any_more() -> None:
    watch = _begun()
    assert not watch.is_over(BEFORE), "it has not begun"
    assert not watch.is_over(_with(waiting=9, sending=4, confirmed=2))
    over = _with(confirmed=14, rejected=1)
    assert watch.is_over(over)
    assert watch.report(over) == "12 sent, 1 to fix"


def test_what_could_not_go_is_named_too() -> None:
    watch = _begun()
    over = _with(confirmed=4, waiting=10, doubtful=1)
    assert watch.is_over(over)
    assert watch.report(over) == "2 sent, 11 still to go"


def test_a_person_recorded_meanwhile_ends_no_pass() -> None:
    assert not _begun().is_over(replace(BEFORE, counts=Counts(waiting=14, confirmed=2)))


def test_a_pass_without_a_line_says_that_nothing_was_sent() -> None:
    watch = _begun()
    offline = replace(BEFORE, connectivity=Connectivity.OFFLINE, next_try_at=NOON)
    assert watch.is_over(offline)
    assert watch.report(offline) == "Nothing could be sent just now. 13 saved here, nothing lost."


def test_nothing_is_watched_where_no_pass_can_follow() -> None:
    assert PassWatch.begun(replace(BEFORE, paused=True)) is None
    assert PassWatch.begun(replace(BEFORE, stop_reason="portal_missing")) is None
    assert PassWatch.begun(replace(BEFORE, counts=Counts(confirmed=3))) is None
