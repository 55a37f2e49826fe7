# SPDX-License-Identifier: MIT
"""An item that gets nowhere lets the others go first after three tries, and is never given up."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.support import fake_portal
from tests.support.fake_portal import Answer
from tests.support.uploads import ONE_AT_A_TIME, WAITS, Upload, once_each
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import State

A_DAY_S = 86_400
BUSY = Answer(False, Outcome(OutcomeKind.LATER, "busy", Weather.BUSY, http_status=502))
TROUBLES = pytest.mark.parametrize("answer", [fake_portal.LOST_BEFORE, BUSY, fake_portal.too_many(0.1)])


@pytest.fixture
def stuck(upload: Upload) -> str:
    """Return somebody the portal will not be asked for, the first in the queue, one exchange at a time."""
    upload.behave(ONE_AT_A_TIME)
    return upload.record(1)


def _fail(upload: Upload, client_ref: str, answer: Answer) -> None:
    upload.portal.decide = lambda _method, item: answer if item.client_ref == client_ref else fake_portal.OK


@TROUBLES
def test_after_three_tries_the_next_goes_first(upload: Upload, stuck: str, answer: Answer) -> None:
    _fail(upload, stuck, answer)
    other = upload.record(2)
    upload.settle(within_s=WAITS.settle_s[0])
    assert [client_ref for _method, client_ref in upload.portal.calls][:4] == [stuck, stuck, stuck, other]


@TROUBLES
def test_what_rests_comes_again_and_is_never_given_up(upload: Upload, stuck: str, answer: Answer) -> None:
    _fail(upload, stuck, answer)
    upload.settle(within_s=600.0)
    assert len(upload.portal.calls) > 30
    assert upload.state(stuck) is State.WAITING
    upload.portal.decide = lambda _method, _item: fake_portal.OK
    upload.settle()
    once_each(upload, 1)


def test_a_rest_is_as_long_as_the_first_settle_wait(upload: Upload, stuck: str) -> None:
    _fail(upload, stuck, fake_portal.LOST_BEFORE)
    tried_at: list[float] = []
    upload.portal.during = lambda _method, _item: tried_at.append(upload.clock.monotonic())
    upload.settle(within_s=30.0)
    waits = [later - sooner for sooner, later in pairwise(tried_at)]
    assert len(waits) > 6
    assert min(waits[2::3]) >= WAITS.settle_s[0]


def test_a_hurry_ends_the_rest_and_not_the_wait_of_a_doubt(upload: Upload, stuck: str) -> None:
    doubtful = upload.record(2)
    upload.portal.decide = lambda method, item: (
        fake_portal.LOST_BEFORE if item.client_ref == stuck or method == "register" else fake_portal.OK
    )
    while upload.state(doubtful) is not State.DOUBTFUL:
        upload.clock.pass_by(upload.run_pass() or 0.0)
    assert [client_ref for _method, client_ref in upload.portal.calls].count(stuck) == 3
    made = len(upload.portal.calls)
    upload.uploader.hurry()
    upload.run_pass()
    assert [client_ref for _method, client_ref in upload.portal.calls][made:] == [stuck]
