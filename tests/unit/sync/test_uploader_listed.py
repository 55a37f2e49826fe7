# SPDX-License-Identifier: MIT
"""A reference that only the expected list gives: it is good for one look, and for no dose of anybody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support import fake_portal, listed, people
from tests.support.uploads import Upload, once_each
from vaxdesk.domain.upload import State

UNKNOWN = "R9999"


def _listed(upload: Upload, n: int, portal_ref: str) -> None:
    listed.put(upload.store, listed.person(n, portal_ref=portal_ref))


def test_somebody_whom_the_list_names_rightly_costs_two_calls_and_is_not_registered_anew(upload: Upload) -> None:
    """They are there under another mobile: no look by ours would have found them."""
    there = upload.portal.add(replace(people.vaccination(0).beneficiary, mobile="9811111111"))
    _listed(upload, 0, there.portal_ref)
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


@pytest.mark.parametrize("answer", [fake_portal.NOT_SENT, fake_portal.BLOCKED])
def test_a_look_that_said_nothing_of_the_person_comes_again_by_reference(
    upload: Upload, answer: fake_portal.Answer
) -> None:
    there = upload.portal.add(people.vaccination(0).beneficiary)
    _listed(upload, 0, there.portal_ref)
    upload.portal.script("find_by_reference", answer)
    upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_reference", "vaccinate"]


def test_after_a_crash_the_look_goes_by_mobile(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(0).beneficiary)
    _listed(upload, 0, there.portal_ref)
    upload.record(0)
    upload.portal.during = lambda _method, _item: upload.uploader.retire()
    upload.run_pass()  # the look is out; nothing of its answer is written
    upload.portal.during = lambda _method, _item: None
    upload.restart()
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_mobile", "vaccinate"]
    once_each(upload, 1)


def test_after_a_lost_answer_the_look_goes_by_mobile(upload: Upload) -> None:
    there = upload.portal.add(people.vaccination(0).beneficiary)
    _listed(upload, 0, there.portal_ref)
    upload.portal.script("find_by_reference", fake_portal.LOST_BEFORE)
    upload.record(0)
    upload.settle()
    assert upload.portal.methods() == ["find_by_reference", "find_by_mobile", "vaccinate"]
    once_each(upload, 1)


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
