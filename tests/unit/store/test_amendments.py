# SPDX-License-Identifier: MIT
"""Amending what is recorded: who the portal knows stays who they are, whoever else becomes whom the draft names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.support import people
from tests.support.boxes import HOST, Box
from vaxdesk.domain.beneficiary import Beneficiary
from vaxdesk.domain.upload import Move, State, Step
from vaxdesk.store import amendments

SECOND = {"dose": 2, "given_on": date(2021, 2, 20)}
PERSON = people.vaccination(1).beneficiary
RENAMED = replace(PERSON, name="Mohan Misaal")


def _amend(box: Box, client_ref: str, **changed: Any) -> None:
    given = replace(box.row(client_ref).vaccination, **changed)
    box.write(lambda: amendments.amend(box.store, amendments.find(box.store, client_ref), given))


def _people(box: Box) -> list[tuple[str, str]]:
    person = box.store.models.Beneficiary
    with box.store.reading():
        return list(person.select(person.name, person.portal_ref).order_by(person.id).tuples())


def _known_to_the_portal(box: Box, n: int, portal_ref: str, **changed: Any) -> str:
    client_ref = box.record(n, **changed)
    box.settle(box.next(), Move(State.REJECTED, Step.IDENTIFY, portal_ref=portal_ref))
    return client_ref


def _on_the_way(box: Box, client_ref: str, beneficiary: Beneficiary) -> bool:
    given = replace(people.vaccination(1), beneficiary=beneficiary)
    return box.write(lambda: amendments.person_is_on_the_way(box.store, amendments.find(box.store, client_ref), given))


def test_what_was_amended_reads_as_amended_and_one_revision_on(box: Box) -> None:
    client_ref, other = box.record(1), box.record(2)
    untouched = box.row(other)
    before = box.row(client_ref)
    _amend(box, client_ref, batch="4120Z099", remarks="read again")
    after = box.row(client_ref)
    assert after == replace(
        before, vaccination=replace(before.vaccination, batch="4120Z099", remarks="read again"), revision=2
    )
    _amend(box, client_ref, remarks="")
    assert box.row(client_ref).revision == 3
    assert box.row(other) == untouched


def test_nothing_is_found_under_a_reference_that_was_never_given(box: Box) -> None:
    assert box.write(lambda: amendments.find(box.store, "no-such-ref")) is None


def test_who_has_no_other_dose_is_amended_in_place(box: Box) -> None:
    client_ref = box.record(1)
    _amend(box, client_ref, beneficiary=RENAMED)
    assert _people(box) == [("Mohan Misaal", "")]
    assert box.row(client_ref).vaccination.beneficiary == RENAMED


def test_who_has_another_dose_leaves_it_to_the_person_it_was_given_to(box: Box) -> None:
    first, second = box.record(1), box.record(1, **SECOND)
    _amend(box, second, beneficiary=RENAMED)
    assert _people(box) == [(PERSON.name, ""), ("Mohan Misaal", "")]
    assert box.row(first).vaccination.beneficiary == PERSON
    assert box.row(second).vaccination.beneficiary == RENAMED


def test_a_fact_that_leaves_them_who_they_are_holds_for_both_doses(box: Box) -> None:
    first, second = box.record(1), box.record(1, **SECOND)
    spelt = replace(PERSON, name=PERSON.name.upper())
    _amend(box, second, beneficiary=spelt)
    assert [box.row(ref).vaccination.beneficiary for ref in (first, second)] == [spelt, spelt]


def test_whom_the_portal_knows_keeps_the_reference_for_all_doses(box: Box) -> None:
    first = _known_to_the_portal(box, 1, "R1")
    second = box.record(1, **SECOND)
    _amend(box, second, beneficiary=RENAMED)
    assert _people(box) == [("Mohan Misaal", "R1")]
    assert box.row(first).vaccination.beneficiary == RENAMED


def test_who_turns_out_to_be_somebody_recorded_becomes_them(box: Box) -> None:
    wrong, right = box.record(1), box.record(1, beneficiary=RENAMED, **SECOND)
    _amend(box, wrong, beneficiary=RENAMED)
    vaccination = box.store.models.Vaccination
    with box.store.reading():
        owners = {row.client_ref: row.beneficiary.name for row in vaccination.select()}
    assert owners == {wrong: "Mohan Misaal", right: "Mohan Misaal"}


def test_the_reference_goes_along_to_who_they_turn_out_to_be(box: Box) -> None:
    wrong = _known_to_the_portal(box, 1, "R1")
    right = box.record(1, beneficiary=RENAMED, **SECOND)
    _amend(box, wrong, beneficiary=RENAMED)
    assert {box.row(ref).portal_ref for ref in (wrong, right)} == {"R1"}
    person = box.store.models.Beneficiary
    with box.store.reading():
        assert person.get(person.name == "Mohan Misaal").portal_host == HOST


def test_who_they_turn_out_to_be_keeps_a_reference_of_their_own(box: Box) -> None:
    wrong = _known_to_the_portal(box, 1, "R1")
    _known_to_the_portal(box, 1, "R2", beneficiary=RENAMED, **SECOND)
    _amend(box, wrong, beneficiary=RENAMED)
    assert box.row(wrong).portal_ref == "R2"


@pytest.mark.parametrize("state", State)
def test_a_person_is_on_the_way_while_any_dose_of_theirs_is_sending_or_in_doubt(box: Box, state: State) -> None:
    box.record(1)
    box.bring_next_to(state, due_in_s=900.0)
    other_dose = box.record(1, **SECOND)
    stranger = box.record(3)
    on_its_way = state in (State.SENDING, State.DOUBTFUL, State.ACCEPTED)
    assert _on_the_way(box, other_dose, RENAMED) is on_its_way
    assert _on_the_way(box, stranger, PERSON) is on_its_way  # whom they would become
    assert _on_the_way(box, stranger, RENAMED) is False


def test_what_is_cancelled_counts_no_more_and_says_why(box: Box) -> None:
    client_ref, other = box.record(1), box.record(2)
    box.write(lambda: amendments.cancel(box.store, amendments.find(box.store, client_ref), "typed twice"))
    assert box.row(client_ref).void_reason == "typed twice"
    assert box.row(other).void_reason == ""
    vaccination = box.store.models.Vaccination
    with box.store.reading():
        live = dict(vaccination.select(vaccination.client_ref, vaccination.live).tuples())
    assert live == {client_ref: False, other: True}
