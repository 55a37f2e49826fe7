# SPDX-License-Identifier: MIT
"""The senders: side by side, one Outcome for each item whatever becomes of the exchange."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.support import people
from tests.support.clocks import NOON
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.sync.senders import Exchange, Senders

PATIENCE_S = 20.0
FINE = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _item(n: int) -> OutboxItem:
    return OutboxItem(f"ref-{n}", State.SENDING, Step.IDENTIFY, people.vaccination(n), "", NOON, 0, 0, 0, "")


def _codes(ended: list[tuple[OutboxItem, Outcome]]) -> dict[str, str]:
    return {item.client_ref: outcome.code for item, outcome in ended}


@pytest.fixture
def make() -> Iterator[Callable[[Exchange, int], Senders]]:
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


Make = Callable[[Exchange, int], Senders]


def test_what_was_sent_is_in_flight_until_its_outcome_is_fetched(make: Make) -> None:
    senders = make(lambda _item: FINE, 2)
    item = _item(1)
    senders.send(item)
    assert senders.in_flight == {"ref-1": item}
    assert senders.finished(PATIENCE_S) == [(item, FINE)]
    assert senders.in_flight == {}


def test_nothing_sent_is_nothing_finished(make: Make) -> None:
    assert make(lambda _item: FINE, 1).finished(0.0) == []


def test_what_has_ended_is_fetched_and_what_has_not_stays_in_flight(make: Make) -> None:
    go_on = threading.Event()

    def exchange(item: OutboxItem) -> Outcome:
        if item.client_ref == "ref-0":
            assert go_on.wait(PATIENCE_S)
        return FINE

    senders = make(exchange, 3)
    for n in range(3):
        senders.send(_item(n))
    ended: dict[str, str] = {}
    while len(ended) < 2:
        ended |= _codes(senders.finished(PATIENCE_S))
    assert set(ended) == {"ref-1", "ref-2"}
    assert list(senders.in_flight) == ["ref-0"]
    go_on.set()
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-0": "nothing_there"}


def test_exchanges_run_side_by_side(make: Make) -> None:
    together = threading.Barrier(4)

    def exchange(_item: OutboxItem) -> Outcome:
        together.wait(PATIENCE_S)
        return FINE

    senders = make(exchange, 4)
    for n in range(4):
        senders.send(_item(n))
    ended: dict[str, str] = {}
    while len(ended) < 4:
        ended |= _codes(senders.finished(PATIENCE_S))
    assert set(ended.values()) == {"nothing_there"}


def test_an_exchange_that_raises_is_lost_and_logged_without_a_person(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def exchange(item: OutboxItem) -> Outcome:
        if item.client_ref == "ref-1":
            raise ValueError("a slip of ours")
        return FINE

    senders = make(exchange, 1)
    with caplog.at_level(logging.ERROR, "vaxdesk.sync.senders"):
        senders.send(_item(1))
        ((item, outcome),) = senders.finished(PATIENCE_S)
    assert (item.client_ref, outcome.kind, outcome.code) == ("ref-1", OutcomeKind.LOST, "exchange_failed")
    assert (outcome.weather, outcome.look_now, outcome.http_status) == (Weather.BUSY, False, None)
    (record,) = caplog.records
    assert record.getMessage() == "exchange failed for ref-1"
    assert record.exc_info
    person = item.vaccination.beneficiary
    assert person.name not in caplog.text
    assert person.mobile not in caplog.text
    senders.send(_item(2))  # its thread goes on
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-2": "nothing_there"}


def test_closing_lets_the_exchange_that_runs_come_to_its_end(make: Make) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def exchange(_item: OutboxItem) -> Outcome:
        inside.set()
        assert go_on.wait(PATIENCE_S)
        return FINE

    senders = make(exchange, 1)
    senders.send(_item(1))
    assert inside.wait(PATIENCE_S)
    senders.close()
    go_on.set()
    assert _codes(senders.finished(PATIENCE_S)) == {"ref-1": "nothing_there"}
