# SPDX-License-Identifier: MIT
"""What Co-WIN is told of our people and doses, in its own fields, numbers and texts.

Pure: values in, bodies out. A record that cannot be said in Co-WIN's words is refused by its field, never sent in
part and never left out. What Co-WIN answers is read in ``readings.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.portal.codes import Code

Body = Mapping[str, object]

CONSENT_VERSION: Final = "1"
GENDERS: Final = {Gender.MALE: (1, "Male"), Gender.FEMALE: (2, "Female"), Gender.OTHER: (3, "Others")}
ID_TYPES: Final = {
    IdType.AADHAAR: (1, "Aadhaar Card"),
    IdType.DRIVING_LICENCE: (2, "Driving License"),
    IdType.PAN: (6, "PAN Card"),
    IdType.PASSPORT: (8, "Passport"),
    IdType.PENSION_PASSBOOK: (9, "Pension Passbook"),
    IdType.NPR_SMART_CARD: (10, "NPR Smart Card"),
    IdType.VOTER_ID: (12, "Voter ID"),
    IdType.RATION_CARD: (16, "Ration Card with Photo"),
}
VACCINES: Final = ("COVISHIELD", "COVAXIN", "SPUTNIK V", "ZYCOV-D", "CORBEVAX", "COVOVAX")

_MOBILE: Final = re.compile(r"[6-9][0-9]{9}")
_BIRTH_YEARS: Final = range(1900, 2100)
_LENGTHS: Final = {"name": (1, 100), "id_number": (4, 25), "batch": (1, 50), "vaccinator": (1, 100)}


def registration(vaccination: Vaccination) -> Body | Outcome:
    """Return the body that registers the person, or REFUSED ``cannot_be_sent`` with the field to blame."""
    person = vaccination.beneficiary
    if person.id_type is None:
        return _cannot_be_sent("id_type")  # held long before it comes here
    for field, text in (("name", person.name), ("id_number", person.id_number)):
        if not _can_say(field, text):
            return _cannot_be_sent(field)
    if not _MOBILE.fullmatch(person.mobile):
        return _cannot_be_sent("mobile")
    if person.birth_year not in _BIRTH_YEARS:
        return _cannot_be_sent("birth_year")
    return {
        "name": person.name,
        "birth_year": str(person.birth_year),
        "gender_id": GENDERS[person.gender][0],
        "mobile_number": person.mobile,
        "photo_id_type": ID_TYPES[person.id_type][0],
        "photo_id_number": person.id_number,
        "comorbidity_ind": "Y" if vaccination.comorbidity else "N",
        "consent_version": CONSENT_VERSION,
    }


def dose(vaccination: Vaccination, portal_ref: str, centres: Mapping[str, int]) -> Body | Outcome:
    """Return the body that writes the dose, or REFUSED ``cannot_be_sent`` with the field to blame.

    ``centres`` has the portal's number for each of our codes.
    """
    for field, text in (("batch", vaccination.batch), ("vaccinator", vaccination.vaccinator)):
        if not _can_say(field, text):
            return _cannot_be_sent(field)
    if vaccination.centre not in centres:
        return _cannot_be_sent("centre")
    if vaccination.vaccine not in VACCINES:
        return _cannot_be_sent("vaccine")
    dates = _dose_dates(vaccination)
    if isinstance(dates, Outcome):
        return dates
    return {
        "beneficiary_reference_id": portal_ref,
        "center_id": centres[vaccination.centre],
        "vaccine": vaccination.vaccine,
        "vaccine_batch": vaccination.batch,
        "dose": vaccination.dose,
        **dates,
        "vaccinator_name": vaccination.vaccinator,
    }


def _dose_dates(vaccination: Vaccination) -> Body | Outcome:
    """Return the dates of the doses: a second dose must also say when the first was."""
    given_on = _date_text(vaccination.given_on)
    if vaccination.dose == 1:
        return {"dose1_date": given_on}
    if vaccination.dose != 2:
        return _cannot_be_sent("dose")
    if vaccination.dose1_on is None:
        return _cannot_be_sent("dose1_on")
    return {"dose1_date": _date_text(vaccination.dose1_on), "dose2_date": given_on}


def _can_say(field: str, text: str) -> bool:
    """Return whether ``text`` has a length that Co-WIN takes and can be written as UTF-8."""
    shortest, longest = _LENGTHS[field]
    return shortest <= len(text) <= longest and not any("\ud800" <= char <= "\udfff" for char in text)


def _cannot_be_sent(field: str) -> Outcome:
    return Outcome(OutcomeKind.REFUSED, Code.CANNOT_BE_SENT.value, Weather.FINE, field=field, calls=0)


def by_mobile(mobile: str) -> dict[str, str]:
    """Return the query for the people of one mobile."""
    return {"mobile_number": mobile}


def by_reference(portal_ref: str) -> dict[str, str]:
    """Return the query for one person."""
    return {"beneficiary_reference_id": portal_ref}


def _date_text(day: date) -> str:
    return day.strftime("%d-%m-%Y")
