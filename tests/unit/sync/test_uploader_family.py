# SPDX-License-Identifier: MIT
"""People who share a mobile cost one look, and each of them has it in the journal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support import fake_portal, people
from tests.support.uploads import WAITS, Upload, once_each
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Attempt, State
from vaxdesk.store import outbox

SHARED = "9900000777"
FAMILY = 5
MEASURED = Outcome(
    *(OutcomeKind.ABSENT, "nothing_there", Weather.FINE),
    http_status=200,
    seconds=0.7,
    bytes_sent=300,
    bytes_received=900,
)


def _first_attempt(upload: Upload, client_ref: str) -> Attempt:
    with upload.store.reading():
        return outbox.attempts(upload.store, client_ref)[0]


def _family(upload: Upload, n: int = FAMILY) -> list[str]:
    return [upload.record(k, mobile=SHARED) for k in range(n)]


def test_one_look_by_mobile_answers_for_all_of_a_family(upload: Upload) -> None:
    _family(upload)
    upload.settle()
    assert upload.portal.methods().count("find_by_mobile") == 1
    assert len(upload.portal.calls) == 1 + 2 * FAMILY
    once_each(upload, FAMILY)


def test_a_family_that_is_there_is_known_after_one_look(upload: Upload) -> None:
    for n in range(FAMILY):
        upload.portal.add(replace(people.vaccination(n).beneficiary, mobile=SHARED))
    _family(upload)
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", *["vaccinate"] * FAMILY]
    once_each(upload, FAMILY)


def test_a_shared_look_stands_in_each_journal_and_costs_once(upload: Upload) -> None:
    refs = _family(upload)
    upload.portal.script("find_by_mobile", fake_portal.Answer(outcome=MEASURED))
    upload.settle()
    first, *others = [_first_attempt(upload, ref) for ref in refs]
    assert (first.look, first.calls, first.http_status) == (True, 1, 200)
    assert (first.seconds, first.bytes_sent, first.bytes_received) == (0.7, 300, 900)
    for other in others:
        assert (other.code, other.look, other.calls) == ("nothing_there", True, 0)
        assert (other.seconds, other.bytes_sent, other.bytes_received) == (0.0, 0, 0)


def test_a_doubt_shares_the_look_of_somebody_new_in_the_family(upload: Upload) -> None:
    doubted = upload.record(1, mobile=SHARED)
    upload.portal.script("register", fake_portal.LOST_AFTER)
    upload.run_pass()
    assert upload.state(doubted) is State.DOUBTFUL
    upload.clock.pass_by(WAITS.settle_s[0])
    upload.record(2, mobile=SHARED)
    upload.settle()
    assert upload.portal.methods().count("find_by_mobile") == 2
    assert upload.portal.methods().count("register") == 2
    once_each(upload, 2)


def test_a_family_whose_look_is_lost_is_asked_for_again_together(upload: Upload) -> None:
    _family(upload)
    upload.portal.script("find_by_mobile", fake_portal.LOST_BEFORE)
    upload.settle()
    assert upload.portal.methods().count("find_by_mobile") == 2
    once_each(upload, FAMILY)


@pytest.mark.parametrize("there", [0, FAMILY - 1])
def test_each_of_a_family_gets_its_own_answer(upload: Upload, there: int) -> None:
    person = upload.portal.add(replace(people.vaccination(there).beneficiary, mobile=SHARED))
    person.doses[1] = (people.GIVEN_ON, "COVISHIELD")
    refs = _family(upload)
    upload.settle()
    assert [upload.row(ref).attempts for ref in refs].count(1) == 1
    assert (upload.row(refs[there]).attempts, upload.row(refs[there]).portal_ref) == (1, "R0001")
    assert len(upload.portal.people) == upload.counts().confirmed == FAMILY
