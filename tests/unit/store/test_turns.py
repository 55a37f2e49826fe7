# SPDX-License-Identifier: MIT
"""Whose turn it is: what may go at all, and what the other doses of a person have to say to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support import people
from tests.support.boxes import FRESH_S, HOST, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.store import turns

SECOND = {"dose": 2, "given_on": date(2021, 2, 20)}
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _looked(box: Box) -> OutboxItem:
    """Claim what is next, and let its look have found nobody."""
    item = box.next()
    box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    return item


def test_an_empty_outbox_gives_nothing(box: Box) -> None:
    assert box.claim() == ()
    with box.store.reading():
        assert turns.next_due_at(box.store) is None


def test_what_is_claimed_says_sending_and_carries_the_vaccination(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    assert item == replace(item, client_ref=client_ref, state=State.SENDING, step=Step.IDENTIFY, portal_ref="")
    assert item.vaccination == people.vaccination(1)
    assert (item.attempts, item.empty_looks, item.doubt_rounds, item.last_code) == (0, 0, 0, "")
    assert box.row(client_ref).state is State.SENDING
    assert box.claim() == ()


def test_what_is_not_due_yet_is_not_claimed(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.WAITING, Step.IDENTIFY, due_in_s=10.0))
    box.clock.pass_by(9.9)
    assert box.claim() == ()
    box.clock.pass_by(0.1)
    assert box.next().client_ref == client_ref


def test_doubt_goes_before_what_waits_and_stays_doubtful_while_it_is_looked_at(box: Box) -> None:
    box.record(1)
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER, due_in_s=10.0, empty_looks=1))
    box.record(2)
    box.clock.pass_by(10)
    doubt = box.next()
    assert (doubt.state, doubt.step, doubt.empty_looks) == (State.DOUBTFUL, Step.REGISTER, 1)
    assert box.counts() == {"waiting": 1, "doubtful": 1}
    assert box.next(busy=[doubt]).state is State.SENDING


def test_who_is_busy_is_not_claimed_again_under_a_new_mobile(box: Box) -> None:
    box.record(1)
    box.bring_next_to(State.DOUBTFUL)
    busy = box.next()
    old_mobile = replace(busy.vaccination.beneficiary, mobile="9900099999")
    assert box.claim(busy=[replace(busy, vaccination=replace(busy.vaccination, beneficiary=old_mobile))]) == ()


@pytest.mark.parametrize("first_stands", [State.WAITING, State.SENDING, State.DOUBTFUL, State.ACCEPTED])
def test_a_second_dose_waits_for_the_first(box: Box, first_stands: State) -> None:
    box.record(1)
    box.record(1, **SECOND)
    item = box.bring_next_to(first_stands, due_in_s=900.0)
    assert item.vaccination.dose == 1
    assert box.claim() == ()


def test_a_second_dose_goes_once_the_first_is_decided_and_carries_its_day_and_vaccine(box: Box) -> None:
    box.record(1)
    box.record(1, **SECOND)
    box.bring_next_to(State.CONFIRMED)
    second = box.next().vaccination
    assert (second.dose, second.dose1_on, second.dose1_vaccine) == (2, people.GIVEN_ON, "COVISHIELD")


def test_a_second_dose_keeps_what_it_says_of_a_first_given_elsewhere(box: Box) -> None:
    box.record(1, **SECOND, dose1_on=date(2021, 1, 18), dose1_vaccine="COVAXIN")
    second = box.next().vaccination
    assert (second.dose1_on, second.dose1_vaccine) == (date(2021, 1, 18), "COVAXIN")


def test_a_void_first_dose_says_nothing_to_the_second(box: Box) -> None:
    first = box.record(1)
    box.record(1, **SECOND)
    box.bring_next_to(State.VOID)
    vaccination = box.store.models.Vaccination
    box.write(lambda: vaccination.update(live=False).where(vaccination.client_ref == first).execute())
    assert box.next().vaccination.dose1_on is None


def test_a_fresh_look_allows_the_registration_and_an_old_one_only_a_look(box: Box) -> None:
    box.record(1)
    _looked(box)
    box.clock.pass_by(FRESH_S)
    item = box.next()
    assert item.step is Step.REGISTER
    box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True))
    box.clock.pass_by(0.1)
    assert box.next().step is Step.IDENTIFY


def test_a_look_of_the_future_allows_nothing(box: Box) -> None:
    """The clock was set back since; how old the look is nobody knows."""
    box.record(1)
    box.clock.pass_by(100)
    _looked(box)
    box.clock.set_wall(-1)
    assert box.next().step is Step.IDENTIFY


def test_nobody_whose_reference_is_known_meanwhile_is_registered(box: Box) -> None:
    box.record(1)
    _looked(box)
    person = box.store.models.Beneficiary
    box.write(lambda: person.update(portal_ref="R3", portal_host=HOST).execute())
    item = box.next()
    assert (item.step, item.portal_ref) == (Step.IDENTIFY, "R3")


def test_the_next_due_is_the_soonest_that_may_go(box: Box) -> None:
    box.record(1)
    box.record(1, **SECOND)  # is due, but not before the first
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER, due_in_s=90.0))
    with box.store.reading():
        assert turns.next_due_at(box.store) == box.clock.now().timestamp() + 90.0
