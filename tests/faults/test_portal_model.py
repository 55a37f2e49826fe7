# SPDX-License-Identifier: MIT
"""The parts of the walk, each by itself: a model that misbehaved otherwise than it says would prove nothing."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.faults.portal_model import HOSTILE, Fault, Habits, PortalModel
from tests.faults.simulated import SimulatedClock, SimulatedSenders
from tests.support import people
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent
from vaxdesk.portal.cowin import client, payloads
from vaxdesk.sync.senders import Call

HONEST = Habits(faults={}, lags=0.0)
FOUND = Outcome(OutcomeKind.FOUND, "reachable", Weather.FINE, seconds=2.0)


def ask_to_register(model: PortalModel, n: int = 1) -> Answer:
    return model.call("POST", client.NEW, body=json.dumps(payloads.registration(people.vaccination(n))).encode())


def ask_to_vaccinate(model: PortalModel, reference: str, n: int = 1) -> Answer:
    body = payloads.dose(people.vaccination(n), reference, {"LNJP": 1})
    return model.call("POST", client.VACCINATE, body=json.dumps(body).encode())


def shown(model: PortalModel, n: int = 1) -> list[dict[str, str]]:
    """Return whom an honest look by mobile shows."""
    model.habits = HONEST
    query = payloads.by_mobile(people.vaccination(n).beneficiary.mobile)
    answer = model.call("GET", client.FIND_BY_MOBILE, query=query)
    found: list[dict[str, str]] = json.loads(answer.body)["beneficiaries"]
    return found


def a_portal(fault: Fault, clock: SimulatedClock | None = None) -> PortalModel:
    return PortalModel(clock or SimulatedClock(), Random(1), Habits(faults={fault: 1.0}, lags=0.0))


def test_an_honest_portal_registers_vaccinates_and_shows_it() -> None:
    model = PortalModel(SimulatedClock(), Random(1), HONEST)
    reference = json.loads(ask_to_register(model).body)["beneficiary_reference_id"]
    assert shown(model)[0]["dose1_date"] == ""
    assert ask_to_vaccinate(model, reference).status == 200
    assert (shown(model)[0]["dose1_date"], shown(model)[0]["vaccine"]) == ("16-01-2021", "COVISHIELD")
    assert set(model.doses.values()) == set(model.registrations.values()) == {1}


def test_the_same_person_and_the_same_dose_again_stand_there_twice() -> None:
    model = PortalModel(SimulatedClock(), Random(1), HONEST)
    reference = json.loads(ask_to_register(model).body)["beneficiary_reference_id"]
    ask_to_register(model)
    for _time in range(2):
        ask_to_vaccinate(model, reference)
    assert set(model.doses.values()) == set(model.registrations.values()) == {2}


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.LOST_LATE, Fault.LOST_BEFORE])
def test_a_lost_answer_says_nothing_of_whether_the_portal_worked(fault: Fault) -> None:
    clock = SimulatedClock()
    model = a_portal(fault, clock)
    with pytest.raises(AnswerLost):
        ask_to_register(model)
    assert len(model.people) == (fault is Fault.LOST_AFTER)
    clock.run_out()
    assert len(model.people) == (fault is not Fault.LOST_BEFORE)


def test_a_late_commit_comes_within_its_bound_after_the_answer_was_given_up() -> None:
    clock = SimulatedClock()
    model = a_portal(Fault.LOST_LATE, clock)
    with pytest.raises(AnswerLost):
        ask_to_register(model)
    clock.run_out()
    (_asked, written) = model.ledger
    assert written.wrote
    assert 0.0 < written.at <= model.habits.hang_s + model.habits.late_s


def test_reads_lag_behind_what_was_written_and_show_it_within_the_bound() -> None:
    clock = SimulatedClock()
    model = PortalModel(clock, Random(1), Habits(faults={}, lag_s=100.0, lags=1.0))
    ask_to_register(model)
    assert shown(model) == []
    clock.pass_by(100.0)
    assert len(shown(model)) == 1


@pytest.mark.parametrize(
    ("fault", "status", "works"),
    [
        (Fault.ERROR_BEFORE, 500, False),
        (Fault.ERROR_AFTER, 500, True),
        (Fault.NO_CONTENT, 204, True),
        (Fault.EMPTY_OBJECT, 200, True),
        (Fault.CAPTIVE, 200, False),
        (Fault.KEY_NOT_TAKEN, 401, False),
        (Fault.TOO_MANY, 429, False),
        (Fault.BUSY, 503, False),
        (Fault.BLOCKED, 403, False),
    ],
)
def test_every_odd_answer_has_its_status_and_works_or_not_as_it_says(fault: Fault, status: int, works: bool) -> None:
    model = a_portal(fault)
    answer = ask_to_register(model)
    assert answer.status == status or (fault is Fault.ERROR_AFTER and answer.status in model.habits.errors)
    assert (len(model.people) == 1) is works


def test_it_asks_to_be_left_alone_by_retry_after_and_never_takes_what_was_not_sent() -> None:
    assert int(ask_to_register(a_portal(Fault.BUSY_UNTIL)).retry_after or 0) >= 1
    with pytest.raises(NotSent):
        ask_to_register(a_portal(Fault.NOT_SENT))


def test_a_forgotten_dose_is_accepted_and_never_written() -> None:
    model = PortalModel(SimulatedClock(), Random(1), HONEST)
    reference = json.loads(ask_to_register(model).body)["beneficiary_reference_id"]
    model.habits = Habits(faults={Fault.FORGOTTEN: 1.0})
    answer = ask_to_vaccinate(model, reference)
    assert (answer.status, json.loads(answer.body)) == (200, {"beneficiary_reference_id": reference})
    assert not model.doses


def test_a_tenth_of_all_answers_is_lost_after_the_work_and_a_twentieth_is_a_5xx_after_it() -> None:
    assert sum(HOSTILE[fault] for fault in (Fault.LOST_AFTER, Fault.LOST_LATE)) == pytest.approx(0.1)
    assert sum(HOSTILE[fault] for fault in (Fault.ERROR_AFTER, Fault.ERROR_LATE)) == pytest.approx(0.05)


def test_time_passes_to_the_next_happening_and_no_further() -> None:
    clock = SimulatedClock()
    seen: list[tuple[str, float]] = []
    clock.call_in(5.0, lambda: seen.append(("second", clock.monotonic())))
    clock.call_in(2.0, lambda: seen.append(("first", clock.monotonic())))
    clock.pass_by(4.0)
    assert (seen, clock.monotonic()) == ([("first", 2.0)], 4.0)
    clock.set_wall(-3600.0)
    clock.run_out()
    assert (seen[1], clock.monotonic()) == (("second", 5.0), 5.0)


def test_simulated_senders_bring_an_answer_after_its_seconds_and_to_nobody_once_the_desk_is_gone() -> None:
    clock, arrived = SimulatedClock(), list[Call]()

    def exchange(call: Call) -> tuple[Outcome, ...]:
        arrived.append(call)
        return (FOUND,)

    senders = SimulatedSenders(exchange, clock, Random(1), way_s=0.0)
    call = Call((), 0.0)
    senders.send(call)
    assert (senders.finished(1.0), senders.in_flight, arrived) == ([], [call], [call])
    assert senders.finished(5.0) == [(call, (FOUND,))]
    assert (clock.monotonic(), senders.in_flight) == (2.0, [])
    for _call in range(20):
        senders.send(Call((), 2.0))
    senders.close()
    clock.run_out()
    assert 1 < len(arrived) < 21, "some had left already, some had not"
