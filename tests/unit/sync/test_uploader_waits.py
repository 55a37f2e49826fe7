# SPDX-License-Identifier: MIT
"""When the uploader keeps still: paused, told to stop, at a store that fails, inside a Retry-After."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from tests.support import fake_portal
from tests.support.uploads import Upload, look_then_stop, once_each
from vaxdesk.domain.sync_status import Connectivity, Hold
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.errors import StoreError
from vaxdesk.store import notes

ELSEWHERE = "other.invalid"


def test_pause_begins_nothing_and_outlives_a_restart(upload: Upload) -> None:
    upload.record(1)
    upload.store.write(lambda: notes.put(upload.store, notes.PAUSED, "yes")).result()
    upload.restart()
    assert upload.run_pass() is None
    assert upload.portal.calls == []
    upload.uploader.paused = False
    upload.settle()
    once_each(upload, 1)


def test_stop_begins_nothing_and_drain_settles_what_is_out(upload: Upload) -> None:
    first = upload.record(1)
    second = upload.record(2)
    look_then_stop(upload)
    assert (upload.row(first).step, upload.row(first).state) == (Step.REGISTER, State.WAITING)
    assert upload.row(second).attempts == 0


def test_what_does_not_come_back_stays_sending_and_is_doubtful_at_the_next_start(upload: Upload) -> None:
    client_ref = upload.record(1)
    out, back, stop = threading.Event(), threading.Event(), threading.Event()

    def hold(method: str, _item: OutboxItem) -> None:
        if method == "register":
            stop.set()
            out.set()
            back.wait(20)

    upload.portal.during = hold
    upload.uploader.run_pass(stop)
    assert out.wait(20)
    upload.uploader.drain(0.0)
    assert upload.state(client_ref) is State.SENDING
    upload.restart()
    assert upload.state(client_ref) is State.DOUBTFUL
    back.set()
    upload.settle()
    once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_answers_are_kept_when_the_store_fails_and_written_by_the_next_pass(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.during = lambda method, _item: setattr(upload.store, "failures", method == "register")
    with pytest.raises(StoreError):
        upload.run_pass()
    assert upload.state(client_ref) is State.SENDING
    assert len(upload.portal.people) == 1
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", "register", "vaccinate"]
    once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_the_weather_is_noted_even_if_the_store_failed_at_first(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.CAPTIVE)
    upload.portal.during = lambda _method, _item: setattr(upload.store, "failures", 1)
    with pytest.raises(StoreError):
        upload.run_pass()
    upload.portal.during = lambda _method, _item: None
    upload.run_pass()
    assert upload.status().connectivity is Connectivity.CAPTIVE


def test_nobody_sends_inside_retry_after_not_even_after_a_restart(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.too_many(300.0))
    upload.run_pass()
    upload.uploader.hurry()
    upload.run_pass()
    upload.clock.pass_by(100.0)
    upload.restart()
    upload.uploader.hurry()
    due_s = upload.run_pass()
    assert due_s is not None
    assert due_s >= 200.0 - 1e-6
    assert len(upload.portal.calls) == 1
    next_try_at = upload.status().next_try_at
    assert next_try_at is not None
    assert (next_try_at - upload.clock.now()).total_seconds() >= 200.0 - 1e-3
    upload.clock.pass_by(due_s)
    upload.settle()
    once_each(upload, 1)


def test_upload_now_tries_what_only_our_own_wait_holds_back(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", *[fake_portal.NOT_SENT] * 3)
    for _try in range(3):
        upload.uploader.hurry()
        upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile"] * 3
    upload.uploader.hurry()
    upload.run_pass()
    once_each(upload, 1)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (fake_portal.OK, Connectivity.ONLINE),
        (fake_portal.LOST_BEFORE, Connectivity.BUSY),
        (fake_portal.NOT_SENT, Connectivity.OFFLINE),
        (fake_portal.CAPTIVE, Connectivity.CAPTIVE),
        (fake_portal.SIGNED_OUT, Connectivity.SIGNED_OUT),
        (fake_portal.STOP, Connectivity.STOPPED),
    ],
)
def test_the_last_answer_says_how_the_line_is(
    upload: Upload, answer: fake_portal.Answer, expected: Connectivity
) -> None:
    upload.record(1)
    upload.portal.decide = lambda _method, _item: answer
    upload.run_pass()
    status = upload.status()
    assert status.connectivity is expected
    reached = answer is fake_portal.OK or bool(answer.outcome and answer.outcome.http_status)
    assert status.last_contact_at == (upload.clock.now() if reached else None)
    assert status.last_confirmed_at == (upload.clock.now() if answer is fake_portal.OK else None)


@pytest.mark.parametrize("answer", [fake_portal.SIGNED_OUT, fake_portal.STOP, fake_portal.BLOCKED])
def test_no_answer_ends_the_passes_for_good(upload: Upload, answer: fake_portal.Answer) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", *[answer] * 4)
    upload.settle()
    assert upload.portal.methods()[:5] == ["find_by_mobile"] * 5
    once_each(upload, 1)


def test_a_key_refused_once_is_tried_again_at_once_and_nobody_is_told(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", fake_portal.SIGNED_OUT)
    said: list[Connectivity] = []
    upload.hooks.outbox_changed.connect(lambda: said.append(upload.status().connectivity))
    upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile", "find_by_mobile", "register", "vaccinate"]
    assert set(said) == {Connectivity.ONLINE}
    once_each(upload, 1)


def test_a_key_refused_twice_in_a_row_is_said_and_waited_for(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("find_by_mobile", *[fake_portal.SIGNED_OUT] * 2)
    due_s = upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile"] * 2
    assert upload.status().connectivity is Connectivity.SIGNED_OUT
    assert due_s
    assert (upload.status().hold, upload.status().next_try_at) == (
        Hold.BACKOFF,
        upload.clock.now() + timedelta(seconds=due_s),
    )
