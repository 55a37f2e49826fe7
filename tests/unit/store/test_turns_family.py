# SPDX-License-Identifier: MIT
"""One look by mobile answers for everybody who shares it; all else of theirs goes one after another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support import people
from tests.support.boxes import FRESH_S, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, State, Step
from vaxdesk.store import turns

SHARED = "9900000777"
FAMILY = 5
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _of_family(n: int) -> dict[str, object]:
    return {"beneficiary": replace(people.vaccination(n).beneficiary, mobile=SHARED)}


def test_one_look_answers_for_everybody_under_a_mobile(box: Box) -> None:
    refs = [box.record(n, **_of_family(n)) for n in range(FAMILY)]
    stranger = box.record(9)
    family = box.claim()
    assert [item.client_ref for item in family] == refs
    assert {(item.state, item.step) for item in family} == {(State.SENDING, Step.IDENTIFY)}
    assert box.counts() == {"sending": FAMILY, "waiting": 1}
    assert box.next(busy=family).client_ref == stranger


def test_a_doubt_shares_the_look_of_its_family_and_stays_a_doubt(box: Box) -> None:
    waits, doubted = box.record(1, **_of_family(1)), box.record(2, **_of_family(2))
    box.put(doubted, state="doubtful", step="register", empty_looks=1)
    family = box.claim()
    assert [(item.client_ref, item.state, item.step) for item in family] == [
        (doubted, State.DOUBTFUL, Step.REGISTER),
        (waits, State.SENDING, Step.IDENTIFY),
    ]
    assert family[0].empty_looks == 1


def test_two_doubts_of_a_family_share_a_look_and_stay_doubts(box: Box) -> None:
    refs = [box.record(n, **_of_family(n)) for n in range(2)]
    for client_ref in refs:
        box.put(client_ref, state="doubtful", step="register")
    assert [(item.client_ref, item.state) for item in box.claim()] == [(ref, State.DOUBTFUL) for ref in refs]


def test_a_doubt_whose_wait_is_not_over_shares_no_look(box: Box) -> None:
    waits, doubted = box.record(1, **_of_family(1)), box.record(2, **_of_family(2))
    box.put(doubted, state="doubtful", step="register", next_attempt_at=box.clock.now().timestamp() + 0.1)
    assert box.next().client_ref == waits


def test_who_rests_or_has_looked_already_shares_no_look(box: Box) -> None:
    now = box.clock.now().timestamp()
    looks, rests, looked, known = (box.record(n, **_of_family(n)) for n in range(4))
    box.put(rests, next_attempt_at=now + 0.1)
    box.put(looked, step="register", looked_at=now, given_on="2021-01-17")
    person = box.store.models.Beneficiary
    box.write(lambda: person.update(portal_ref="R1").where(person.name == people.draft(3).name).execute())
    box.put(known, given_on="2021-01-17")
    assert box.next().client_ref == looks


def test_a_look_that_has_grown_old_is_made_anew_in_that_of_the_family(box: Box) -> None:
    looked, looks = box.record(1, **_of_family(1)), box.record(2, **_of_family(2))
    box.put(looked, step="register", looked_at=box.clock.now().timestamp() - FRESH_S - 1)
    assert {(item.client_ref, item.step) for item in box.claim()} == {(r, Step.IDENTIFY) for r in (looked, looks)}


@pytest.mark.parametrize("comparing", [False, True])
def test_nobody_is_asked_for_twice_in_one_look(box: Box, comparing: bool) -> None:
    box.record(1)
    box.record(1, dose=2, given_on=date(2021, 2, 20))
    assert [item.vaccination.dose for item in box.claim(comparing=comparing)] == [1]


def test_at_most_ten_share_a_look(box: Box) -> None:
    for n in range(12):
        box.record(n, **_of_family(n))
    assert len(box.claim()) == turns.MOST_IN_ONE_LOOK == 10
    assert len(box.claim()) == 2


def test_a_registration_or_a_dose_goes_alone(box: Box) -> None:
    for n in range(3):
        box.record(n, **_of_family(n))
    for item in box.claim():
        box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    assert box.next().step is Step.REGISTER


def test_who_shares_a_mobile_with_somebody_busy_waits(box: Box) -> None:
    box.record(1, **_of_family(1))
    busy = box.next()
    box.record(2, **_of_family(2))
    stranger = box.record(3)
    assert box.next(busy=[busy]).client_ref == stranger
    assert box.claim(busy=[busy]) == ()


def test_a_probe_of_somebody_known_asks_by_reference_and_alone(box: Box) -> None:
    box.record(1, **_of_family(1))
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    box.record(1, dose=2, given_on=date(2021, 1, 15), **_of_family(1))
    box.record(2, **_of_family(2))
    item = box.next(looks_only=True, in_time_from=date(2021, 1, 15))
    assert (item.vaccination.dose, item.portal_ref, item.is_look) == (2, "R1", True)
