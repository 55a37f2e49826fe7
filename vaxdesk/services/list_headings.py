# SPDX-License-Identifier: MIT
"""Which column of a list of expected people holds which field: what district offices write above the columns.

Pure. No two districts use the same template, so nothing here goes by the place of a column: what is not known is
left open for a person to say, once for each set of headings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from vaxdesk.domain.expected import LIST_FIELDS, NOT_READ
from vaxdesk.identity import word_key
from vaxdesk.services.headings import HEADINGS, field_of

_OF_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "employee name",
        "name of employee",
        "name of hcw",
        "hcw name",
        "name of health worker",
        "name of the beneficiary",
        "first name",
        "staff name",
        "कर्मचारी का नाम",
        "स्वास्थ्य कर्मी का नाम",
        "प्रथम नाम",
    ),
    "last_name": ("last name", "surname", "family name", "उपनाम", "कुलनाम"),
    "birth_year": ("year of birth dob", "birth year yyyy"),
    "birth_date": (
        "date of birth",
        "dob",
        "birth date",
        "d o b",
        "date year of birth",
        "जन्म तिथि",
        "जन्मतिथि",
        "जन्म की तारीख",
    ),
    "age": ("age", "age in years", "age yrs", "आयु", "उम्र"),
    "mobile": ("registered mobile", "registered mobile no", "contact", "mobile no of beneficiary", "मोबाइल संख्या"),
    "id_type": ("photo id card type", "identity proof", "id card type", "id card"),
    "id_number": ("photo id card no", "photo id card number", "id proof no", "id card number", "identity no"),
    "aadhaar": (
        "aadhaar",
        "aadhar",
        "aadhaar no",
        "aadhar no",
        "aadhaar number",
        "aadhar number",
        "aadhaar card no",
        "aadhar card no",
        "uid no",
        "आधार",
        "आधार नंबर",
        "आधार संख्या",
    ),
    "portal_ref": (
        "reference",
        "reference id",
        "reference no",
        "reference number",
        "beneficiary id",
        "beneficiary reference",
        "beneficiary reference id",
        "portal reference",
        "cowin id",
        "cowin reference id",
        "registration id",
        "registration no",
        "संदर्भ संख्या",
        "संदर्भ आईडी",
        "पंजीकरण संख्या",
    ),
    "category": ("priority group", "type of beneficiary"),
    "sub_category": ("category of hcw", "type of hcw", "hcw type", "staff category", "cadre"),
    "designation": ("designation", "post", "designation department", "पद", "पदनाम"),
    "facility": (
        "name of facility",
        "health facility",
        "health facility name",
        "institution",
        "name of institution",
        "hospital",
        "office",
        "संस्थान का नाम",
        "अस्पताल",
        "कार्यालय",
    ),
    "centre": ("session site name", "session site code", "vaccination site", "cvc", "cvc name"),
    "listed_on": (
        "session date",
        "date of session",
        "appointment date",
        "date of appointment",
        "scheduled date",
        "scheduled on",
        "due date",
        "due on",
        "सत्र की तारीख",
        "सत्र दिनांक",
        "नियत तिथि",
    ),
    "dose": ("dose due", "due dose"),
    "vaccine": (),
    "gender": (),
    "employee_no": (
        "employee id",
        "employee no",
        "employee code",
        "emp id",
        "emp no",
        "staff id",
        "hrms id",
        "कर्मचारी आईडी",
        "कर्मचारी संख्या",
    ),
    "remarks": (),
    NOT_READ: (
        *("s no", "sl no", "sr no", "serial no", "no", "क्रम", "क्रम संख्या", "क्र सं"),
        *("state", "district", "block", "taluka", "village", "ward", "राज्य", "जिला", "ज़िला", "ब्लॉक", "खंड", "गाँव"),
        *("facility type", "type of facility", "govt private", "government private", "संस्थान का प्रकार"),
        *("address", "pin", "pincode", "pin code", "postal code", "पता", "पिन कोड"),
        *("potential vaccinator", "is vaccinator", "email", "email id", "father name", "fathers name", "पिता का नाम"),
    ),
}
"""Beside the words for the same fields in a register."""

_MOVED: Final[Mapping[str, str]] = {"given_on": "listed_on"}
"""What a register says of a dose that was given, and a list of a dose to come."""

# A list has a session date where a register has two dates; whatever else only a register has, is not needed.
_FIELD_OF: Final = {
    word_key(words): _MOVED.get(name, name if name in LIST_FIELDS else NOT_READ)
    for name, spellings in HEADINGS.items()
    for words in spellings
} | {word_key(words): name for name, spellings in _OF_LISTS.items() for words in spellings}


def guess(headings: Sequence[str]) -> tuple[str, ...]:
    """Return for each heading its field, ``NOT_READ``, or "" where a person has to say; no field comes twice."""
    fields: list[str] = []
    for heading in headings:
        field = field_of(heading, _FIELD_OF) if heading.strip() else NOT_READ
        fields.append("" if field != NOT_READ and field in fields else field)
    return tuple(fields)


def known(headings: Sequence[str]) -> int:
    """Return how many of ``headings`` name a field: which of the first rows of a file holds them."""
    return sum(field not in ("", NOT_READ) for field in guess(headings))


def headings_key(headings: Sequence[str]) -> str:
    """Return what two files with the same headings share: words, not signs, capitals or blanks.

    A file without headings has the first person there, so this goes nowhere as it is.
    """
    return "\x1f".join(word_key(heading) for heading in headings)
