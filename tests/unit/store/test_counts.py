# SPDX-License-Identifier: MIT
"""The counts: kept with each change, equal to counting afresh, true for the portal that a desk uploads to."""

from __future__ import annotations

import pytest

from tests.support.boxes import HOST, Box
from vaxdesk.domain.upload import Move, State, Step
from vaxdesk.store import counts

ELSEWHERE = "other.invalid"


@pytest.fixture
def one_of_each(box: Box) -> Box:
    """Return an outbox with one item in every state."""
    for n, state in enumerate((*(state for state in State if state is not State.WAITING), State.WAITING)):
        box.record(n)
        box.bring_next_to(state, due_in_s=900.0)
    return box


def test_an_empty_store_counts_nothing(box: Box) -> None:
    assert box.counts() == {}
    assert box.counts_recounted() == []


def test_the_kept_counts_are_those_of_the_outbox(one_of_each: Box) -> None:
    assert one_of_each.counts() == {state.value: 1 for state in State}
    assert one_of_each.counts_recounted() == sorted(
        (state.value, HOST if state is State.CONFIRMED else "", 1) for state in State
    )


def test_counts_that_are_wrong_are_right_after_counting_afresh(one_of_each: Box) -> None:
    one_of_each.write(lambda: counts.changed(one_of_each.store, State.WAITING, +7))
    one_of_each.write(lambda: counts.changed(one_of_each.store, State.CONFIRMED, +2, ELSEWHERE))
    one_of_each.write(lambda: counts.recount(one_of_each.store))
    assert one_of_each.counts() == {state.value: 1 for state in State}


def test_a_confirmation_by_another_host_counts_as_waiting(box: Box) -> None:
    for n, host in enumerate((HOST, ELSEWHERE, ELSEWHERE)):
        box.record(n)
        box.settle(box.next(), Move(State.CONFIRMED, Step.VACCINATE), host=host)
    assert box.counts(HOST) == {"confirmed": 1, "waiting": 2}
    assert box.counts(ELSEWHERE) == {"confirmed": 2, "waiting": 1}
    assert box.counts() == {"confirmed": 3}
    assert box.counts_recounted() == [("confirmed", ELSEWHERE, 2), ("confirmed", HOST, 1)]


def test_what_is_recorded_is_all_but_void_and_unsettled_what_is_still_to_do(one_of_each: Box) -> None:
    with one_of_each.store.reading():
        read = counts.read(one_of_each.store, HOST)
    assert (read.recorded, read.unsettled) == (len(State) - 1, 4)
