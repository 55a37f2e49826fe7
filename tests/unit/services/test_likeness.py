# SPDX-License-Identifier: MIT
"""Who was here before, asked of a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support import people
from tests.support.stores import reference_table
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import LikeKind, Reason
from vaxdesk.domain.problem import Problem
from vaxdesk.services.likeness import Likeness

DAY_S = 86_400
TYPED = Draft(
    name="Sunita Devi",
    gender="female",
    birth_year="1985",
    mobile="9900000001",
    id_type=IdType.AADHAAR,
    id_number="1234",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def likeness(desk: Upload) -> Likeness:
    return Likeness(desk.store, reference_table(), desk.clock)


def _record(desk: Upload, n: int = 1, typed: Draft = TYPED, **changed: str) -> str:
    person = {name: getattr(typed, name) for name in ("name", "gender", "birth_year", "mobile", "id_type", "id_number")}
    return desk.record(n, **{**person, **changed})


def _second(likeness: Likeness, typed: Draft, **changed: str) -> Draft:
    """Take the first like of ``typed`` for a second dose, as the form does."""
    like = likeness.of(typed)[0]
    taken = {name: value for name in like.person.__slots__ if (value := getattr(like.person, name))}
    return replace(people.draft(1), **{**taken, "given_on": "20-02-2021", **changed})


def _codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in problems]


def test_nobody_is_like_anybody_in_an_empty_store(likeness: Likeness) -> None:
    assert likeness.of(TYPED) == likeness.of(Draft()) == ()


def test_an_earlier_dose_is_told_with_day_vaccine_and_when_the_next_is_due(desk: Upload, likeness: Likeness) -> None:
    ref = _record(desk)
    (like,) = likeness.of(replace(TYPED, name="Suneeta Devi", id_number=""))
    assert (like.kind, like.client_ref) == (LikeKind.SAME_PERSON, ref)
    assert set(like.reasons) == {Reason.NAME, Reason.YEAR, Reason.MOBILE}
    assert [(dose.dose, dose.vaccine, dose.given_on) for dose in like.doses] == [(1, "COVISHIELD", people.GIVEN_ON)]
    assert like.due_on == date(2021, 2, 13)
    assert (like.name, like.birth_year, like.mobile, like.is_taken) == ("Sunita Devi", 1985, "", False)


def test_the_taken_person_is_spelt_as_recorded_and_gets_the_next_dose(desk: Upload, likeness: Likeness) -> None:
    _record(desk)
    (like,) = likeness.of(replace(TYPED, name="सुनीता देवी", mobile="9900000077"))
    assert like.mobile == "XXXXXX0001"
    taken = like.person
    assert (taken.name, taken.mobile, taken.id_number) == ("Sunita Devi", "9900000001", "1234")
    assert (taken.dose, taken.dose1_on, taken.dose1_vaccine) == ("2", "16-01-2021", "COVISHIELD")
    assert (taken.vaccine, taken.batch, taken.given_on, taken.centre) == ("", "", "", "")


def test_the_person_who_is_taken_with_the_next_dose_needs_no_taking(desk: Upload, likeness: Likeness) -> None:
    _record(desk)
    (again,) = likeness.of(replace(TYPED, dose="1"))
    (taken,) = likeness.of(replace(TYPED, dose="2"))
    assert (again.is_taken, taken.is_taken) == (False, True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"given_on": "12-02-2021"}, ("given_on", "dose_too_early")),
        ({"vaccine": "COVAXIN"}, ("vaccine", "another_vaccine")),
        ({"given_on": "01-03-2021"}, ("given_on", "dose_late")),
        ({"dose": "1"}, ("dose", "already_recorded")),
    ],
)
def test_once_taken_the_rules_know_the_first_dose(
    desk: Upload, likeness: Likeness, changed: dict[str, str], code: tuple[str, str]
) -> None:
    _record(desk)
    desk.clock.pass_by(60 * DAY_S)
    typed = replace(TYPED, name="Sunta Devi", id_number="1235")
    assert _codes(desk.register.check(_second(likeness, typed, **changed)).problems) == [code]
    assert desk.register.check(_second(likeness, typed)).vaccination is not None


def test_after_both_doses_there_is_none_to_come(desk: Upload, likeness: Likeness) -> None:
    _record(desk)
    desk.clock.pass_by(40 * DAY_S)
    latest = _record(desk, dose="2", given_on="20-02-2021")
    (like,) = likeness.of(TYPED)
    assert (like.client_ref, len(like.doses), like.due_on) == (latest, 2, None)
    again = _second(likeness, TYPED, given_on="22-02-2021")
    assert _codes(desk.register.check(again).problems) == [("dose", "already_recorded")]


def test_the_same_whole_id_under_another_mobile_is_told(desk: Upload, likeness: Likeness) -> None:
    _record(desk, id_type=IdType.VOTER_ID, id_number="VXD0000011")
    typed = replace(TYPED, name="Kamla", mobile="9900000002", id_type=IdType.VOTER_ID, id_number="vxd 0000011")
    (like,) = likeness.of(typed)
    assert (like.kind, like.reasons[0], like.mobile) == (LikeKind.SAME_ID, Reason.ID, "XXXXXX0001")


def test_what_was_cancelled_counts_no_more(desk: Upload, likeness: Likeness) -> None:
    desk.register.void(_record(desk), people.SUPERVISOR, "typed twice")
    assert likeness.of(TYPED) == ()


def test_a_correction_is_not_like_itself(desk: Upload, likeness: Likeness) -> None:
    ref = _record(desk)
    assert likeness.of(replace(TYPED, name="Suneeta Devi"), correcting=ref) == ()


def test_a_mobile_is_full_with_four_people_and_from_january_2022_with_six(desk: Upload, likeness: Likeness) -> None:
    names = ("Asha Devi", "Ravi Kumar", "Meena Devi", "Mohan Lal")
    for n, name in enumerate(names):
        _record(desk, n, name=name, birth_year=str(1950 + 5 * n), id_number=f"000{n}")
    (like,) = likeness.of(replace(TYPED, given_on="16-01-2021"))
    assert (like.kind, like.others, like.client_ref) == (LikeKind.MOBILE_IS_FULL, names, "")
    assert likeness.of(replace(TYPED, given_on="21-01-2022")) == ()
    assert likeness.of(replace(TYPED, mobile="9900000009", given_on="16-01-2021")) == ()


def test_whoever_is_among_the_four_finds_the_mobile_not_full(desk: Upload, likeness: Likeness) -> None:
    for n, name in enumerate(("Asha Devi", "Ravi Kumar", "Meena Devi", "Mohan Lal")):
        _record(desk, n, name=name, birth_year=str(1950 + 5 * n), id_number=f"000{n}")
    assert [like.kind for like in likeness.of(replace(TYPED, name="Asha", birth_year="1950"))] == [LikeKind.SAME_PERSON]


def test_a_near_name_is_found_before_mobile_and_id_are_typed(desk: Upload, likeness: Likeness) -> None:
    _record(desk)
    for name in ("Sunita", "सुनीता देवी", "Suneeta Devi", "DEVI SUNITA"):
        (like,) = likeness.of(Draft(name=name, birth_year="1985"))
        assert (like.kind, like.mobile) == (LikeKind.NEAR_NAME, "XXXXXX0001"), name
    for year, told in (("1983", 0), ("1984", 1), ("1986", 1), ("1987", 0)):
        assert len(likeness.of(Draft(name="Suneeta Devi", birth_year=year))) == told, year


def test_at_most_three_are_named_and_a_name_that_more_share_says_nothing(desk: Upload, likeness: Likeness) -> None:
    for n in range(3):
        _record(desk, n, mobile=f"990000010{n}", id_number=f"500{n}")
    assert len(likeness.of(Draft(name="Sunita", birth_year="1985"))) == 3
    _record(desk, 9, mobile="9900000109", id_number="5009")
    assert likeness.of(Draft(name="Sunita", birth_year="1985")) == ()
    typed = Draft(name="Sunita", birth_year="1985", mobile="9900000109")
    assert [like.kind for like in likeness.of(typed)] == [LikeKind.SAME_PERSON]


def test_a_corrected_name_is_found_under_its_new_spelling(desk: Upload, likeness: Likeness) -> None:
    ref = _record(desk, name="Kamla Devi")
    opened = desk.register.open(ref)
    desk.register.correct(ref, replace(opened.draft, name="Sunita Devi"), people.CLERK, "read from the card")
    assert likeness.of(Draft(name="Kamla", birth_year="1985")) == ()
    assert len(likeness.of(Draft(name="Sunita", birth_year="1985"))) == 1
