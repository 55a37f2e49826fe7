# SPDX-License-Identifier: MIT
"""The status: what an exchange says of the line, and a snapshot that never says more than is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support import fake_portal
from tests.support.uploads import Upload
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.store import notes
from vaxdesk.sync import status

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


@pytest.mark.parametrize(("seconds", "says"), [(3.0, "online"), (3.01, "slow")])
def test_an_answer_that_took_long_came_over_a_slow_line(seconds: float, says: str) -> None:
    assert status.connectivity_after(_outcome(Weather.FINE, seconds)).value == says


@pytest.mark.parametrize("weather", [weather for weather in Weather if weather is not Weather.FINE])
def test_trouble_is_trouble_however_slow_it_was(weather: Weather) -> None:
    assert status.connectivity_after(_outcome(weather, 40.0)).value == SAYS[weather]


def test_an_empty_store_is_online_and_has_nothing_to_tell(upload: Upload) -> None:
    assert _read(upload) == SyncStatus(Counts(), Connectivity.ONLINE)


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
