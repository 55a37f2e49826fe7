# SPDX-License-Identifier: MIT
"""A ledger held against the people: who is missing, who stands twice, which dose was written again."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.held import Held, Person, held_against
from tests.support import people
from vaxdesk.portal.cowin import payloads

CENTRES = dict.fromkeys(people.CENTRES, 563048)


def person(n: int) -> Person:
    registration, dose = payloads.registration(people.vaccination(n)), payloads.dose(people.vaccination(n), "", CENTRES)
    assert isinstance(registration, dict)
    assert isinstance(dose, dict)
    return {"registration": registration, "dose": dose}


def ledger(registered: list[int], dosed: list[int]) -> dict[str, list[dict[str, Any]]]:
    """Return a ledger with people ``registered`` in this order, and a dose for each place of ``dosed`` among them."""
    return {
        "registrations": [
            {"beneficiary_reference_id": str(place), **person(n)["registration"]} for place, n in enumerate(registered)
        ],
        "doses": [{"beneficiary_reference_id": str(place), "dose": 1} for place in dosed],
    }


PERSONS = [person(n) for n in range(3)]


def test_everybody_once_is_nothing_wrong() -> None:
    held = held_against(ledger([0, 1, 2], [0, 1, 2]), PERSONS)
    assert held == Held(0, 0, 0)
    assert held.wrong == 0


def test_a_person_without_a_dose_is_missing_registered_or_not() -> None:
    assert held_against(ledger([0, 1], [0]), PERSONS) == Held(missing=2, twins=0, double_doses=0)


def test_the_same_person_again_is_a_twin() -> None:
    assert held_against(ledger([0, 1, 2, 2, 2], [0, 1, 2]), PERSONS) == Held(missing=0, twins=2, double_doses=0)


def test_a_dose_again_is_double_on_the_person_and_on_the_twin() -> None:
    held = held_against(ledger([0, 1, 2, 2], [0, 0, 1, 2, 3]), PERSONS)
    assert held == Held(missing=0, twins=1, double_doses=2)
    assert held.wrong == 3
