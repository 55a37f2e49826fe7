# SPDX-License-Identifier: MIT
"""The status: what an exchange says of the line, and a snapshot that never says more than is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import fake_portal
from tests.support.uploads import Upload
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus
from vaxdesk.store import counts, notes
from vaxdesk.sync import status
from vaxdesk.sync.pace import Pace

SAYS = {
    Weather.FINE: "online",
    Weather.BUSY: "busy",
    Weather.OFFLINE: "offline",
    Weather.CAPTIVE: "captive",
    Weather.SIGNED_OUT: "signed_out",
    Weather.STOPPED: "stopped",
}


def _outcome(weather: Weather, seconds: float = 0.0) -> Outcome:
    return Outcome(OutcomeKind.LATER, "anything", weather, seconds=seconds)


def _note(upload: Upload, name: str, value: str) -> None:
    upload.store.write(lambda: notes.put(upload.store, name, value)).result()


def _read(upload: Upload, stop_reason: str = "") -> SyncStatus:
    with upload.store.reading():
        return status.read(upload.store, upload.portal.host, upload.clock.now(), stop_reason)


@pytest.mark.parametrize("weather", Weather)
def test_every_weather_says_how_the_line_is(weather: Weather) -> None:
    assert status.connectivity_after(_outcome(weather)).value == SAYS[weather]


@pytest.mark.parametrize(
    ("noted", "exchange_s", "told"),
    [
        ("online", "3.0", "online"),
        ("online", "3.01", "slow"),
        ("online", "", "online"),
        ("", "9.0", "slow"),
        ("busy", "9.0", "busy"),
        ("offline", "9.0", "offline"),
    ],
)
def test_the_line_is_slow_while_an_exchange_takes_long_in_the_mean(
    upload: Upload, noted: str, exchange_s: str, told: str
) -> None:
    _note(upload, notes.CONNECTIVITY, noted)
    _note(upload, notes.EXCHANGE_S, exchange_s)
    read = _read(upload)
    assert (read.connectivity.value, read.exchange_s) == (told, float(exchange_s) if exchange_s else None)


def test_one_long_answer_makes_no_line_slow(upload: Upload) -> None:
    upload.record(1)
    slow = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE, http_status=200, seconds=0.4)
    upload.portal.script("find_by_mobile", fake_portal.Answer(outcome=slow))
    upload.portal.script("register", fake_portal.refused())
    upload.run_pass()
    upload.record(2)
    upload.portal.script("find_by_mobile", fake_portal.Answer(outcome=replace(slow, seconds=9.0)))
    upload.portal.script("register", fake_portal.refused())
    upload.run_pass()
    assert upload.status().connectivity is Connectivity.ONLINE


@pytest.mark.parametrize("weather", [weather for weather in Weather if weather is not Weather.FINE])
def test_trouble_is_trouble_however_slow_it_was(weather: Weather) -> None:
    assert status.connectivity_after(_outcome(weather, 40.0)).value == SAYS[weather]


def test_an_empty_store_is_online_and_has_nothing_to_tell(upload: Upload) -> None:
    assert _read(upload) == SyncStatus(Counts(), Connectivity.ONLINE, time_left_s=0.0)


def test_a_stop_reason_says_stopped_whatever_the_line_was(upload: Upload) -> None:
    _note(upload, notes.CONNECTIVITY, "offline")
    assert _read(upload).connectivity is Connectivity.OFFLINE
    stopped = _read(upload, "portal_key_missing")
    assert (stopped.connectivity, stopped.stop_reason) == (Connectivity.STOPPED, "portal_key_missing")


@pytest.mark.parametrize(("in_s", "told"), [(0.5, True), (0.0, False), (-0.5, False)])
def test_a_next_try_is_told_only_while_it_is_to_come(upload: Upload, in_s: float, told: bool) -> None:
    at = upload.clock.now() + timedelta(seconds=in_s)
    _note(upload, notes.NEXT_TRY_AT, repr(at.timestamp()))
    assert _read(upload).next_try_at == (at if told else None)


def test_no_next_try_is_none(upload: Upload) -> None:
    _note(upload, notes.NEXT_TRY_AT, "")
    assert _read(upload).next_try_at is None


def test_the_age_of_the_oldest_grows_and_is_never_negative(upload: Upload) -> None:
    upload.record(1)
    assert _read(upload).oldest_waiting_s == 0.0
    upload.clock.pass_by(90)
    assert _read(upload).oldest_waiting_s == 90.0
    upload.clock.set_wall(-3600)
    assert _read(upload).oldest_waiting_s == 0.0


def test_nothing_that_is_settled_has_an_age(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(90)
    assert _read(upload).oldest_waiting_s is None


def test_last_contact_and_last_confirmation_are_what_was_noted(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    confirmed_at = upload.clock.now()
    upload.clock.pass_by(60)
    upload.portal.script("find_by_mobile", fake_portal.refused())
    upload.record(2)
    upload.run_pass()
    told = _read(upload)
    assert (told.last_confirmed_at, told.last_contact_at) == (confirmed_at, upload.clock.now())
    assert told.counts == Counts(confirmed=1, rejected=1)


def test_a_silent_line_is_no_contact(upload: Upload) -> None:
    upload.portal.script("find_by_mobile", fake_portal.NOT_SENT)
    upload.record(1)
    upload.run_pass()
    told = _read(upload)
    assert (told.last_contact_at, told.connectivity) == (None, Connectivity.OFFLINE)


@pytest.mark.parametrize(("noted", "paused"), [("yes", True), ("", False)])
def test_a_pause_is_told(upload: Upload, noted: str, paused: bool) -> None:
    _note(upload, notes.PAUSED, noted)
    assert _read(upload).paused is paused


def test_doubts_that_keep_coming_back_are_told(upload: Upload) -> None:
    upload.record(1)
    upload.portal.script("register", fake_portal.LOST_BEFORE)
    upload.run_pass()
    outbox = upload.store.models.Outbox
    for rounds, named in ((4, 0), (5, 1)):
        upload.store.write(lambda rounds=rounds: outbox.update(doubt_rounds=rounds).execute()).result()
        assert _read(upload).named_doubts == named


def test_a_confirmation_by_another_portal_is_told_as_waiting(upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    with upload.store.reading():
        elsewhere = status.read(upload.store, "other.invalid", upload.clock.now())
    assert elsewhere.counts == Counts(waiting=1)


@pytest.mark.parametrize(("in_s", "told"), [(0.5, Hold.PACE), (0.0, Hold.NONE)])
def test_why_nobody_calls_is_told_only_while_the_next_try_is_to_come(upload: Upload, in_s: float, told: Hold) -> None:
    _note(upload, notes.HOLD, "pace")
    _note(upload, notes.NEXT_TRY_AT, repr(upload.clock.now().timestamp() + in_s))
    assert _read(upload).hold is told


@pytest.mark.parametrize(
    ("skew", "told"), [("", None), ("119", None), ("-120", None), ("121", 121.0), ("-3600", -3600.0)]
)
def test_the_skew_of_the_clocks_is_told_past_two_minutes(upload: Upload, skew: str, told: float | None) -> None:
    _note(upload, notes.SKEW_S, skew)
    assert _read(upload).skew_s == told


def test_a_pace_that_was_learnt_is_told_and_no_other(upload: Upload) -> None:
    assert _read(upload).calls_per_5min is None
    _note(upload, notes.PACE_LEARNT, "80.0")
    assert _read(upload).calls_per_5min == 80


def test_that_each_one_is_read_back_is_told(upload: Upload) -> None:
    assert not _read(upload).reads_back_all
    _note(upload, notes.READS_BACK_ALL, "yes")
    assert _read(upload).reads_back_all


def test_an_old_copy_tells_how_much_is_still_to_be_compared(upload: Upload) -> None:
    for n in range(3):
        upload.record(n)
    assert _read(upload).comparing is None
    upload.uploader.take_up(old_copy=True)
    assert _read(upload).comparing == 3
    upload.settle()
    assert (_read(upload).comparing, _read(upload).counts.confirmed) == (None, 3)


def test_out_of_nothing_no_time_is_told(upload: Upload) -> None:
    upload.record(1)
    assert _read(upload).time_left_s is None


def test_before_anything_was_measured_the_pace_of_the_settings_tells(upload: Upload) -> None:
    upload.record(1)
    told = _left_s(upload)
    assert told is not None
    assert 9.0 <= told <= 3 * 300 / 80
    _note(upload, notes.PACE_LEARNT, "10.0")
    slower = _left_s(upload)
    assert slower is not None
    assert slower >= 90.0


def test_the_looks_of_an_old_copy_and_the_calls_that_each_took_count_towards_the_pace(upload: Upload) -> None:
    for n in range(20):
        upload.record(n)
    _confirm(upload, 10, every_s=0.1)
    attempt, at = upload.store.models.Attempt, upload.clock.now().timestamp()
    row = {"vaccination": 1, "at": at, "step": "identify", "look": True, "code": "busy", "seconds": 0.1}
    row |= {"bytes_sent": 1, "bytes_received": 1, "calls": 45}
    upload.store.write(lambda: attempt.insert(**row).execute()).result()
    each_s = Pace(100, 0.0).next_s(0.0) or 0.0
    assert _left_s(upload) == pytest.approx(10 * (45 / 9) * each_s)
    upload.uploader.take_up(old_copy=True)
    assert _left_s(upload) == pytest.approx((10 + 10 * 45 / 9) * each_s)


def _left_s(upload: Upload) -> float | None:
    with upload.store.reading():
        return status.read(upload.store, upload.portal.host, upload.clock.now(), calls_per_5min=100).time_left_s


def test_the_time_left_is_as_it_was_measured(upload: Upload) -> None:
    """Ten people are confirmed one every four seconds; ten more wait."""
    for n in range(20):
        upload.record(n)
    _confirm(upload, 10, every_s=4.0)
    assert _read(upload).time_left_s == pytest.approx(40.0)
    upload.clock.pass_by(1801)
    assert _read(upload).time_left_s is None


@pytest.mark.parametrize("line", ["offline", "captive", "signed_out", "stopped"])
def test_while_nothing_goes_no_time_is_told(upload: Upload, line: str) -> None:
    for n in range(20):
        upload.record(n)
    _confirm(upload, 10, every_s=4.0)
    _note(upload, notes.CONNECTIVITY, line)
    assert _read(upload).time_left_s is None
    _note(upload, notes.CONNECTIVITY, "busy")
    assert _read(upload).time_left_s is not None
    assert _read(upload, "portal_missing").time_left_s is None
    _note(upload, notes.PAUSED, "yes")
    assert _read(upload).time_left_s is None


def test_a_look_that_is_planned_belongs_to_the_time_left(upload: Upload) -> None:
    for n in range(11):
        upload.record(n)
    _confirm(upload, 10, every_s=1.0)
    box = upload.store.models.Outbox
    later = upload.clock.now().timestamp() + 600
    upload.store.write(
        lambda: box.update(state="doubtful", next_attempt_at=later).where(box.confirmed_at.is_null()).execute()
    ).result()
    assert _read(upload).time_left_s == pytest.approx(600.0)


def _confirm(upload: Upload, n: int, every_s: float) -> None:
    """Confirm the first ``n`` in even distance, the last one now."""
    box, host = upload.store.models.Outbox, upload.portal.host

    def work() -> None:
        for k in range(1, n + 1):
            at = upload.clock.now().timestamp() + k * every_s
            changes = {"state": "confirmed", "confirmed_at": at, "portal_host": host}
            box.update(changes).where(box.vaccination == k).execute()
        counts.recount(upload.store)

    upload.store.write(work).result()
    upload.clock.pass_by(n * every_s)
