# SPDX-License-Identifier: MIT
"""What is said of our people in Co-WIN's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.people import vaccination
from vaxdesk.domain.beneficiary import Beneficiary, Gender, IdType
from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.portal.cowin import payloads
from vaxdesk.portal.practice import rules

REFERENCE = "48770000000001"
PERSON = Beneficiary("Asha R. Namoona", Gender.FEMALE, 1980, "9900000001", IdType.AADHAAR, "1234")
GIVEN = replace(vaccination(0), beneficiary=PERSON, dose=1, given_on=date(2021, 1, 16), vaccine="COVISHIELD")
K = OutcomeKind


def test_a_registration_says_every_fact_in_co_wins_words() -> None:
    assert payloads.registration(replace(GIVEN, comorbidity=True)) == {
        "name": "Asha R. Namoona",
        "birth_year": "1980",
        "gender_id": 2,
        "mobile_number": "9900000001",
        "photo_id_type": 1,
        "photo_id_number": "1234",
        "comorbidity_ind": "Y",
        "consent_version": "1",
    }


def test_doses_say_their_dates_day_first() -> None:
    centres = {GIVEN.centre: 563048}
    first = payloads.dose(GIVEN, REFERENCE, centres)
    assert isinstance(first, dict)
    assert (first["dose"], first["dose1_date"], "dose2_date" in first) == (1, "16-01-2021", False)
    second = payloads.dose(replace(GIVEN, dose=2, dose1_on=date(2020, 12, 1)), REFERENCE, centres)
    assert isinstance(second, dict)
    assert (second["dose1_date"], second["dose2_date"]) == ("01-12-2020", "16-01-2021")


@pytest.mark.parametrize("id_type", IdType)
@pytest.mark.parametrize("gender", Gender)
def test_the_contract_takes_every_gender_and_id_type(gender: Gender, id_type: IdType) -> None:
    body = payloads.registration(replace(GIVEN, beneficiary=replace(PERSON, gender=gender, id_type=id_type)))
    assert isinstance(body, dict)
    assert rules.registration_refusal(body, ()) is None
    assert rules.GENDERS[body["gender_id"]] == payloads.GENDERS[gender][1]
    assert rules.ID_TYPES[body["photo_id_type"]] == payloads.ID_TYPES[id_type][1]


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("name", {"name": ""}),
        ("name", {"name": "x" * 101}),
        ("name", {"name": "Asha \ud800"}),
        ("mobile", {"mobile": "123"}),
        ("birth_year", {"birth_year": 1880}),
        ("id_number", {"id_number": "123"}),
        ("id_number", {"id_number": "x" * 26}),
    ],
)
def test_a_person_that_cannot_be_said_is_refused_by_the_field(field: str, changed: dict[str, object]) -> None:
    outcome = payloads.registration(replace(GIVEN, beneficiary=replace(PERSON, **changed)))
    assert isinstance(outcome, Outcome)
    assert (outcome.kind, outcome.code, outcome.field) == (K.REFUSED, "cannot_be_sent", field)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("batch", {"batch": ""}),
        ("batch", {"batch": "x" * 51}),
        ("vaccinator", {"vaccinator": ""}),
        ("centre", {"centre": "NOWHERE"}),
        ("vaccine", {"vaccine": "HOPE"}),
        ("dose", {"dose": 3}),
        ("dose1_on", {"dose": 2, "dose1_on": None}),
    ],
)
def test_a_dose_that_cannot_be_said_is_refused_by_the_field(field: str, changed: dict[str, object]) -> None:
    outcome = payloads.dose(replace(GIVEN, **changed), REFERENCE, {GIVEN.centre: 563048})
    assert isinstance(outcome, Outcome)
    assert (outcome.kind, outcome.code, outcome.field) == (K.REFUSED, "cannot_be_sent", field)


def test_nobody_without_a_photo_id_is_ever_said_to_the_portal() -> None:
    given = vaccination(0)
    bare = replace(given, beneficiary=replace(given.beneficiary, id_type=None, id_number=""))
    outcome = payloads.registration(bare)
    assert isinstance(outcome, Outcome) and (outcome.code, outcome.field) == ("cannot_be_sent", "id_type")
