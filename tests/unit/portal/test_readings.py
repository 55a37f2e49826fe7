# SPDX-License-Identifier: MIT
"""How Co-WIN's answers about our people are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.people import vaccination
from vaxdesk.domain.beneficiary import Beneficiary, Gender, IdType
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.portal.cowin import readings

REFERENCE = "48770000000001"
PERSON = Beneficiary("Asha R. Namoona", Gender.FEMALE, 1980, "9900000001", IdType.AADHAAR, "1234")
GIVEN = replace(vaccination(0), beneficiary=PERSON, dose=1, given_on=date(2021, 1, 16), vaccine="COVISHIELD")
HELD = {
    "beneficiary_reference_id": REFERENCE,
    "name": "ASHA R  NAMOONA",
    "birth_year": "1980",
    "gender": "Female",
    "mobile_number": "0001",
    "photo_id_type": "Aadhaar Card",
    "photo_id_number": "XXXXXXXX1234",
    "vaccine": "",
    "dose1_date": "",
    "dose2_date": "",
}
K = OutcomeKind


def read(*people: dict[str, object], given: Vaccination = GIVEN) -> Outcome:
    return readings.read_people({"beneficiaries": list(people)}, given)


def held(**changed: object) -> dict[str, object]:
    return {**HELD, **changed}


@pytest.mark.parametrize(
    "document", [{"a": 1}, {"beneficiary_reference_id": 12345678901234}, {"beneficiary_reference_id": "12"}]
)
def test_a_registration_without_a_reference_is_lost(document: dict[str, object]) -> None:
    assert readings.read_registration(document).kind is K.LOST


def test_only_the_very_person_proves_a_dose_taken() -> None:
    mine = readings.read_dose_taken({"beneficiary_reference_id": REFERENCE}, REFERENCE)
    assert mine.match == PortalMatch(REFERENCE, dose_proven=True)
    assert readings.read_dose_taken({"beneficiary_reference_id": "1" * 14}, REFERENCE).kind is K.LOST


def test_the_person_is_known_in_spite_of_case_dots_and_blanks() -> None:
    assert read(HELD).match == PortalMatch(REFERENCE, dose_proven=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Asha Kalpit"},
        {"birth_year": "1981"},
        {"gender": "Male"},
        {"photo_id_type": "PAN Card"},
        {"photo_id_number": "XXXXXXXX1235"},
        {"photo_id_number": "234"},
    ],
)
def test_a_person_who_differs_in_anything_is_another(changed: dict[str, object]) -> None:
    assert read(held(**changed)).kind is K.ABSENT
    assert read(held(**changed, **({} if "name" in changed else {"name": None}))).kind is K.ABSENT


@pytest.mark.parametrize(
    "changed",
    [
        {"birth_year": None},
        {"gender": ""},
        {"gender": "2"},
        {"gender": "Weiblich"},
        {"name": None},
        {"name": ["A"]},
        {"photo_id_type": 1},
        {"photo_id_number": None},
    ],
)
def test_nobody_is_registered_beside_a_person_who_may_be_the_same(changed: dict[str, object]) -> None:
    assert (read(held(**changed)).kind, read(held(**changed)).code) == (K.LOST, "odd_answer")


@pytest.mark.parametrize("changed", [{"birth_year": 1980}, {"gender": "female"}, {"photo_id_type": "aadhaar card"}])
def test_the_same_said_in_other_words_is_the_same(changed: dict[str, object]) -> None:
    assert read(held(**changed)).kind is K.FOUND


@pytest.mark.parametrize("masked", ["XXXXXXXX7541", "HR/7541", "XXXX75 41", "xxxxxxxx7541"])
def test_the_last_four_of_an_id_are_compared_without_blanks_and_hyphens(masked: str) -> None:
    voter = replace(PERSON, id_type=IdType.VOTER_ID, id_number="HR/75-41")
    person = held(photo_id_type="Voter ID", photo_id_number=masked)
    assert read(person, given=replace(GIVEN, beneficiary=voter)).kind is K.FOUND


@pytest.mark.parametrize("stands", ["", "Invalid date", "invalid date", None])
@pytest.mark.parametrize("vaccine", ["", "COVISHIELD"])
def test_a_vaccine_without_a_date_proves_nothing(stands: object, vaccine: str) -> None:
    assert read(held(dose1_date=stands, vaccine=vaccine)).match == PortalMatch(REFERENCE)


def test_a_dose_with_our_date_and_vaccine_is_proven() -> None:
    outcome = read(held(dose1_date="16-01-2021", vaccine="Covishield"))
    assert outcome.match == PortalMatch(REFERENCE, dose_proven=True)


@pytest.mark.parametrize(
    "changed",
    [
        {"dose1_date": "17-01-2021", "vaccine": "COVISHIELD"},
        {"dose1_date": "16-01-2021", "vaccine": "COVAXIN"},
        {"dose1_date": "16-01-2021", "vaccine": ""},
        {"dose1_date": "2021-01-16", "vaccine": "COVISHIELD"},
    ],
)
def test_a_dose_with_another_date_or_vaccine_is_a_conflict(changed: dict[str, object]) -> None:
    outcome = read(held(**changed))
    assert (outcome.kind, outcome.code, outcome.match) == (K.CONFLICT, "dose_differs", None)


def test_the_first_dose_says_nothing_of_the_second() -> None:
    second = replace(GIVEN, dose=2, given_on=date(2021, 2, 20), dose1_on=date(2021, 1, 16))
    first_only = held(dose1_date="16-01-2021", vaccine="COVISHIELD")
    assert read(first_only, given=second).match == PortalMatch(REFERENCE)
    both = held(dose1_date="16-01-2021", dose2_date="20-02-2021", vaccine="COVISHIELD")
    assert read(both, given=second).match == PortalMatch(REFERENCE, dose_proven=True)


def test_nobody_is_absent_and_two_alike_are_a_conflict() -> None:
    assert read().kind is K.ABSENT
    assert read(HELD, held(beneficiary_reference_id="48770000000002")).code == "several_people"


@pytest.mark.parametrize(
    "document",
    [
        {"beneficiaries": None},
        {"beneficiaries": {"name": "x"}},
        {"beneficiaries": [HELD, "x"]},
        {"beneficiaries": [held(beneficiary_reference_id="")]},
        {"message": "ok"},
    ],
)
def test_a_list_that_cannot_be_read_whole_proves_nothing(document: dict[str, object]) -> None:
    assert readings.read_people(document, GIVEN).kind is K.LOST
    assert readings.read_person(document, REFERENCE, GIVEN).kind is K.LOST


@pytest.mark.parametrize("document", [HELD, {"beneficiaries": [HELD]}])
def test_one_person_comes_bare_or_in_a_list(document: dict[str, object]) -> None:
    assert readings.read_person(document, REFERENCE, GIVEN).match == PortalMatch(REFERENCE)


def test_a_look_by_reference_that_shows_nobody_is_absent_and_several_are_odd() -> None:
    assert readings.read_person({"beneficiaries": []}, REFERENCE, GIVEN).kind is K.ABSENT
    assert readings.read_person({"beneficiaries": [HELD, HELD]}, REFERENCE, GIVEN).kind is K.LOST


def test_another_reference_than_the_one_asked_for_is_lost() -> None:
    assert readings.read_person(HELD, "1" * 14, GIVEN).kind is K.LOST


@pytest.mark.parametrize("mended", [{"name": "Usha"}, {"birth_year": 1990}, {"mobile": "9911111111"}])
def test_a_person_mended_here_is_still_the_same_by_reference(mended: dict[str, object]) -> None:
    given = replace(GIVEN, beneficiary=replace(PERSON, **mended))
    assert readings.read_person(HELD, REFERENCE, given).kind is K.FOUND


def test_one_of_the_family_under_our_reference_is_a_conflict() -> None:
    family = held(name="Ravi Namoona", birth_year="1978", photo_id_number="XXXXXXXX9999")
    assert readings.read_person(family, REFERENCE, GIVEN).code == "person_differs"


def test_only_a_list_of_genders_says_that_the_portal_is_reached() -> None:
    assert readings.read_genders({"genders": []}).code == "reachable"
    for other in ({}, {"genders": "Male"}, {"genders": None}):
        assert (readings.read_genders(other).kind, readings.read_genders(other).code) == (K.LOST, "odd_answer")


def test_a_listed_reference_finds_only_who_agrees_in_everything() -> None:
    assert readings.read_listed(HELD, REFERENCE, GIVEN).match == PortalMatch(REFERENCE)
    for changed in ({"name": "Usha"}, {"birth_year": "1981"}, {"gender": "Male"}, {"photo_id_number": "XXXXXXXX9999"}):
        assert readings.read_listed(held(**changed), REFERENCE, GIVEN).kind is K.ABSENT
    assert readings.read_listed(HELD, "1" * 14, GIVEN).kind is K.ABSENT
    assert readings.read_listed({"beneficiaries": []}, REFERENCE, GIVEN).kind is K.ABSENT
    assert readings.read_listed({"beneficiaries": [HELD, HELD]}, REFERENCE, GIVEN).kind is K.LOST


def test_somebody_under_a_listed_reference_who_cannot_be_told_apart_is_not_taken_for_nobody() -> None:
    for missing in ("name", "birth_year", "gender", "photo_id_type", "photo_id_number"):
        assert readings.read_listed(held(**{missing: ""}), REFERENCE, GIVEN).kind is K.LOST
    assert readings.read_listed(held(photo_id_type="", name="Usha"), REFERENCE, GIVEN).kind is K.ABSENT


def test_a_dose_of_another_day_under_a_listed_reference_is_a_conflict() -> None:
    assert readings.read_listed(held(dose1_date="14-01-2021"), REFERENCE, GIVEN).code == "dose_differs"
    proven = readings.read_listed(held(dose1_date="16-01-2021", vaccine="COVISHIELD"), REFERENCE, GIVEN)
    assert proven.match == PortalMatch(REFERENCE, dose_proven=True)
