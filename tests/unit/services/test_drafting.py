# SPDX-License-Identifier: MIT
"""A vaccination opened in the form and saved unchanged is the same vaccination."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from tests.support import people, stores
from vaxdesk import validation
from vaxdesk.domain.beneficiary import Category, Gender, IdType, SubCategory
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.services.drafting import as_draft

SECOND = {"dose": "2", "given_on": "20-02-2021", "dose1_on": "16-01-2021", "dose1_vaccine": "COVISHIELD"}


def _checked(draft: Draft) -> Vaccination:
    context = validation.CheckContext(date(2021, 3, 1), time(18), people.CENTRES, stores.reference_table())
    checked = validation.check(draft, context)
    assert checked.vaccination, checked.problems
    return checked.vaccination


@pytest.mark.parametrize("dose", [{}, SECOND], ids=["first", "second"])
def test_two_hundred_people_come_back_as_they_were(dose: dict[str, str]) -> None:
    for n in range(200):
        given = _checked(people.draft(n, **dose))
        assert _checked(as_draft(given)) == given


@pytest.mark.parametrize(
    "changed",
    [
        {"comorbidity": "yes"},
        {"vial_opened_at": ""},
        {"vial_opened_at": "08:05", "given_at": "11.32"},
        {"gender": Gender.OTHER, "id_type": IdType.PASSPORT, "id_number": "N1234567"},
        {"category": Category.FRONTLINE_WORKER, "sub_category": ""},
        {"sub_category": SubCategory.CLERICAL},
        {"aefi": "mild fever", "remarks": "came back after lunch", "page": "12a", "line": "7"},
        {"name": "आशा कल्पित", "mobile": "+91 99000 00001"},
    ],
)
def test_every_choice_and_text_comes_back(changed: dict[str, str]) -> None:
    given = _checked(people.draft(1, **changed))
    assert _checked(as_draft(given)) == given


def test_the_form_shows_days_and_times_as_they_are_typed_here() -> None:
    given = replace(
        people.vaccination(1),
        given_on=date(2021, 2, 3),
        given_at=time(9, 5),
        vial_opened_at=None,
        dose=2,
        dose1_on=date(2021, 1, 6),
        dose1_vaccine="COVAXIN",
        comorbidity=True,
    )
    draft = as_draft(given)
    assert (draft.given_on, draft.given_at, draft.vial_opened_at) == ("03-02-2021", "09:05", "")
    assert (draft.dose, draft.dose1_on, draft.dose1_vaccine) == ("2", "06-01-2021", "COVAXIN")
    assert (draft.comorbidity, as_draft(people.vaccination(1)).comorbidity) == ("yes", "no")
    assert as_draft(replace(given, sub_category=None, dose1_on=None)).sub_category == ""
