# SPDX-License-Identifier: MIT
"""What becomes of an item after each exchange, for every state, step and kind of Outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support import people
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.sync.policy import Manners
from vaxdesk.sync.verdict import verdict

WAITS = Manners(settle_s=(120.0, 600.0), first_delay_s=2.0, max_delay_s=600.0, blocked_s=300.0, open_s=(60.0, 900.0))
GATE_S = 7.0
HELD_BACK = Outcome(OutcomeKind.NOT_SENT, "held_back", Weather.BUSY, calls=0)

LOOK, R, V = Step.IDENTIFY, Step.REGISTER, Step.VACCINATE
WAITING, SENDING, DOUBTFUL, REJECTED = State.WAITING, State.SENDING, State.DOUBTFUL, State.REJECTED
ACCEPTED, CONFIRMED = State.ACCEPTED, State.CONFIRMED


def _item(state: State, step: Step, **changed: object) -> OutboxItem:
    item = OutboxItem(
        client_ref="c1",
        state=state,
        step=step,
        vaccination=people.vaccination(1),
        portal_ref="R1" if step is V else "",
        next_attempt_at=datetime(2021, 1, 16, tzinfo=UTC),
        attempts=3,
        empty_looks=0,
        doubt_rounds=2,
        last_code="read_timeout",
    )
    return replace(item, **changed)  # type: ignore[arg-type]


def _outcome(kind: OutcomeKind, **changed: object) -> Outcome:
    fine = {OutcomeKind.ABSENT, OutcomeKind.REFUSED, OutcomeKind.CONFLICT, OutcomeKind.ALREADY}
    outcome = Outcome(kind, "code", Weather.FINE if kind in fine else Weather.BUSY)
    return replace(outcome, **changed)  # type: ignore[arg-type]


def _verdict(item: OutboxItem, outcome: Outcome) -> Move:
    return verdict(item, outcome, WAITS, GATE_S)


TAKEN = _outcome(OutcomeKind.FOUND, weather=Weather.FINE, match=PortalMatch("R7", dose_proven=True))
THERE = _outcome(OutcomeKind.FOUND, weather=Weather.FINE, match=PortalMatch("R7"))
CAME_BACK = (OutcomeKind.NOT_SENT, OutcomeKind.LATER, OutcomeKind.SIGN_IN, OutcomeKind.STOP)

# (state, step, kind) -> (state, step, due_in_s, empty_looks)
TABLE = {
    # looks before anything was sent
    (SENDING, LOOK, OutcomeKind.ABSENT): (WAITING, R, 0.0, 0),
    (SENDING, LOOK, OutcomeKind.LOST): (WAITING, LOOK, 0.0, 0),
    (SENDING, LOOK, OutcomeKind.ALREADY): (WAITING, LOOK, 120.0, 0),
    **{(SENDING, LOOK, kind): (WAITING, LOOK, 0.0, 0) for kind in CAME_BACK},
    # writes
    **{
        (SENDING, step, kind): (DOUBTFUL, step, 120.0, 0)
        for step in (R, V)
        for kind in (OutcomeKind.LOST, OutcomeKind.ABSENT)
    },
    **{(SENDING, step, OutcomeKind.ALREADY): (DOUBTFUL, step, 0.0, -1) for step in (R, V)},
    **{(SENDING, step, kind): (WAITING, step, 0.0, 0) for step in (R, V) for kind in CAME_BACK},
    # looks at a doubt
    (DOUBTFUL, LOOK, OutcomeKind.ABSENT): (WAITING, R, 0.0, 0),
    (DOUBTFUL, R, OutcomeKind.ABSENT): (DOUBTFUL, R, 600.0, 1),
    (DOUBTFUL, V, OutcomeKind.ABSENT): (DOUBTFUL, V, 600.0, 1),
    **{
        (DOUBTFUL, step, kind): (DOUBTFUL, step, GATE_S + 120.0, 0)
        for step in Step
        for kind in (*CAME_BACK, OutcomeKind.LOST, OutcomeKind.ALREADY)
    },
    # looks at what the portal said yes to
    (ACCEPTED, V, OutcomeKind.ABSENT): (DOUBTFUL, V, 600.0, 1),
    **{
        (ACCEPTED, V, kind): (ACCEPTED, V, GATE_S + 120.0, 0)
        for kind in (*CAME_BACK, OutcomeKind.LOST, OutcomeKind.ALREADY)
    },
    (ACCEPTED, V, OutcomeKind.CONFLICT): (REJECTED, LOOK, 0.0, 0),
    (ACCEPTED, V, OutcomeKind.REFUSED): (DOUBTFUL, V, 600.0, 1),
    # a person decides
    **{
        (state, step, kind): (REJECTED, LOOK, 0.0, 0)
        for state in (SENDING, DOUBTFUL)
        for step in Step
        for kind in (OutcomeKind.REFUSED, OutcomeKind.CONFLICT)
    },
    # but not while the registration may still come to pass: the person is not let go by a refused look
    (DOUBTFUL, R, OutcomeKind.REFUSED): (DOUBTFUL, R, GATE_S + 120.0, 0),
    # nor while a dose may: reads that lag may not know the person yet
    (DOUBTFUL, V, OutcomeKind.REFUSED): (DOUBTFUL, V, 600.0, 1),
}


@pytest.mark.parametrize(("state", "step", "kind"), TABLE)
def test_every_answer_leads_where_the_table_says(state: State, step: Step, kind: OutcomeKind) -> None:
    move = _verdict(_item(state, step), _outcome(kind))
    assert (move.state, move.step, move.due_in_s, move.empty_looks) == TABLE[(state, step, kind)]


def test_the_table_leaves_out_only_what_was_found() -> None:
    asked = {(state, step, kind) for state in (SENDING, DOUBTFUL) for step in Step for kind in OutcomeKind}
    asked |= {(ACCEPTED, V, kind) for kind in OutcomeKind}
    assert {kind for _state, _step, kind in asked - set(TABLE)} == {OutcomeKind.FOUND}
    assert len(asked) - len(TABLE) == 7


@pytest.mark.parametrize(("state", "step"), [*((s, step) for s in (SENDING, DOUBTFUL) for step in Step), (ACCEPTED, V)])
def test_a_proven_dose_is_confirmed_from_everywhere(state: State, step: Step) -> None:
    move = _verdict(_item(state, step), TAKEN)
    assert (move.state, move.portal_ref) == (CONFIRMED, "R7")


def test_the_yes_to_a_dose_that_is_read_back_is_no_confirmation_yet() -> None:
    move = verdict(_item(SENDING, V), TAKEN, WAITS, GATE_S, read_back=True)
    assert move == Move(ACCEPTED, V, due_in_s=120.0, portal_ref="R7", doubt_rounds=2)


@pytest.mark.parametrize(("state", "step"), [(SENDING, LOOK), (DOUBTFUL, R), (DOUBTFUL, V), (ACCEPTED, V)])
def test_what_a_look_shows_is_not_read_back_once_more(state: State, step: Step) -> None:
    assert verdict(_item(state, step), TAKEN, WAITS, GATE_S, read_back=True).state is CONFIRMED


def test_a_read_back_that_shows_the_person_without_the_dose_is_a_doubt_with_one_empty_look() -> None:
    move = _verdict(_item(ACCEPTED, V), THERE)
    assert move == Move(DOUBTFUL, V, due_in_s=600.0, empty_looks=1, doubt_rounds=2)


BUSY_KINDS = (OutcomeKind.LATER, OutcomeKind.LOST)


@pytest.mark.parametrize("kind", BUSY_KINDS)
def test_the_first_two_tries_on_a_busy_portal_are_counted_and_the_third_rests(kind: OutcomeKind) -> None:
    moves = [_verdict(_item(SENDING, LOOK, tries=tries), _outcome(kind)) for tries in (0, 1, 2)]
    assert [(move.state, move.tries, move.due_in_s) for move in moves] == [
        (WAITING, 1, 0.0),
        (WAITING, 2, 0.0),
        (WAITING, 0, 120.0),
    ]


@pytest.mark.parametrize("step", [R, V])
def test_a_write_that_came_back_undone_counts_as_a_try_and_keeps_its_step(step: Step) -> None:
    move = _verdict(_item(SENDING, step, tries=1), _outcome(OutcomeKind.LATER))
    assert (move.state, move.step, move.tries) == (WAITING, step, 2)


def test_trouble_that_is_not_the_portals_neither_costs_nor_gives_back_a_try() -> None:
    for weather in (Weather.OFFLINE, Weather.CAPTIVE):
        move = _verdict(_item(SENDING, LOOK, tries=2), _outcome(OutcomeKind.NOT_SENT, weather=weather))
        assert (move.state, move.tries, move.due_in_s) == (WAITING, 2, 0.0)


@pytest.mark.parametrize("step", [LOOK, R, V])
def test_what_was_held_back_is_due_as_it_was(step: Step) -> None:
    move = _verdict(_item(SENDING, step, tries=2), HELD_BACK)
    assert (move.state, move.step, move.tries, move.due_in_s) == (WAITING, step, 2, 0.0)


@pytest.mark.parametrize("state", [DOUBTFUL, ACCEPTED])
def test_a_look_that_was_held_back_has_proved_nothing(state: State) -> None:
    item = _item(state, V, empty_looks=1)
    move = _verdict(item, HELD_BACK)
    assert (move.state, move.step, move.empty_looks) == (state, V, 1 if state is DOUBTFUL else 0)


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        (_item(SENDING, LOOK, tries=2), _outcome(OutcomeKind.ABSENT)),
        (_item(DOUBTFUL, V, tries=2, empty_looks=1), _outcome(OutcomeKind.ABSENT, weather=Weather.BUSY)),
        (_item(SENDING, V, tries=2), _outcome(OutcomeKind.LOST)),
        (_item(DOUBTFUL, V, tries=2), _outcome(OutcomeKind.LOST)),
    ],
    ids=["a step further", "allowed to repeat", "doubtful now", "still doubtful"],
)
def test_only_what_waits_and_went_no_further_has_tried(item: OutboxItem, outcome: Outcome) -> None:
    move = _verdict(item, outcome)
    assert move.tries == 0
    assert move.goes_on or move.state is DOUBTFUL


@pytest.mark.parametrize(("state", "step"), [(SENDING, LOOK), (SENDING, R), (DOUBTFUL, LOOK), (DOUBTFUL, R)])
def test_a_person_who_is_there_gets_the_dose_next(state: State, step: Step) -> None:
    assert _verdict(_item(state, step), THERE) == Move(WAITING, V, portal_ref="R7", doubt_rounds=2, goes_on=True)


def test_a_doubtful_dose_that_is_not_there_is_an_empty_look() -> None:
    there = _outcome(OutcomeKind.FOUND, weather=Weather.FINE, match=PortalMatch("R1"))
    move = _verdict(_item(DOUBTFUL, V), there)
    assert (move.state, move.step, move.due_in_s, move.empty_looks) == (DOUBTFUL, V, 600.0, 1)


def test_a_dose_answered_without_proof_is_never_sent_again_at_once() -> None:
    unproven = _outcome(OutcomeKind.FOUND, weather=Weather.FINE, match=PortalMatch("R1"))
    move = _verdict(_item(SENDING, V), unproven)
    assert (move.state, move.step, move.due_in_s) == (DOUBTFUL, V, 120.0)


def test_an_outcome_that_found_nothing_nameable_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="must say what"):
        _verdict(_item(SENDING, LOOK), _outcome(OutcomeKind.FOUND))


@pytest.mark.parametrize("step", [R, V])
def test_the_second_empty_look_allows_one_repeat(step: Step) -> None:
    move = _verdict(_item(DOUBTFUL, step, empty_looks=1), _outcome(OutcomeKind.ABSENT))
    assert (move.state, move.step, move.doubt_rounds, move.goes_on) == (WAITING, step, 3, True)


@pytest.mark.parametrize("step", [R, V])
def test_an_answer_without_content_is_looked_at_at_once_and_that_look_does_not_count(step: Step) -> None:
    item = _item(SENDING, step)
    moves = [_verdict(item, _outcome(OutcomeKind.LOST, weather=Weather.FINE, look_now=True))]
    while moves[-1].state is DOUBTFUL:
        item = _item(DOUBTFUL, step, empty_looks=moves[-1].empty_looks)
        moves.append(_verdict(item, _outcome(OutcomeKind.ABSENT)))
    assert [move.due_in_s for move in moves] == [0.0, 120.0, 600.0, 0.0]


def test_already_there_that_no_look_finds_is_for_a_person() -> None:
    item = _item(DOUBTFUL, V, empty_looks=1, last_code="already_there")
    assert _verdict(item, _outcome(OutcomeKind.ABSENT)) == Move(REJECTED, LOOK, doubt_rounds=2)


@pytest.mark.parametrize("step", [R, V])
def test_a_write_the_portal_may_have_done_counts_as_lost(step: Step) -> None:
    item = _item(SENDING, step)
    move = _verdict(item, _outcome(OutcomeKind.LATER, may_have_worked=True))
    assert (move.state, move.step, move.due_in_s, move.empty_looks) == (DOUBTFUL, step, 120.0, 0)


@pytest.mark.parametrize("state", [SENDING, DOUBTFUL])
def test_nobody_under_a_known_reference_is_never_registered_again(state: State) -> None:
    item = _item(state, LOOK, portal_ref="R1")
    first = _verdict(item, _outcome(OutcomeKind.ABSENT))
    assert (first.state, first.step, first.due_in_s, first.empty_looks) == (DOUBTFUL, LOOK, 600.0, 1)
    second = _verdict(replace(item, state=DOUBTFUL, empty_looks=1), _outcome(OutcomeKind.ABSENT))
    assert (second.state, second.step) == (REJECTED, LOOK)


@pytest.mark.parametrize(("state", "wait_s"), [(SENDING, 120.0), (DOUBTFUL, GATE_S + 120.0)])
def test_a_look_that_fails_on_a_fine_line_waits_as_no_gate_will_hold_it(state: State, wait_s: float) -> None:
    odd = _outcome(OutcomeKind.LOST, weather=Weather.FINE, look_now=True)
    assert _verdict(_item(state, LOOK), odd).due_in_s == wait_s


@pytest.mark.parametrize("weather", [Weather.SIGNED_OUT, Weather.STOPPED])
def test_who_is_told_no_again_and_again_lets_the_others_go_first(weather: Weather) -> None:
    """A centre that the portal does not know may be one item's alone."""
    move = _verdict(_item(SENDING, V, tries=2), _outcome(OutcomeKind.STOP, weather=weather))
    assert (move.state, move.tries, move.due_in_s) == (WAITING, 0, 120.0)
