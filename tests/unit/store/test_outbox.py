# SPDX-License-Identifier: MIT
"""The outbox as a state machine: only the moves that are allowed, only from where the item really stands, whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.boxes import HOST, NOTHING_SAID, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, State, Step
from vaxdesk.errors import StoreError
from vaxdesk.store import outbox

# What the portal's answers, the start and a person may do, written out once more: the code is held to this.
MAY_BECOME = {
    State.WAITING: {State.WAITING, State.SENDING, State.HELD, State.VOID},
    State.SENDING: {State.SENDING, State.WAITING, State.DOUBTFUL, State.ACCEPTED, State.CONFIRMED, State.REJECTED},
    State.DOUBTFUL: {State.DOUBTFUL, State.WAITING, State.ACCEPTED, State.CONFIRMED, State.REJECTED},
    State.ACCEPTED: {State.ACCEPTED, State.CONFIRMED, State.DOUBTFUL, State.REJECTED},
    State.REJECTED: {State.REJECTED, State.WAITING, State.HELD, State.VOID},
    State.HELD: {State.HELD, State.WAITING, State.VOID},
    State.CONFIRMED: {State.CONFIRMED},
    State.VOID: {State.VOID},
}
MOVES = [(before, after) for before, afters in MAY_BECOME.items() for after in sorted(afters) if after is not before]
NEVER = [(before, after) for before in State for after in State if after not in MAY_BECOME[before]]
REFUSED = Outcome(OutcomeKind.REFUSED, "portal_refused", Weather.FINE, words="Invalid name", field="name")
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE, http_status=200)
UNSENT = Outcome(OutcomeKind.NOT_SENT, "unreachable", Weather.OFFLINE)
SAID = Outcome(OutcomeKind.FOUND, "dose_taken", Weather.FINE, http_status=200)


@pytest.mark.parametrize(("before", "after"), MOVES)
def test_what_the_house_allows_goes(box: Box, before: State, after: State) -> None:
    client_ref = box.record(1)
    item = box.bring_next_to(before)
    box.settle(item, Move(after, Step.IDENTIFY))
    assert box.row(client_ref).state is after
    assert box.counts() == {after.value: 1}


@pytest.mark.parametrize(("before", "after"), NEVER)
def test_what_the_house_does_not_allow_changes_nothing(box: Box, before: State, after: State) -> None:
    client_ref = box.record(1)
    item = box.bring_next_to(before)
    stood = box.columns(client_ref)
    with pytest.raises(ValueError, match=f"cannot go from {before} to {after}"):
        box.settle(item, Move(after, Step.VACCINATE, portal_ref="R9"))
    assert box.columns(client_ref) == stood
    assert box.counts() == {before.value: 1}
    assert box.row(client_ref).portal_ref == ""


@pytest.mark.parametrize("before", State)
def test_only_what_is_not_on_its_way_can_be_void(box: Box, before: State) -> None:
    client_ref = box.record(1)
    box.bring_next_to(before)
    number = box.number(client_ref)
    if before in (State.WAITING, State.REJECTED, State.HELD, State.VOID):
        box.write(lambda: outbox.void(box.store, number, before))
        assert box.counts() == {"void": 1}
    else:
        with pytest.raises(ValueError, match="to void"):
            box.write(lambda: outbox.void(box.store, number, before))
        assert box.counts() == {before.value: 1}


@pytest.mark.parametrize("before", [State.ACCEPTED, State.CONFIRMED, State.VOID])
def test_what_is_with_the_portal_or_void_is_never_queued_again(box: Box, before: State) -> None:
    client_ref = box.record(1)
    box.bring_next_to(before)
    stood = box.columns(client_ref)
    with pytest.raises(ValueError, match="to waiting"):
        box.write(lambda: outbox.requeue(box.store, box.number(client_ref), before, date(2021, 1, 17), box.clock.now()))
    assert box.columns(client_ref) == stood


def test_what_is_queued_again_begins_afresh(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.settle(item, Move(State.REJECTED, Step.VACCINATE, 900.0, empty_looks=1, doubt_rounds=2), REFUSED)
    box.clock.pass_by(10)
    number = box.number(client_ref)
    box.write(lambda: outbox.requeue(box.store, number, State.REJECTED, date(2021, 1, 15), box.clock.now()))
    stands = box.columns(client_ref)
    assert stands == stands | {
        "state": "waiting",
        "step": "identify",
        "given_on": "2021-01-15",
        "next_attempt_at": box.clock.now().timestamp(),
        "attempts": 1,
        "empty_looks": 0,
        "doubt_rounds": 0,
        "last_code": "",
        "last_words": "",
        "last_field": "",
    }
    assert box.counts() == {"waiting": 1}


def test_an_item_that_was_settled_meanwhile_is_not_settled_again(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.settle(item, Move(State.CONFIRMED, Step.VACCINATE), SAID)
    with pytest.raises(ValueError, match="no longer stands at sending"):
        box.settle(item, Move(State.DOUBTFUL, Step.REGISTER, portal_ref="R2"))
    assert box.row(client_ref).state is State.CONFIRMED
    assert box.row(client_ref).portal_ref == ""
    assert box.counts() == {"confirmed": 1}
    with box.store.reading():
        assert len(outbox.attempts(box.store, client_ref)) == 1


@pytest.mark.parametrize("believed", [State.WAITING, State.HELD])
def test_an_item_that_stands_elsewhere_by_now_is_not_void(box: Box, believed: State) -> None:
    client_ref = box.record(1)
    box.bring_next_to(State.REJECTED)
    with pytest.raises(ValueError, match="no longer stands"):
        box.write(lambda: outbox.void(box.store, box.number(client_ref), believed))
    assert box.counts() == {"rejected": 1}


def test_a_claim_whose_commit_fails_has_claimed_nothing(box: Box) -> None:
    client_ref = box.record(1)
    stood = box.columns(client_ref)
    box.store.failures = 1
    with pytest.raises(StoreError):
        box.claim()
    assert box.columns(client_ref) == stood
    assert box.counts() == {"waiting": 1}
    assert box.next().client_ref == client_ref


def test_a_settling_whose_commit_fails_leaves_item_counts_and_journal_alone(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.store.failures = 1
    with pytest.raises(StoreError):
        box.settle(item, Move(State.CONFIRMED, Step.VACCINATE, portal_ref="R1"), SAID)
    assert box.counts() == {"sending": 1}
    assert (box.row(client_ref).portal_ref, box.row(client_ref).attempts) == ("", 0)
    with box.store.reading():
        assert outbox.attempts(box.store, client_ref) == ()


def test_a_confirmation_keeps_moment_host_and_reference(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.clock.pass_by(3)
    box.settle(item, Move(State.CONFIRMED, Step.VACCINATE, portal_ref="R7"), SAID)
    row = box.row(client_ref)
    assert (row.portal_ref, row.portal_host, row.confirmed_at) == ("R7", HOST, box.clock.now())
    assert (row.attempts, row.last_code, row.next_attempt_at) == (1, "dose_taken", None)
    person = box.store.models.Beneficiary
    with box.store.reading():
        assert person.get().portal_host == HOST


def test_a_move_waits_from_the_end_of_the_exchange(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.clock.pass_by(30)
    box.settle(item, Move(State.DOUBTFUL, Step.REGISTER, due_in_s=120.0, empty_looks=1, doubt_rounds=2))
    stands = box.columns(client_ref)
    assert stands["next_attempt_at"] == box.clock.now().timestamp() + 120.0
    assert (stands["step"], stands["empty_looks"], stands["doubt_rounds"]) == ("register", 1, 2)


def test_a_step_that_is_proven_keeps_its_place(box: Box) -> None:
    client_ref = box.record(1)
    due_at = box.columns(client_ref)["next_attempt_at"]
    item = box.next()
    box.clock.pass_by(30)
    box.settle(item, Move(State.WAITING, Step.REGISTER, due_in_s=5.0, goes_on=True), NOBODY)
    assert box.columns(client_ref)["next_attempt_at"] == due_at


@pytest.mark.parametrize(
    ("outcome", "noted"), [(NOBODY, True), (SAID, True), (REFUSED, True), (NOTHING_SAID, True), (UNSENT, False)]
)
def test_a_look_is_noted_once_the_portal_was_asked(box: Box, outcome: Outcome, noted: bool) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.clock.pass_by(30)
    box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True), outcome)
    assert box.columns(client_ref)["looked_at"] == (box.clock.now().timestamp() if noted else 0.0)


def test_a_write_is_noted_as_no_look(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.WAITING, Step.VACCINATE, goes_on=True), UNSENT)
    box.settle(box.next(), Move(State.ACCEPTED, Step.VACCINATE), SAID)
    assert box.columns(client_ref)["looked_at"] == 0.0


def test_a_doubt_keeps_the_code_of_what_made_it(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER))
    nothing = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER, empty_looks=1), nothing)
    assert box.row(client_ref).last_code == "read_timeout"
    box.settle(box.next(), Move(State.REJECTED, Step.IDENTIFY), REFUSED)
    row = box.row(client_ref)
    assert (row.last_code, row.last_words, row.last_field) == ("portal_refused", "Invalid name", "name")


def test_words_stand_until_something_else_is_said_or_decided(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.WAITING, Step.IDENTIFY), replace(NOTHING_SAID, words="Come later"))
    box.settle(box.next(), Move(State.WAITING, Step.IDENTIFY))
    assert box.row(client_ref).last_words == "Come later"
    box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE), SAID)
    assert box.row(client_ref).last_words == ""


def test_the_journal_holds_each_exchange_in_turn(box: Box) -> None:
    client_ref = box.record(1)
    box.record(2)
    begun = box.clock.now()
    first = box.next()
    measured = replace(NOTHING_SAID, http_status=504, seconds=1.5, bytes_sent=300, bytes_received=20)
    box.settle(first, Move(State.DOUBTFUL, Step.REGISTER), measured)
    box.clock.pass_by(5)
    box.settle(box.next(), Move(State.WAITING, Step.REGISTER))
    with box.store.reading():
        journal = outbox.attempts(box.store, client_ref)
    assert [(one.at, one.step, one.look, one.code) for one in journal] == [
        (begun, Step.IDENTIFY, True, "read_timeout"),
        (begun + timedelta(seconds=5), Step.REGISTER, True, "read_timeout"),
    ]
    assert (journal[0].http_status, journal[0].seconds) == (504, 1.5)
    assert (journal[0].bytes_sent, journal[0].bytes_received) == (300, 20)
    assert journal[0].at.tzinfo is UTC


def test_a_write_is_no_look(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER))
    with box.store.reading():
        assert [one.look for one in outbox.attempts(box.store, client_ref)] == [True, False]


def test_the_age_of_the_oldest_is_of_what_is_not_settled(box: Box) -> None:
    with box.store.reading():
        assert outbox.oldest_unsettled_at(box.store) is None
    box.record(1)
    box.bring_next_to(State.CONFIRMED)
    box.clock.pass_by(60)
    box.record(2)
    box.bring_next_to(State.REJECTED)
    box.clock.pass_by(60)
    box.record(3)
    box.bring_next_to(State.DOUBTFUL, due_in_s=900.0)
    recorded = box.clock.now()
    box.clock.pass_by(60)
    box.record(4)
    with box.store.reading():
        oldest_at = outbox.oldest_unsettled_at(box.store)
    assert oldest_at is not None
    assert datetime.fromtimestamp(oldest_at, UTC) == recorded


def test_only_doubts_that_keep_coming_back_are_named(box: Box) -> None:
    for n, rounds in enumerate((4, 5, 6)):
        box.record(n)
        box.bring_next_to(State.DOUBTFUL, doubt_rounds=rounds, due_in_s=900.0)
    box.record(9)
    box.bring_next_to(State.REJECTED, doubt_rounds=6)
    with box.store.reading():
        assert outbox.doubts_named(box.store, 5) == 2


def test_a_look_is_as_old_as_its_answer(box: Box) -> None:
    client_ref = box.record(1)
    item, answered_at = box.next(), box.clock.now()
    box.clock.pass_by(8 * 3600)
    move = Move(State.WAITING, Step.REGISTER, goes_on=True)
    box.write(lambda: outbox.settle(box.store, item, move, NOBODY, HOST, box.clock.now(), looked_at=answered_at))
    assert box.columns(client_ref)["looked_at"] == answered_at.timestamp()
