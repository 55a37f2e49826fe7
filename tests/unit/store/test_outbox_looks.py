# SPDX-License-Identifier: MIT
"""Which doses go without a look, whose reference is whose, and what the portal showed where it differs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest

from tests.support.boxes import HOST, Box
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalPerson, Weather
from vaxdesk.domain.upload import Move, State, Step
from vaxdesk.store import outbox

ELSEWHERE = "other.invalid"
SECOND = {"dose": 2, "given_on": date(2021, 2, 20)}
NOBODY = Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE)
THEIRS = (PortalPerson("R1", "Asha Namoona", "1961", dose1_on="15-01-2021"), PortalPerson("R2", "आशा"))
DIFFERS = Outcome(OutcomeKind.CONFLICT, "dose_differs", Weather.FINE, http_status=200, people=THEIRS)


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


def _first_confirmed(box: Box) -> str:
    client_ref = box.record(1)
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    return client_ref


def _change(box: Box, client_ref: str, **columns: object) -> None:
    vaccination = box.store.models.Vaccination
    box.write(lambda: vaccination.update(**columns).where(vaccination.client_ref == client_ref).execute())


def test_the_next_dose_of_somebody_known_goes_without_a_look(box: Box) -> None:
    _first_confirmed(box)
    box.record(1, **SECOND)
    item = box.next()
    assert (item.step, item.portal_ref, item.is_look) == (Step.VACCINATE, "R1", False)


def test_a_second_dose_that_waited_for_the_first_needs_no_look_once_that_is_confirmed(box: Box) -> None:
    box.record(1)
    second = box.record(1, **SECOND)
    assert box.row(second).step is Step.IDENTIFY
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    assert box.row(second).step is Step.VACCINATE


def test_a_stranger_is_looked_for(box: Box) -> None:
    _first_confirmed(box)
    assert box.row(box.record(2)).step is Step.IDENTIFY


@pytest.mark.parametrize("changed", [{"live": False}, {"revision": 2}], ids=["void", "corrected"])
def test_beside_a_dose_that_was_void_or_corrected_the_next_is_looked_up(box: Box, changed: dict[str, object]) -> None:
    _change(box, _first_confirmed(box), **changed)
    assert box.row(box.record(1, **SECOND)).step is Step.IDENTIFY


def test_beside_a_later_dose_an_earlier_one_is_looked_up(box: Box) -> None:
    box.record(1, **SECOND)
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    assert box.row(box.record(1)).step is Step.IDENTIFY


def test_a_first_dose_of_somebody_known_is_looked_up_when_what_made_them_known_is_another_persons_by_now(
    box: Box,
) -> None:
    """The portal may hold that very dose, with another date, as the conflict that was then found to be another's."""
    moved, other = box.record(1), box.record(2, **SECOND)
    box.bring_next_to(State.REJECTED, Step.VACCINATE, portal_ref="R1")
    vaccination = box.store.models.Vaccination
    with box.store.reading():
        another = vaccination.get(vaccination.client_ref == other).beneficiary_id
    _change(box, moved, beneficiary=another, revision=2)
    assert box.row(box.record(1)).step is Step.IDENTIFY


def test_the_same_dose_recorded_anew_is_looked_up(box: Box) -> None:
    voided = box.record(1)
    box.bring_next_to(State.REJECTED, Step.VACCINATE, portal_ref="R1")
    box.write(lambda: outbox.void(box.store, box.number(voided), State.REJECTED))
    _change(box, voided, live=False)
    assert box.row(box.record(1)).step is Step.IDENTIFY


def test_a_dose_that_has_been_on_its_way_keeps_its_look(box: Box) -> None:
    """What was begun before the person was known may have reached the portal."""
    box.record(1)
    second = box.record(1, **SECOND)
    number, table = box.number(second), box.store.models.Outbox
    box.write(lambda: table.update(attempts=1).where(table.vaccination == number).execute())
    box.bring_next_to(State.CONFIRMED, Step.VACCINATE, portal_ref="R1")
    assert box.row(second).step is Step.IDENTIFY


def test_a_dose_queued_again_is_looked_up(box: Box) -> None:
    _first_confirmed(box)
    second = box.record(1, **SECOND)
    box.bring_next_to(State.REJECTED, Step.IDENTIFY)
    number = box.number(second)
    box.write(lambda: outbox.requeue(box.store, number, State.REJECTED, date(2021, 2, 20), box.clock.now()))
    assert box.row(second).step is Step.IDENTIFY


def test_a_conflict_keeps_what_the_portal_shows(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.REJECTED, Step.IDENTIFY), DIFFERS)
    assert json.loads(box.columns(client_ref)["theirs"]) == [asdict(person) for person in THEIRS]


def test_nothing_of_a_conflict_stands_once_it_is_queued_again(box: Box) -> None:
    client_ref = box.record(1)
    box.settle(box.next(), Move(State.REJECTED, Step.IDENTIFY, tries=2), DIFFERS)
    number = box.number(client_ref)
    box.write(lambda: outbox.requeue(box.store, number, State.REJECTED, date(2021, 1, 16), box.clock.now()))
    assert (box.columns(client_ref)["theirs"], box.columns(client_ref)["tries"]) == ("", 0)


@pytest.mark.parametrize(
    ("after", "kind"), [(State.CONFIRMED, OutcomeKind.FOUND), (State.REJECTED, OutcomeKind.REFUSED)]
)
def test_nothing_of_a_conflict_stands_once_something_else_is_decided(box: Box, after: State, kind: OutcomeKind) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.write(lambda: box.store.models.Outbox.update(theirs="[{}]").execute())
    box.settle(item, Move(after, Step.VACCINATE), Outcome(kind, "decided", Weather.FINE))
    assert box.columns(client_ref)["theirs"] == ""


def test_an_answer_that_decides_nothing_leaves_what_the_portal_showed(box: Box) -> None:
    client_ref = box.record(1)
    item = box.next()
    box.write(lambda: box.store.models.Outbox.update(theirs="[{}]").execute())
    box.settle(item, Move(State.DOUBTFUL, Step.VACCINATE))
    assert box.columns(client_ref)["theirs"] == "[{}]"
