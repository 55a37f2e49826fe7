# SPDX-License-Identifier: MIT
"""The uploader when something is amiss with us: a clock that was set, a slip over an answer, a foreign reference."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.support import fake_portal
from tests.support.uploads import Upload, once_each
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import State
from vaxdesk.errors import StoreError

SAYS_NOTHING = fake_portal.Answer(True, Outcome(OutcomeKind.FOUND, "registered", Weather.FINE, http_status=200))


def _planned(upload: Upload, client_ref: str) -> timedelta:
    planned = upload.row(client_ref).next_attempt_at
    assert planned
    return planned - upload.clock.now()


def _next_try(upload: Upload) -> datetime:
    at = upload.status().next_try_at
    assert at
    return at


@pytest.mark.parametrize("by_s", [-3600.0, 3600.0])
def test_all_that_is_planned_moves_with_the_clock(upload: Upload, by_s: float) -> None:
    doubtful = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    upload.record(2)
    upload.portal.script("find_by_mobile", fake_portal.too_many(30.0))
    upload.run_pass()
    wait, next_try_in = _planned(upload, doubtful), _next_try(upload) - upload.clock.now()
    upload.clock.set_wall(by_s)
    upload.uploader.clock_moved(by_s)
    assert _planned(upload, doubtful) == wait
    assert _next_try(upload) - upload.clock.now() == next_try_in
    upload.settle(90.0)
    once_each(upload, 2)


def test_a_clock_whose_move_cannot_be_written_has_moved_nothing(upload: Upload) -> None:
    doubtful = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    wait = _planned(upload, doubtful)
    before = upload.row(doubtful).next_attempt_at
    upload.store.failures = 1
    upload.clock.set_wall(3600.0)
    with pytest.raises(StoreError):
        upload.uploader.clock_moved(3600.0)
    assert upload.row(doubtful).next_attempt_at == before
    upload.uploader.clock_moved(3600.0)  # it is told again
    assert _planned(upload, doubtful) == wait


def test_a_move_that_the_clock_does_not_show_moves_nothing(upload: Upload) -> None:
    """It came while the outbox was being taken up, by the moved clock already."""
    doubtful = upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    wait = _planned(upload, doubtful)
    upload.uploader.clock_moved(-3600.0)
    assert _planned(upload, doubtful) == wait


def test_a_slip_over_one_answer_makes_it_lost_and_stops_nobody(upload: Upload) -> None:
    upload.portal.script("register", SAYS_NOTHING)
    refs = [upload.record(n) for n in range(3)]
    with pytest.raises(ValueError, match="must say what"):
        upload.run_pass()
    assert [upload.state(ref) for ref in refs].count(State.SENDING) > 0
    upload.settle(60.0)
    once_each(upload, 3)


def test_a_reference_that_a_look_gives_to_a_second_person_is_for_a_person_to_decide(upload: Upload) -> None:
    first = upload.record(1)
    upload.settle()
    theirs = Outcome(OutcomeKind.FOUND, "person_found", Weather.FINE, match=PortalMatch("R0001"), http_status=200)
    upload.portal.script("find_by_mobile", fake_portal.Answer(False, theirs))
    second = upload.record(2)
    upload.settle()
    row = upload.row(second)
    assert (row.state, row.last_code, row.portal_ref) == (State.REJECTED, "person_differs", "")
    assert upload.row(first).portal_ref == "R0001"
    assert upload.portal.doses == [("R0001", 1)]


def test_a_hurry_skips_our_own_wait_and_not_the_portals(upload: Upload) -> None:
    upload.portal.script("find_by_mobile", fake_portal.NOT_SENT, fake_portal.too_many(30.0))
    upload.record(1)
    for calls in (1, 2, 2):
        upload.uploader.hurry()
        upload.run_pass()
        assert len(upload.portal.calls) == calls
    assert upload.portal.people == []
