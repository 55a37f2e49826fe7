# SPDX-License-Identifier: MIT
"""In which order it goes, by the portal's cut-off, by what is open there, and for an old copy of the store."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.support import people
from tests.support.boxes import FRESH_S, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import Endpoint, Move, OutboxItem, State, Step
from vaxdesk.store import bulk, outbox, rows, turns, vaccinations

WAITING = 10_000
DAY_S = 86_400
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)


def _looked(box: Box) -> OutboxItem:
    """Claim what is next, and let its look have found nobody."""
    item = box.next()
    box.settle(item, Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    return item


def _given_on(items: list[OutboxItem]) -> list[int]:
    return [item.vaccination.given_on.day for item in items]


def test_what_can_still_make_its_cut_off_goes_first_the_earliest_first_then_the_missed_oldest_first(box: Box) -> None:
    for n, day in enumerate((16, 13, 18, 14, 17, 15)):
        box.record(n, given_on=date(2021, 1, day))
    claimed = [box.next(in_time_from=date(2021, 1, 16)) for _ in range(6)]
    assert _given_on(claimed) == [16, 17, 18, 13, 14, 15]


def test_a_missed_day_goes_first_again_when_nothing_can_make_it(box: Box) -> None:
    for n, day in enumerate((15, 13, 14)):
        box.record(n, given_on=date(2021, 1, day))
    assert _given_on([box.next(in_time_from=date(2021, 1, 16)) for _ in range(3)]) == [13, 14, 15]


def test_within_a_day_what_is_further_along_goes_first_then_what_was_recorded_first(box: Box) -> None:
    second, first = box.record(1), box.record(2)
    registered, looked = box.record(3), box.record(4)
    for client_ref, step in ((registered, Step.VACCINATE), (looked, Step.REGISTER)):
        box.put(client_ref, step=step.value, looked_at=box.clock.now().timestamp())
    assert [box.next().client_ref for _ in range(4)] == [registered, looked, second, first]


def test_a_day_that_can_be_in_time_goes_before_one_that_is_further_along(box: Box) -> None:
    looked = box.record(1, given_on=date(2021, 1, 17))
    _looked(box)
    sooner = box.record(2)
    assert [box.next().client_ref for _ in range(2)] == [sooner, looked]


def test_how_long_something_is_due_says_nothing_about_its_turn(box: Box) -> None:
    box.clock.pass_by(-100)
    later_day = box.record(1, given_on=date(2021, 1, 17))
    box.clock.pass_by(100)
    sooner = box.record(2)
    assert [box.next().client_ref for _ in range(2)] == [sooner, later_day]


def test_what_the_portal_said_yes_to_is_asked_for_after_doubts_and_before_what_waits(box: Box) -> None:
    for n in range(2):
        box.record(n)
    accepted = box.bring_next_to(State.ACCEPTED, Step.VACCINATE, portal_ref="R1", due_in_s=9.0)
    doubtful = box.bring_next_to(State.DOUBTFUL, Step.VACCINATE, portal_ref="R2", due_in_s=9.0)
    box.clock.pass_by(9)
    box.record(3)
    first = box.next()
    second = box.next(busy=[first])
    third = box.next(busy=[first, second])
    assert [first.client_ref, second.client_ref] == [doubtful.client_ref, accepted.client_ref]
    assert [item.state for item in (first, second, third)] == [State.DOUBTFUL, State.ACCEPTED, State.SENDING]
    assert (second.is_look, second.portal_ref) == (True, "R1")
    assert box.counts() == {"doubtful": 1, "accepted": 1, "sending": 1}


def test_with_registrations_closed_looks_and_doses_go_on(box: Box) -> None:
    dosed, looked, looks = box.record(1), box.record(2), box.record(3)
    box.put(dosed, step="vaccinate")
    box.put(looked, step="register", looked_at=box.clock.now().timestamp())
    open_ones = {Endpoint.LOOK, Endpoint.VACCINATE}
    assert [box.next(endpoints=open_ones).client_ref for _ in range(2)] == [dosed, looks]
    assert box.claim(endpoints=open_ones) == ()
    assert box.next().client_ref == looked


def test_with_looks_closed_nothing_is_looked_at_and_the_rest_goes_on(box: Box) -> None:
    dosed, looked, _looks, stale, doubted, accepted = (box.record(n) for n in range(6))
    now = box.clock.now().timestamp()
    box.put(dosed, step="vaccinate")
    box.put(looked, step="register", looked_at=now)
    box.put(stale, step="register", looked_at=now - FRESH_S - 1)
    box.put(doubted, state="doubtful", step="register")
    box.put(accepted, state="accepted", step="vaccinate")
    open_ones = {Endpoint.REGISTER, Endpoint.VACCINATE}
    assert [box.next(endpoints=open_ones).client_ref for _ in range(2)] == [dosed, looked]
    assert box.claim(endpoints=open_ones) == ()


def test_with_doses_closed_a_registration_goes(box: Box) -> None:
    dosed, looked = box.record(1), box.record(2)
    box.put(dosed, step="vaccinate")
    box.put(looked, step="register", looked_at=box.clock.now().timestamp())
    assert box.next(endpoints={Endpoint.REGISTER}).client_ref == looked
    assert box.claim(endpoints={Endpoint.REGISTER}) == ()


@pytest.mark.parametrize("step", [Step.REGISTER, Step.VACCINATE])
def test_a_probe_is_a_look_made_of_whatever_is_next(box: Box, step: Step) -> None:
    client_ref = box.record(1)
    box.put(client_ref, step=step.value, looked_at=box.clock.now().timestamp())
    item = box.next(endpoints={Endpoint.LOOK}, looks_only=True)
    assert (item.client_ref, item.step, item.endpoint) == (client_ref, Step.IDENTIFY, Endpoint.LOOK)
    assert box.columns(client_ref)["step"] == "identify"


def test_an_old_copy_only_looks_and_at_each_once(box: Box) -> None:
    now = box.clock.now().timestamp()
    dosed, looked, done, looks = (box.record(n) for n in range(4))
    box.put(dosed, step="vaccinate")
    box.put(looked, step="register")
    box.put(done, looked_at=now)
    claimed = [box.next(comparing=True) for _ in range(3)]
    assert {item.client_ref for item in claimed} == {dosed, looked, looks}
    assert all(item.is_look for item in claimed)
    assert box.claim(comparing=True) == ()


def test_an_old_copy_looks_at_nothing_while_looks_are_closed(box: Box) -> None:
    box.record(1)
    assert box.claim(comparing=True, endpoints={Endpoint.REGISTER, Endpoint.VACCINATE}) == ()


def test_both_doses_of_a_person_are_held_against_the_portal(box: Box) -> None:
    box.record(1)
    box.record(1, dose=2, given_on=date(2021, 2, 20))
    first = box.next(comparing=True)
    box.settle(first, Move(State.WAITING, Step.REGISTER, goes_on=True), NOBODY)
    assert box.next(comparing=True).vaccination.dose == 2


def test_what_is_left_to_compare_is_what_no_look_has_answered_for(box: Box) -> None:
    box.record(1)
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    for n in range(2, 6):
        box.record(n)

    def left() -> int:
        with box.store.reading():
            return turns.left_to_compare(box.store)

    assert left() == 4
    _looked(box)
    assert left() == 3
    box.settle(box.next(), Move(State.WAITING, Step.IDENTIFY, due_in_s=9.0))  # its answer was lost
    assert left() == 3
    box.next()  # one that is on its way counts too
    assert left() == 3


def test_while_comparing_what_has_been_looked_at_is_not_due(box: Box) -> None:
    box.record(1)
    _looked(box)
    with box.store.reading():
        assert turns.next_due_at(box.store, comparing=True) is None
        assert turns.next_due_at(box.store) == box.clock.now().timestamp()
    doubted = box.record(2)
    box.put(doubted, state="doubtful", looked_at=box.clock.now().timestamp(), next_attempt_at=77.0)
    with box.store.reading():
        assert turns.next_due_at(box.store, comparing=True) == 77.0


def test_of_ten_thousand_that_wait_the_next_is_found_by_the_index_and_never_sorted(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    _record_many(box, WAITING)
    asked = [(sql, values) for sql, values in _queries(box, caplog) if "ORDER BY" in sql and "waiting" in values]
    plans = [_plan(box, sql, values) for sql, values in asked]
    assert [plan[0] for plan in plans] == [
        "SEARCH t1 USING INDEX outbox_turn (state=? AND given_on>?)",
        "SEARCH t1 USING INDEX outbox_turn (state=? AND given_on<?)",
    ]
    assert not [line for plan in plans for line in plan if "TEMP B-TREE" in line or line.startswith("SCAN")]


def test_the_family_of_ten_thousand_is_found_by_its_mobile(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    _record_many(box, WAITING)
    box.clock.pass_by(2 * DAY_S)
    asked = _queries(box, caplog)
    (family,) = [_plan(box, sql, values) for sql, values in asked if people.draft(0).mobile in values]
    assert family[0].endswith("INDEX beneficiary_mobile (mobile=?)")
    assert not [line for line in family if line.startswith("SCAN")]


def _record_many(box: Box, n: int) -> None:
    """Let ``n`` people wait whose cut-off has been missed and none of whom is due."""

    def work() -> None:
        models, now = box.store.models, box.clock.now()
        given = [replace(people.vaccination(i), given_on=date(2021, 1, 10 + i % 5)) for i in range(n)]
        persons = [{**rows.person_values(one.beneficiary), "person_key": f"key-{i}"} for i, one in enumerate(given)]
        bulk.insert(models.Beneficiary, persons)
        doses = [vaccinations.values(one, f"ref-{i}", i + 1, i + 1, "Clerk", now) for i, one in enumerate(given)]
        bulk.insert(models.Vaccination, [{"id": i + 1, "source": "live", **dose} for i, dose in enumerate(doses)])
        late = now + timedelta(days=1)
        bulk.insert(models.Outbox, [outbox.values(i + 1, one.given_on, now=late) for i, one in enumerate(given)])

    box.write(work)


def _queries(box: Box, caplog: pytest.LogCaptureFixture) -> list[tuple[str, list[object]]]:
    """Return the statements of one claim."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "peewee"):
        box.claim()
    return [record.msg for record in caplog.records if record.name == "peewee" and isinstance(record.msg, tuple)]


def _plan(box: Box, sql: str, values: list[object]) -> list[str]:
    def work() -> list[str]:
        database = box.store.models.Outbox._meta.database
        return [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]

    return box.write(work)
