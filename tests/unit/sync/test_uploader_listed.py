# SPDX-License-Identifier: MIT
"""A reference that only the expected list gives: it is good for one look, and for no dose of anybody else.

That look is owed: nobody is registered before the portal has answered to it, since they may be there under a mobile
that is not the one they gave here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import fake_portal, listed, people
from tests.support.uploads import Upload, once_each
from vaxdesk.domain.upload import State

UNKNOWN = "R9999"
ANOTHER_MOBILE = "9811111111"


def _listed(upload: Upload, n: int, portal_ref: str) -> None:
    listed.put(upload.store, listed.person(n, portal_ref=portal_ref))


def _there_under_another_mobile(upload: Upload, n: int = 0) -> fake_portal.Person:
    """Let the portal hold person ``n`` where no look by our mobile finds them, and the list know the reference."""
    there = upload.portal.add(replace(people.vaccination(n).beneficiary, mobile=ANOTHER_MOBILE))
    _listed(upload, n, there.portal_ref)
    return there


def test_somebody_whom_the_list_names_rightly_costs_two_calls_and_is_not_registered_anew(upload: Upload) -> None:
    """They are there under another mobile: no look by ours would have found them."""
    there = _there_under_another_mobile(upload)
    ref = upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "vaccinate"]
    assert upload.row(ref).portal_ref == there.portal_ref
    assert upload.portal.people == [there]
    once_each(upload, 1)


def test_an_unknown_reference_falls_back_to_the_look_by_mobile(upload: Upload) -> None:
    upload.portal.add(people.vaccination(0).beneficiary)
    _listed(upload, 0, UNKNOWN)
    upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_mobile", "vaccinate"]
    once_each(upload, 1)


def test_nobody_is_registered_by_the_word_of_a_list_alone(upload: Upload) -> None:
    _listed(upload, 0, UNKNOWN)
    upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_mobile", "register", "vaccinate"]
    once_each(upload, 1)


@pytest.mark.parametrize(
    "another",
    [
        {"name": "Somebody Else"},
        {"birth_year": 1990},
        {"id_number": "9999"},
    ],
)
def test_a_dose_never_goes_to_another_person_of_the_reference(upload: Upload, another: dict[str, object]) -> None:
    """One of the family: mobile and more are the same, the person is not."""
    other = upload.portal.add(replace(people.vaccination(0).beneficiary, **another))
    _listed(upload, 0, other.portal_ref)
    ref = upload.record(0)
    upload.settle()
    assert other.doses == {}
    assert upload.row(ref).portal_ref not in ("", other.portal_ref)
    assert upload.counts().confirmed == 1


@pytest.mark.parametrize(
    "answer",
    [
        fake_portal.NOT_SENT,
        fake_portal.BLOCKED,
        fake_portal.BUSY_BEFORE,
        fake_portal.LOST_BEFORE,
        fake_portal.LOOK_NOW,
        fake_portal.CAPTIVE,
        fake_portal.SIGNED_OUT,
        fake_portal.STOP,
    ],
)
def test_a_look_that_the_portal_did_not_answer_comes_again_by_reference(
    upload: Upload, answer: fake_portal.Answer
) -> None:
    there = _there_under_another_mobile(upload)
    upload.portal.script("find_by_reference", *[answer] * 4)
    upload.record(0)
    upload.settle(7200.0)
    assert upload.portal.methods() == ["find_by_reference"] * 5 + ["vaccinate"]
    assert upload.portal.people == [there]
    once_each(upload, 1)


def test_after_a_crash_the_look_comes_again_by_reference(upload: Upload) -> None:
    there = _there_under_another_mobile(upload)
    upload.record(0)
    upload.portal.during = lambda _method, _item: upload.uploader.retire()
    upload.run_pass()  # the look is out; nothing of its answer is written
    upload.portal.during = lambda _method, _item: None
    upload.restart()
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_reference", "vaccinate"]
    assert upload.portal.people == [there]
    once_each(upload, 1)


def test_after_a_crash_an_unknown_reference_still_falls_back_to_the_look_by_mobile(upload: Upload) -> None:
    _listed(upload, 0, UNKNOWN)
    upload.record(0)
    upload.portal.during = lambda _method, _item: upload.uploader.retire()
    upload.run_pass()
    upload.portal.during = lambda _method, _item: None
    upload.restart()
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference"] * 2 + ["find_by_mobile", "register", "vaccinate"]
    once_each(upload, 1)


def test_an_old_copy_compares_itself_by_the_listed_reference(upload: Upload) -> None:
    there = _there_under_another_mobile(upload)
    upload.record(0)
    upload.restart(old_copy=True)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "vaccinate"]
    assert upload.portal.people == [there]


def test_an_old_copy_whose_listed_look_is_lost_while_it_compares_makes_it_again(upload: Upload) -> None:
    there = _there_under_another_mobile(upload)
    upload.portal.script("find_by_reference", fake_portal.LOST_BEFORE)
    upload.record(0)
    upload.restart(old_copy=True)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_reference", "vaccinate"]
    assert upload.portal.people == [there]


def test_a_list_that_comes_after_the_look_by_mobile_is_asked_before_anybody_is_registered(upload: Upload) -> None:
    ref = upload.record(0)
    upload.portal.script("register", fake_portal.NOT_SENT)
    upload.run_pass()
    assert upload.portal.methods() == ["find_by_mobile", "register"]
    there = upload.portal.add(replace(people.vaccination(0).beneficiary, mobile=ANOTHER_MOBILE))
    listed.put(upload.store, listed.person(0, portal_ref=there.portal_ref), vaccination_id=1)
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", "register", "find_by_reference", "vaccinate"]
    assert upload.row(ref).portal_ref == there.portal_ref


def test_what_the_portal_said_of_somebody_else_is_asked_anew_after_a_correction(upload: Upload) -> None:
    """Typed wrong they were nobody under that reference; the portal refuses them, and the name is mended."""
    there = _there_under_another_mobile(upload)
    upload.portal.script("register", fake_portal.refused())
    ref = upload.record(0, name="Asha Mistake")
    upload.settle()
    assert upload.state(ref) is State.REJECTED
    upload.register.correct(ref, people.draft(0), people.CLERK, "")
    upload.settle()
    assert upload.portal.methods()[-2:] == ["find_by_reference", "vaccinate"]
    assert upload.portal.people == [there]


def test_what_one_portal_said_of_a_listed_reference_is_nothing_to_another(upload: Upload) -> None:
    _listed(upload, 0, "R0001")
    upload.portal.script("register", fake_portal.NOT_SENT)
    upload.record(0)
    upload.run_pass()
    assert upload.portal.methods() == ["find_by_reference", "find_by_mobile", "register"]
    other = fake_portal.FakePortal(upload.clock, host="other.invalid")
    there = other.add(replace(people.vaccination(0).beneficiary, mobile=ANOTHER_MOBILE))
    upload.restart(other)
    upload.settle()
    assert other.methods() == ["find_by_reference", "vaccinate"]
    assert other.people == [there]


def test_the_reference_of_one_dose_is_asked_for_the_other_dose_of_the_person_too(upload: Upload) -> None:
    """A list of second doses knows who they are; the first is typed from paper, and goes first."""
    there = upload.portal.add(replace(people.vaccination(0).beneficiary, mobile=ANOTHER_MOBILE))
    day = people.GIVEN_ON + timedelta(days=35)
    listed.put(upload.store, listed.person(0, portal_ref=there.portal_ref, dose="2", listed_on=day))
    upload.clock.pass_by(40 * 86400)
    upload.record(0)
    upload.record(0, dose="2", given_on=f"{day:%d-%m-%Y}", dose1_on="", dose1_vaccine="")
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "vaccinate", "vaccinate"]
    assert upload.portal.people == [there]


def test_two_lists_that_disagree_give_no_reference(upload: Upload) -> None:
    first = upload.portal.add(people.vaccination(0).beneficiary)
    listed.put(
        upload.store,
        listed.person(0, portal_ref=first.portal_ref),
        listed.person(0, portal_ref=UNKNOWN, facility="Another list"),
    )
    upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_mobile", "vaccinate"]


def test_another_dose_under_the_listed_reference_is_for_a_person_to_decide(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(0).beneficiary)
    there.doses[1] = (people.GIVEN_ON.replace(day=14), "COVAXIN")
    _listed(upload, 0, there.portal_ref)
    ref = upload.record(0)
    upload.settle()
    assert upload.state(ref) is State.REJECTED
    assert upload.portal.methods() == ["find_by_reference"]
    assert upload.portal.doses == []


def test_whoever_owes_a_listed_look_is_not_taken_along_by_a_relative(upload: Upload) -> None:
    """At the desk they give the mobile of a relative who came before them."""
    there = _there_under_another_mobile(upload, 1)
    mobile = people.draft(0).mobile
    upload.record(0)
    ref = upload.record(1, mobile=mobile, mobile_of="relative")
    upload.settle()
    assert upload.row(ref).portal_ref == there.portal_ref
    assert upload.portal.methods().count("register") == 1
    assert len(upload.portal.people) == 2
    once_each(upload, 2)


def test_family_members_without_a_reference_still_share_one_look(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(0).beneficiary)
    _listed(upload, 0, there.portal_ref)
    mobile = people.draft(0).mobile
    for n in range(3):
        upload.record(n, mobile=mobile)
    upload.settle()
    assert upload.portal.methods().count("find_by_reference") == 1
    assert upload.portal.methods().count("find_by_mobile") == 1
    once_each(upload, 3)
