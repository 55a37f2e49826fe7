# SPDX-License-Identifier: MIT
"""A recorded vaccination as the text of a form again. Pure."""

from __future__ import annotations

from datetime import date, time

from vaxdesk.domain.draft import Draft
from vaxdesk.domain.vaccination import Vaccination


def as_draft(given: Vaccination) -> Draft:
    """Return the draft that, checked, gives ``given`` again; choices are enum values."""
    person = given.beneficiary
    return Draft(
        centre=given.centre,
        name=person.name,
        gender=person.gender.value,
        birth_year=str(person.birth_year),
        mobile=person.mobile,
        mobile_of=person.mobile_of.value if person.mobile_of else "",
        id_type=person.id_type.value if person.id_type else "",
        id_number=person.id_number,
        no_id_why=given.no_id_why.value if given.no_id_why else "",
        category=given.category.value,
        sub_category=given.sub_category.value if given.sub_category else "",
        facility=given.facility,
        comorbidity="yes" if given.comorbidity else "no",
        dose=str(given.dose),
        vaccine=given.vaccine,
        batch=given.batch,
        vial=given.vial,
        vial_opened_at=_time(given.vial_opened_at),
        given_on=_date(given.given_on),
        given_at=_time(given.given_at),
        vaccinator=given.vaccinator,
        aefi=given.aefi,
        remarks=given.remarks,
        page=given.page,
        line=given.line,
        dose1_on=_date(given.dose1_on),
        dose1_vaccine=given.dose1_vaccine,
    )


def _date(day: date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else ""


def _time(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""
