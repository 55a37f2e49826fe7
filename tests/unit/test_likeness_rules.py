# SPDX-License-Identifier: MIT
"""Who is likely the same person, as a table; twins, sisters and brothers stay unnamed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.stores import reference_table
from vaxdesk import likeness
from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import EarlierDose, Like, LikeKind, Reason, RecordedPerson, TypedPerson

SUNITA = RecordedPerson(1, "sunita", "Sunita Devi", "female", 1985, "9900000001", "aadhaar", "1234")
TYPED = TypedPerson("Sunita Devi", Gender.FEMALE, 1985, "9900000001", IdType.AADHAAR, "1234")
VOTER = replace(SUNITA, id_type="voter_id", id_number="VXD0000011")
RATION = replace(SUNITA, id_type="ration_card", id_number="HR/0001")
SAME, SAME_ID, FULL, NEAR = LikeKind
OTHER_MOBILE, OTHER_ID = {"mobile": "9900000002"}, {"id_number": "9876"}
AS_VOTER = {"id_type": IdType.VOTER_ID, "id_number": "VXD 0000011"}
AS_RATION = {"id_type": IdType.RATION_CARD, "id_number": "hr/0001"}


def kinds(typed: TypedPerson, *people: RecordedPerson) -> list[LikeKind]:
    return [match.kind for match in likeness.matches(typed, people)]


@pytest.mark.parametrize(
    ("person", "changed", "kind"),
    [
        (SUNITA, {}, SAME),
        (SUNITA, {"name": "Suneeta Devi"}, SAME),
        (SUNITA, {"name": "सुनीता देवी", **OTHER_ID}, SAME),
        (SUNITA, {"name": "Sunita", "birth_year": 1986, **OTHER_ID}, SAME),
        (SUNITA, {"name": "Sunita", **OTHER_MOBILE}, SAME),
        (SUNITA, {"gender": Gender.MALE}, SAME),
        (SUNITA, {"name": "Sujata"}, SAME),
        (SUNITA, {"name": "Sujata", "birth_year": 1986}, None),
        (SUNITA, {"birth_year": 1975}, NEAR),
        (SUNITA, {"name": "Sunita Rani"}, SAME),
        (SUNITA, {"name": "Sunita Rani", **OTHER_ID}, NEAR),
        (SUNITA, {"name": "Sunita Rani", **OTHER_MOBILE}, NEAR),
        (SUNITA, {"name": "Suneeta", **OTHER_MOBILE, "id_type": IdType.PAN, "id_number": "AAAPZ1234C"}, NEAR),
        (SUNITA, {"name": "Suneeta", **OTHER_MOBILE, "id_number": "1243"}, NEAR),
        (SUNITA, {"mobile": "", "id_type": None, "id_number": "", "birth_year": 1986}, NEAR),
        (SUNITA, {**OTHER_MOBILE, **OTHER_ID}, None),
        (SUNITA, {**OTHER_MOBILE, "id_type": None, "id_number": "", "birth_year": 1986}, None),
        (SUNITA, {**OTHER_MOBILE, "id_type": None, "id_number": "", "gender": Gender.MALE}, None),
        (SUNITA, {"name": "Kamla Devi", **OTHER_MOBILE}, None),
        (VOTER, {**AS_VOTER, **OTHER_MOBILE, "name": "Kamla Rani", "birth_year": 1960}, SAME_ID),
        (VOTER, {**AS_VOTER, "name": "Kamla Rani"}, SAME),
        (VOTER, {**AS_VOTER, "mobile": "", "name": "", "birth_year": None}, SAME),
        (RATION, {**AS_RATION, "name": "Kamla Devi"}, None),
        (RATION, {**AS_RATION, "name": "Suneeta"}, SAME),
        (RATION, {**AS_RATION, **OTHER_MOBILE, "name": "Kamla Devi"}, SAME_ID),
        (SUNITA, {"name": "", "mobile": "", "birth_year": None}, None),
    ],
)
def test_what_is_said_of_a_recorded_person(
    person: RecordedPerson, changed: dict[str, object], kind: LikeKind | None
) -> None:
    assert kinds(replace(TYPED, **changed), person) == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("twin", "other"),
    [
        ("Anita Devi", "Sunita Devi"),
        ("Geeta Namoona", "Seeta Namoona"),
        ("Rajesh Kumar", "Rakesh Kumar"),
        ("Ram Kalpit", "Sham Kalpit"),
        ("Reena", "Meena"),
        ("Kiran Kaur", "Karan Kaur"),
        ("राम कल्पित", "श्याम कल्पित"),
        ("Rajesh", "राकेश"),
    ],
)
def test_twins_of_one_day_and_mobile_stay_unnamed(twin: str, other: str) -> None:
    first = replace(SUNITA, name=other, id_number="1111")
    assert kinds(replace(TYPED, name=twin, id_number="2222"), first) == []


def test_a_brother_and_a_sister_whose_names_sound_alike_are_two() -> None:
    brother = replace(SUNITA, name="Sumit Kalpit", gender="male", id_number="1111")
    assert kinds(replace(TYPED, name="Sumita Kalpit", id_number="2222"), brother) == []


def test_the_reasons_say_what_they_have_in_common() -> None:
    (match,) = likeness.matches(replace(TYPED, name="Sunta Devi", birth_year=1986), [SUNITA])
    assert match.reasons == (Reason.LAST_FOUR, Reason.NEAR_NAME, Reason.NEXT_YEAR, Reason.MOBILE)


def test_the_gravest_comes_first() -> None:
    mother = replace(SUNITA, id=2, birth_year=1960, id_number="5555")
    assert kinds(replace(TYPED, **AS_VOTER, mobile="9900000005"), replace(SUNITA, id_number="7"), VOTER) == [
        SAME_ID,
        NEAR,
    ]
    assert kinds(TYPED, mother, SUNITA) == [SAME, NEAR]


def test_the_very_person_leaves_no_doubt_about_others() -> None:
    mother = replace(SUNITA, id=2, person_key="mother", birth_year=1960)
    assert kinds(replace(TYPED, person_key="sunita"), mother, SUNITA) == [SAME]


def test_a_name_that_more_than_three_share_says_nothing_by_itself() -> None:
    people = [replace(SUNITA, id=n, mobile=f"990000010{n}", id_number="") for n in range(4)]
    typed = replace(TYPED, mobile="", id_type=None, id_number="")
    assert len(kinds(typed, *people[:3])) == 3
    assert kinds(typed, *people) == []


def test_namesakes_count_even_where_their_ids_tell_them_apart() -> None:
    people = [replace(SUNITA, id=n, mobile=f"990000010{n}", id_number=f"777{n}") for n in range(3)]
    pensioner = replace(SUNITA, id=9, mobile="9900000109", id_type="pension_passbook", id_number="PPO/1")
    typed = replace(TYPED, mobile="9900000002")
    assert kinds(typed, *people[:2], pensioner) == [NEAR]
    assert kinds(typed, *people, pensioner) == []


def test_why_there_was_no_id_is_taken_only_where_none_is_shown_now() -> None:
    recorded = Draft(name="Sunita Devi", mobile_of="son", no_id_why="lost")
    doses = (EarlierDose("ref", 1, "COVAXIN", date(2021, 1, 16)),)
    (match,) = likeness.matches(TYPED, [SUNITA])
    without = likeness.as_like(match, replace(TYPED, id_number=""), recorded, doses, reference_table()).person
    shown = likeness.as_like(match, TYPED, recorded, doses, reference_table()).person
    assert (without.no_id_why, without.mobile_of, shown.no_id_why) == ("lost", "son", "")


def test_a_mobile_is_full_at_its_number_unless_the_typed_one_is_among_them() -> None:
    names = ("Asha Devi", "Ravi Kumar", "Meena Devi", "Mohan Lal")
    people = [replace(SUNITA, id=n, name=name) for n, name in enumerate(names)]
    assert likeness.full_mobile(TYPED, people, 4) == names
    assert likeness.full_mobile(TYPED, people[:3], 4) == likeness.full_mobile(TYPED, people, 6) == ()
    assert likeness.full_mobile(replace(TYPED, name="आशा"), people, 4) == ()
    assert likeness.full_mobile(replace(TYPED, mobile=""), people, 4) == ()


def test_what_taking_fills_is_the_person_and_the_next_dose_alone() -> None:
    recorded = Draft(
        centre="LNJP", name="Sunita Devi", mobile="9900000001", category="hcw", dose="1", vaccine="COVAXIN", vial="L7"
    )
    doses = (EarlierDose("ref", 1, "COVAXIN", date(2021, 1, 16)),)
    (match,) = likeness.matches(TYPED, [SUNITA])
    like = likeness.as_like(match, TYPED, recorded, doses, reference_table())
    assert like.person == Draft(
        name="Sunita Devi",
        mobile="9900000001",
        category="hcw",
        dose="2",
        dose1_on="16-01-2021",
        dose1_vaccine="COVAXIN",
    )
    assert like.due_on == date(2021, 2, 13)


def test_a_vaccine_that_the_table_does_not_name_has_no_day_of_the_next_dose() -> None:
    doses = (EarlierDose("ref", 1, "NEWVAX", date(2021, 1, 16)),)
    (match,) = likeness.matches(TYPED, [SUNITA])
    assert likeness.as_like(match, TYPED, Draft(), doses, reference_table()).due_on is None


def test_at_most_three_lines_in_the_order_of_gravity() -> None:
    likes = [Like(NEAR), Like(NEAR), Like(FULL), Like(SAME), Like(SAME_ID)]
    assert [like.kind for like in likeness.in_order(likes)] == [SAME, SAME_ID, FULL]
