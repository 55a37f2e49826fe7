# SPDX-License-Identifier: MIT
"""Whose turn it is, and what a start, another portal or a clock that was set makes of what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support import people
from tests.support.boxes import FRESH_S, HOST, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.store import outbox, taking_up, turns

ELSEWHERE = "other.invalid"
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


def test_the_longest_due_goes_first_then_the_oldest_day_then_the_first_recorded(box: Box) -> None:
    later_day = box.record(1, given_on=date(2021, 1, 17))
    first, second = box.record(2), box.record(3)
    box.clock.pass_by(-1)
    longest = box.record(4)
    box.clock.pass_by(1)
    assert [box.next().client_ref for _ in range(4)] == [longest, first, second, later_day]


def test_who_shares_a_mobile_with_somebody_busy_waits(box: Box) -> None:
    shared = replace(people.vaccination(2).beneficiary, mobile=people.vaccination(1).beneficiary.mobile)
    box.record(1)
    box.record(2, beneficiary=shared)
    stranger = box.record(3)
    busy = box.next()
    assert box.next(busy=[busy]).client_ref == stranger
    assert box.claim(busy=[busy]) == ()


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


def test_what_was_cut_off_is_doubtful_at_the_next_start(box: Box) -> None:
    looking, writing = box.record(1), box.record(2)
    box.next()
    _looked(box)
    assert box.next().client_ref == writing
    assert box.write(lambda: taking_up.take_up(box.store, box.clock.now(), 120.0)) == 2
    now = box.clock.now().timestamp()
    assert box.columns(looking)["next_attempt_at"] == now
    assert box.columns(writing)["next_attempt_at"] == now + 120.0
    for client_ref in (looking, writing):
        row = box.row(client_ref)
        assert (row.state, row.last_code) == (State.DOUBTFUL, taking_up.INTERRUPTED)
    assert box.row(writing).step is Step.REGISTER
    assert box.counts() == {"doubtful": 2}


def test_a_look_of_an_earlier_run_allows_no_registration(box: Box) -> None:
    box.record(1)
    _looked(box)
    assert box.write(lambda: taking_up.take_up(box.store, box.clock.now(), 120.0)) == 0
    assert box.next().step is Step.IDENTIFY


def test_what_another_portal_proved_waits_for_this_one(box: Box) -> None:
    theirs = box.record(1)
    box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE, portal_ref="X1"), NOBODY, ELSEWHERE)
    ours = box.record(2)
    box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE, portal_ref="R1"), NOBODY, HOST)
    half = box.record(3)
    box.settle(
        box.next(), Move(State.DOUBTFUL, Step.VACCINATE, 900.0, portal_ref="X2", empty_looks=1), NOBODY, ELSEWHERE
    )
    assert box.write(lambda: taking_up.disown(box.store, HOST, box.clock.now())) == 1
    assert box.counts() == {"waiting": 1, "confirmed": 1, "doubtful": 1}
    row = box.row(theirs)
    assert (row.state, row.step, row.portal_ref) == (State.WAITING, Step.IDENTIFY, "")
    assert (row.portal_host, row.confirmed_at) == ("", None)
    assert (box.row(ours).state, box.row(ours).portal_ref) == (State.CONFIRMED, "R1")
    stands = box.columns(half)
    assert (stands["step"], stands["empty_looks"], stands["next_attempt_at"]) == (
        "identify",
        0,
        box.clock.now().timestamp(),
    )
    assert box.row(half).portal_ref == ""
    box.counts_recounted()


def test_nothing_is_disowned_where_one_portal_said_all(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE, portal_ref="R1"), NOBODY, HOST)
    assert box.write(lambda: taking_up.disown(box.store, HOST, box.clock.now())) == 0
    assert box.row(client_ref).portal_ref == "R1"


def test_planned_attempts_move_with_the_clock_and_settled_ones_do_not(box: Box) -> None:
    settled = box.record(1)
    box.bring_next_to(State.CONFIRMED)
    doubts = box.record(2)
    box.bring_next_to(State.DOUBTFUL, due_in_s=900.0)
    waits = box.record(3)
    before = {ref: box.columns(ref)["next_attempt_at"] for ref in (settled, waits, doubts)}
    box.write(lambda: taking_up.shift(box.store, -3600.0))
    after = {ref: box.columns(ref)["next_attempt_at"] for ref in before}
    assert after == {settled: before[settled], waits: before[waits] - 3600, doubts: before[doubts] - 3600}


def test_what_is_planned_further_ahead_than_ever_is_brought_back(box: Box) -> None:
    for n, (state, due_in_s) in enumerate(
        [(State.WAITING, 61.0), (State.WAITING, 60.0), (State.DOUBTFUL, 601.0), (State.DOUBTFUL, 600.0)]
    ):
        box.record(n)
        box.bring_next_to(state, due_in_s=due_in_s)
    now = box.clock.now()
    box.write(lambda: taking_up.bound_waits(box.store, now, 60.0, 600.0))
    table = box.store.models.Outbox
    with box.store.reading():
        due = [
            at - now.timestamp() for (at,) in table.select(table.next_attempt_at).order_by(table.vaccination).tuples()
        ]
    assert due == [0.0, 60.0, 0.0, 600.0]


def test_the_next_due_is_the_soonest_that_may_go(box: Box) -> None:
    box.record(1)
    box.record(1, **SECOND)  # is due, but not before the first
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER, due_in_s=90.0))
    with box.store.reading():
        assert turns.next_due_at(box.store) == box.clock.now().timestamp() + 90.0


def test_a_reference_is_anothers_only_while_another_person_of_that_portal_counts_here(box: Box) -> None:
    other = box.record(1)
    box.settle(box.next(), Move(State.REJECTED, Step.IDENTIFY, portal_ref="R1"), NOBODY)
    box.record(2)
    item = box.next()

    def anothers(portal_ref: str, host: str) -> bool:
        return box.write(lambda: outbox.is_anothers(box.store, item, portal_ref, host))

    assert anothers("R1", HOST)
    assert not anothers("R2", HOST)
    assert not anothers("R1", ELSEWHERE)
    vaccination = box.store.models.Vaccination
    box.write(lambda: vaccination.update(live=False).where(vaccination.client_ref == other).execute())
    assert not anothers("R1", HOST)


def test_a_reference_is_not_anothers_for_the_other_dose_of_the_same_person(box: Box) -> None:
    box.record(1)
    box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE, portal_ref="R1"), NOBODY)
    box.record(1, **SECOND)
    item = box.next()
    assert box.write(lambda: outbox.is_anothers(box.store, item, "R1", HOST)) is False
