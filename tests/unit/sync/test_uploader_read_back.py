# SPDX-License-Identifier: MIT
"""What the portal accepted is read back, all or a sample of it; a yes that it does not keep is not believed again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.support import fake_portal
from tests.support.uploads import WAITS, Upload, once_each, sums_hold
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import State, Verify
from vaxdesk.store import notes
from vaxdesk.sync.uploader import SAMPLE

ALWAYS = replace(WAITS, verify=Verify.ALWAYS)
SAMPLED = replace(WAITS, verify=Verify.SAMPLE)
ASKED = ["find_by_mobile", "register", "vaccinate"]
_TAKEN = Outcome(
    *(OutcomeKind.FOUND, "dose_taken", Weather.FINE), match=PortalMatch("R0001", dose_proven=True), http_status=200
)
FORGOTTEN = fake_portal.Answer(False, _TAKEN)
"""The portal says yes and keeps nothing."""


def _accepted(upload: Upload, n: int = 1) -> str:
    client_ref = upload.record(n)
    upload.run_pass()
    assert upload.state(client_ref) is State.ACCEPTED
    return client_ref


def _reads_back_all(upload: Upload) -> bool:
    with upload.store.reading():
        return notes.get(upload.store, notes.READS_BACK_ALL) == "yes"


def test_where_nothing_is_to_be_read_back_a_yes_is_a_confirmation(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.run_pass()
    assert (upload.state(client_ref), upload.portal.methods()) == (State.CONFIRMED, ASKED)


def test_a_yes_that_is_read_back_counts_once_the_portal_shows_it(upload: Upload) -> None:
    upload.behave(ALWAYS)
    client_ref = _accepted(upload)
    assert (upload.counts().accepted, upload.counts().confirmed) == (1, 0)
    assert upload.status().last_confirmed_at is None
    assert not upload.register.open(client_ref).may_correct
    upload.clock.pass_by(WAITS.settle_s[0] - 0.01)
    upload.run_pass()
    assert upload.portal.methods() == ASKED
    upload.clock.pass_by(0.02)
    upload.run_pass()
    assert upload.portal.methods() == [*ASKED, "find_by_reference"]
    assert upload.status().last_confirmed_at == upload.clock.now()
    once_each(upload, 1)
    assert not _reads_back_all(upload)


def test_one_in_twenty_is_read_back_by_chance(upload: Upload) -> None:
    upload.behave(SAMPLED)
    chance = Random(1)
    expected = sum(chance.random() < SAMPLE for _ in range(60))
    for n in range(60):
        upload.record(n)
    upload.settle()
    assert 0 < upload.portal.methods().count("find_by_reference") == expected < 8
    once_each(upload, 60)


@pytest.mark.usefixtures("expected_log")
def test_a_yes_that_the_portal_did_not_keep_is_asked_for_twice_and_then_sent_again(upload: Upload) -> None:
    upload.behave(ALWAYS)
    client_ref = _accepted_by(upload, FORGOTTEN)
    upload.clock.pass_by(WAITS.settle_s[0] + 0.01)
    upload.run_pass()
    row = upload.row(client_ref)
    assert (row.state, row.last_code) == (State.DOUBTFUL, "not_shown")
    assert row.next_attempt_at is not None
    assert (row.next_attempt_at - upload.clock.now()).total_seconds() == pytest.approx(WAITS.settle_s[1])
    assert upload.status().reads_back_all
    upload.settle()
    assert upload.portal.methods() == [
        *ASKED,
        *("find_by_reference", "find_by_reference", "vaccinate", "find_by_reference"),
    ]
    once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_a_yes_that_shows_late_is_found_and_not_sent_again(upload: Upload) -> None:
    upload.behave(ALWAYS)
    lags = Outcome(OutcomeKind.FOUND, "person_found", Weather.FINE, match=PortalMatch("R0001"), http_status=200)
    client_ref = _accepted(upload)
    upload.portal.script("find_by_reference", fake_portal.Answer(outcome=lags))
    upload.settle()
    assert upload.portal.methods() == [*ASKED, "find_by_reference", "find_by_reference"]
    assert upload.state(client_ref) is State.CONFIRMED
    once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_after_one_that_was_not_shown_each_is_read_back_even_after_a_restart(upload: Upload) -> None:
    upload.behave(replace(SAMPLED, verify=Verify.ALWAYS))
    _accepted_by(upload, FORGOTTEN)
    upload.settle()
    upload.behave(WAITS)
    _accepted(upload, 2)
    upload.settle()
    once_each(upload, 2)
    upload.store.write(lambda: notes.put(upload.store, notes.READS_BACK_ALL, "")).result()
    third = upload.record(3)
    upload.run_pass()
    assert upload.state(third) is State.CONFIRMED


@pytest.mark.usefixtures("expected_log")
def test_a_read_back_that_shows_something_else_is_for_a_person(upload: Upload) -> None:
    answer = fake_portal.CONFLICT
    upload.behave(ALWAYS)
    client_ref = _accepted(upload)
    upload.portal.script("find_by_reference", answer)
    upload.settle()
    row = upload.row(client_ref)
    assert answer.outcome
    assert (row.state, row.last_code) == (State.REJECTED, answer.outcome.code)
    assert upload.portal.methods() == [*ASKED, "find_by_reference"]
    assert _reads_back_all(upload)


@pytest.mark.usefixtures("expected_log")
def test_a_read_back_that_is_refused_is_asked_once_more_before_a_person_is(upload: Upload) -> None:
    upload.behave(ALWAYS)
    client_ref = _accepted(upload)
    upload.portal.script("find_by_reference", *[fake_portal.refused("Unknown beneficiary", "")] * 2)
    upload.settle()
    assert upload.row(client_ref).last_words == "Unknown beneficiary"
    assert (upload.state(client_ref), upload.portal.methods()[3:]) == (State.REJECTED, ["find_by_reference"] * 2)


@pytest.mark.parametrize("answer", [fake_portal.LOST_BEFORE, fake_portal.BUSY_BEFORE, fake_portal.NOT_SENT])
def test_a_read_back_that_fails_comes_again_and_says_nothing_of_the_dose(
    upload: Upload, answer: fake_portal.Answer
) -> None:
    upload.behave(ALWAYS)
    client_ref = _accepted(upload)
    upload.portal.script("find_by_reference", answer)
    upload.clock.pass_by(WAITS.settle_s[0] + 0.01)
    upload.run_pass()
    assert upload.state(client_ref) is State.ACCEPTED
    upload.settle()
    assert upload.portal.methods() == [*ASKED, "find_by_reference", "find_by_reference"]
    once_each(upload, 1)
    assert not _reads_back_all(upload)


def test_an_accepted_one_is_read_back_after_a_restart(upload: Upload) -> None:
    upload.behave(ALWAYS)
    _accepted(upload)
    upload.behave(WAITS)
    upload.settle()
    assert upload.portal.methods() == [*ASKED, "find_by_reference"]
    once_each(upload, 1)


@pytest.mark.usefixtures("expected_log")
def test_at_every_turn_the_counts_add_up(upload: Upload) -> None:
    upload.behave(ALWAYS)
    checked = sums_hold(upload)
    upload.portal.script("register", fake_portal.LOST_AFTER, fake_portal.BUSY_BEFORE)
    upload.portal.script("vaccinate", fake_portal.LOST_BEFORE, FORGOTTEN, fake_portal.refused())
    upload.portal.script("find_by_reference", fake_portal.LOST_BEFORE, fake_portal.NOT_SENT, fake_portal.CONFLICT)
    for n in range(12):
        upload.record(n, mobile="9900000777" if n < 4 else f"99000010{n:02}")
    upload.settle()
    assert len(checked) > 30
    assert all(checked)
    counts = upload.counts()
    assert counts.confirmed + counts.rejected == counts.recorded == 12
    assert counts.rejected


def _accepted_by(upload: Upload, answer: fake_portal.Answer) -> str:
    upload.portal.script("vaccinate", answer)
    return _accepted(upload)
