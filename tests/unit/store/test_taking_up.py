# SPDX-License-Identifier: MIT
"""What a start, another portal, an old copy or a clock that was set makes of what the outbox has planned."""

from __future__ import annotations

import pytest

from tests.support.boxes import HOST, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.store import taking_up

ELSEWHERE = "other.invalid"
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _looked(box: Box) -> OutboxItem:
    """Claim what is next, and let its look have found nobody."""
    item = box.next()
    box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    return item


def test_what_was_cut_off_is_doubtful_at_the_next_start(box: Box) -> None:
    looking, writing = box.record(1), box.record(2)
    box.next()
    _looked(box)
    assert box.next().client_ref == writing
    assert box.write(lambda: taking_up.take_up(box.store, box.clock.now(), (120.0, 600.0))) == 2
    now = box.clock.now().timestamp()
    assert box.columns(looking)["next_attempt_at"] == now
    assert box.columns(writing)["next_attempt_at"] == now + 120.0
    for client_ref in (looking, writing):
        row = box.row(client_ref)
        assert (row.state, row.last_code) == (State.DOUBTFUL, taking_up.INTERRUPTED)
    assert box.row(writing).step is Step.REGISTER
    assert box.counts() == {"doubtful": 2}


@pytest.mark.parametrize(("empty_looks", "wait_s"), [(0, 120.0), (1, 600.0)])
def test_what_is_in_doubt_waits_anew_after_a_start_since_the_clock_may_have_been_moved(
    box: Box, empty_looks: int, wait_s: float
) -> None:
    client_ref = box.record(1)
    box.bring_next_to(State.DOUBTFUL, Step.VACCINATE, due_in_s=wait_s, empty_looks=empty_looks)
    box.clock.set_wall(2 * 365 * 86_400)
    box.write(lambda: taking_up.take_up(box.store, box.clock.now(), (120.0, 600.0)))
    assert box.columns(client_ref)["next_attempt_at"] == box.clock.now().timestamp() + wait_s


def test_an_early_look_and_one_that_only_looked_do_not_wait_anew(box: Box) -> None:
    owed, looking = box.record(1), box.record(2)
    box.bring_next_to(State.DOUBTFUL, Step.VACCINATE, empty_looks=-1)
    box.bring_next_to(State.DOUBTFUL, Step.IDENTIFY)
    box.write(lambda: taking_up.take_up(box.store, box.clock.now(), (120.0, 600.0)))
    for client_ref in (owed, looking):
        assert box.columns(client_ref)["next_attempt_at"] == box.clock.now().timestamp()


def test_a_look_of_an_earlier_run_allows_no_registration(box: Box) -> None:
    box.record(1)
    _looked(box)
    assert box.write(lambda: taking_up.take_up(box.store, box.clock.now(), (120.0, 600.0))) == 0
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
        [
            *((State.WAITING, wait_s) for wait_s in (61.0, 60.0)),
            *((state, wait_s) for state in (State.DOUBTFUL, State.ACCEPTED) for wait_s in (601.0, 600.0)),
        ]
    ):
        box.record(n)
        box.bring_next_to(state, due_in_s=due_in_s)
    now = box.clock.now()
    box.write(lambda: taking_up.bound_waits(box.store, now, (60.0, 90.0), 600.0))
    table = box.store.models.Outbox
    with box.store.reading():
        due = [
            at - now.timestamp() for (at,) in table.select(table.next_attempt_at).order_by(table.vaccination).tuples()
        ]
    assert due == [0.0, 60.0, 60.0, 600.0, 60.0, 600.0]  # what is in doubt waits anew


def test_what_another_portal_said_yes_to_waits_for_this_one(box: Box) -> None:
    theirs = box.record(1)
    accepted = Move(State.ACCEPTED, Step.VACCINATE, 900.0, portal_ref="X1")
    box.settle(box.next(), accepted, NOBODY, ELSEWHERE)
    ours = box.record(2)
    box.settle(box.next(), Move(State.ACCEPTED, Step.VACCINATE, 900.0, portal_ref="R1"), NOBODY, HOST)
    assert box.write(lambda: taking_up.disown(box.store, HOST, box.clock.now())) == 0
    row = box.row(theirs)
    assert (row.state, row.step, row.portal_ref) == (State.WAITING, Step.IDENTIFY, "")
    assert row.next_attempt_at == box.clock.now()
    assert (box.row(ours).state, box.row(ours).portal_ref) == (State.ACCEPTED, "R1")
    assert box.counts() == {"waiting": 1, "accepted": 1}
    box.counts_recounted()


def test_a_dose_that_needs_no_look_at_another_portal_needs_one_at_this(box: Box) -> None:
    waits = box.record(1)
    box.settle(box.next(), Move(State.WAITING, Step.VACCINATE, portal_ref="X1", goes_on=True), NOBODY, ELSEWHERE)
    box.write(lambda: taking_up.disown(box.store, HOST, box.clock.now()))
    assert box.row(waits).step is Step.IDENTIFY


def test_an_old_copy_has_looked_at_nothing_that_is_unsettled(box: Box) -> None:
    settled = box.record(1)
    box.settle(box.next(), Move(State.CONFIRMED, Step.IDENTIFY, portal_ref="R1"), NOBODY)
    waits = box.record(2)
    box.settle(box.next(), Move(State.WAITING, Step.REGISTER, due_in_s=99.0), NOBODY)
    doubts = box.record(3)
    box.settle(box.next(), Move(State.DOUBTFUL, Step.REGISTER, due_in_s=99.0), NOBODY)
    accepted = box.record(4)
    box.settle(box.next(), Move(State.ACCEPTED, Step.VACCINATE, due_in_s=99.0), NOBODY)
    box.write(lambda: taking_up.begin_comparing(box.store))
    assert [box.columns(ref)["looked_at"] for ref in (waits, doubts, accepted)] == [0.0, 0.0, 0.0]
    assert box.columns(settled)["looked_at"] == box.clock.now().timestamp()


def test_a_hurry_ends_rests_and_no_doubt(box: Box) -> None:
    rests, doubts, accepted = (box.record(n) for n in range(3))
    for state in (State.WAITING, State.DOUBTFUL, State.ACCEPTED):
        box.bring_next_to(state, due_in_s=60.0)
    due = box.record(4)
    was_due = box.columns(due)["next_attempt_at"]
    box.clock.pass_by(10)
    now = box.clock.now().timestamp()
    box.write(lambda: taking_up.hurry(box.store, box.clock.now()))
    assert box.columns(rests)["next_attempt_at"] == now
    assert [box.columns(ref)["next_attempt_at"] for ref in (doubts, accepted)] == [now + 50, now + 50]
    assert box.columns(due)["next_attempt_at"] == was_due
