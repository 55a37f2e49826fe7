# SPDX-License-Identifier: MIT
"""The senders: side by side, one Outcome for each item whatever becomes of the exchange."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.support import people
from tests.support.clocks import NOON
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.sync.senders import Call, Ended, Exchange, Senders

PATIENCE_S = 20.0
FINE = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _item(n: int) -> OutboxItem:
    return OutboxItem(f"ref-{n}", State.SENDING, Step.IDENTIFY, people.vaccination(n), "", NOON, 0, 0, 0, "")


def _call(*numbers: int) -> Call:
    return Call(tuple(_item(n) for n in numbers), began_at=0.0)


def _ref(call: Call) -> str:
    return call.items[0].client_ref


def _fine(call: Call) -> tuple[Outcome, ...]:
    return (FINE,) * len(call.items)


def _codes(ended: list[Ended]) -> dict[str, str]:
    return {
        item.client_ref: outcome.code
        for call, outcomes in ended
        for item, outcome in zip(call.items, outcomes, strict=True)
    }


Make = Callable[[Exchange, int], Senders]


@pytest.fixture
def make() -> Iterator[Make]:
    """Return a maker of senders whose threads have ended after the test."""
    made: list[Senders] = []

    def senders(exchange: Exchange, threads: int) -> Senders:
        made.append(Senders(exchange, threads))
        return made[-1]

    yield senders
    for one in made:
        one.close()
        for thread in one._threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


def test_what_was_sent_is_in_flight_until_its_outcome_is_fetched(make: Make) -> None:
    senders = make(_fine, 2)
    call = _call(1)
    senders.send(call)
    assert senders.in_flight == [call]
    assert senders.finished(PATIENCE_S) == [(call, (FINE,))]
    assert senders.in_flight == []


def test_a_family_is_one_exchange_with_an_outcome_for_each(make: Make) -> None:
    asked: list[Call] = []

    def exchange(call: Call) -> tuple[Outcome, ...]:
        asked.append(call)
        return tuple(replace(FINE, code=f"for {item.client_ref}") for item in call.items)

    senders, family = make(exchange, 2), _call(1, 2, 3)
    senders.send(family)
    assert _codes(senders.finished(PATIENCE_S)) == {f"ref-{n}": f"for ref-{n}" for n in (1, 2, 3)}
    assert asked == [family]


def test_a_family_whose_exchange_raises_is_lost_for_each(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    def exchange(_call: Call) -> tuple[Outcome, ...]:
        raise ValueError("a slip of ours")

    senders = make(exchange, 1)
    senders.send(_call(1, 2))
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-1": "exchange_failed", "ref-2": "exchange_failed"}
    assert [record.getMessage() for record in caplog.records] == ["exchange failed for ref-1, ref-2"]


def test_nothing_sent_is_nothing_finished(make: Make) -> None:
    assert make(_fine, 1).finished(0.0) == []


def test_what_has_ended_is_fetched_and_what_has_not_stays_in_flight(make: Make) -> None:
    go_on = threading.Event()

    def exchange(call: Call) -> tuple[Outcome, ...]:
        if _ref(call) == "ref-0":
            assert go_on.wait(PATIENCE_S)
        return _fine(call)

    senders = make(exchange, 3)
    for n in range(3):
        senders.send(_call(n))
    ended: dict[str, str] = {}
    while len(ended) < 2:
        ended |= _codes(senders.finished(PATIENCE_S))
    assert set(ended) == {"ref-1", "ref-2"}
    assert [_ref(call) for call in senders.in_flight] == ["ref-0"]
    go_on.set()
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-0": "nothing_there"}


def test_exchanges_run_side_by_side(make: Make) -> None:
    together = threading.Barrier(4)

    def exchange(call: Call) -> tuple[Outcome, ...]:
        together.wait(PATIENCE_S)
        return _fine(call)

    senders = make(exchange, 4)
    for n in range(4):
        senders.send(_call(n))
    ended: dict[str, str] = {}
    while len(ended) < 4:
        ended |= _codes(senders.finished(PATIENCE_S))
    assert set(ended.values()) == {"nothing_there"}


def test_an_exchange_that_raises_is_lost_and_logged_without_a_person(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def exchange(call: Call) -> tuple[Outcome, ...]:
        if _ref(call) == "ref-1":
            raise ValueError("a slip of ours")
        return _fine(call)

    senders = make(exchange, 1)
    with caplog.at_level(logging.ERROR, "vaxdesk.sync.senders"):
        senders.send(_call(1))
        ((call, (outcome,)),) = senders.finished(PATIENCE_S)
    (item,) = call.items
    assert (item.client_ref, outcome.kind, outcome.code) == ("ref-1", OutcomeKind.LOST, "exchange_failed")
    assert (outcome.weather, outcome.look_now, outcome.http_status) == (Weather.BUSY, False, None)
    (record,) = caplog.records
    assert record.getMessage() == "exchange failed for ref-1"
    assert record.exc_info
    person = item.vaccination.beneficiary
    assert person.name not in caplog.text
    assert person.mobile not in caplog.text
    senders.send(_call(2))  # its thread goes on
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-2": "nothing_there"}


def test_closing_lets_the_exchange_that_runs_come_to_its_end(make: Make) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def exchange(call: Call) -> tuple[Outcome, ...]:
        inside.set()
        assert go_on.wait(PATIENCE_S)
        return _fine(call)

    senders = make(exchange, 1)
    senders.send(_call(1))
    assert inside.wait(PATIENCE_S)
    senders.close()
    go_on.set()
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-1": "nothing_there"}


@pytest.mark.usefixtures("expected_log")
def test_a_portal_that_forgets_somebody_of_a_family_has_said_nothing_of_any(make: Make) -> None:
    senders = make(lambda _call: (), 1)
    senders.send(_call(1))
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-1": "exchange_failed"}
