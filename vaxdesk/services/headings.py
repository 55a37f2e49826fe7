# SPDX-License-Identifier: MIT
"""Which column of a file holds which field: the words that registers use as headings, English and Hindi.

Pure. It looks at headings only, never at what stands below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vaxdesk.identity import word_key

# By field, what people write above the column; capitals, blanks, line ends and signs do not matter.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "centre": (
        "centre",
        "center",
        "centre code",
        "vaccination centre",
        "session site",
        "site",
        "केंद्र",
        "केन्द्र",
        "टीकाकरण केंद्र",
        "टीकाकरण केन्द्र",
    ),
    "name": (
        "name",
        "full name",
        "name as on id",
        "beneficiary name",
        "name of beneficiary",
        "person",
        "नाम",
        "पूरा नाम",
        "लाभार्थी का नाम",
    ),
    "gender": ("gender", "sex", "लिंग"),
    "birth_year": (
        "birth year",
        "year of birth",
        "yob",
        "born",
        "born in",
        "जन्म वर्ष",
        "जन्म का वर्ष",
        "जन्म का साल",
    ),
    "mobile": (
        "mobile",
        "mobile no",
        "mobile number",
        "mob",
        "mob no",
        "phone",
        "phone no",
        "phone number",
        "contact no",
        "contact number",
        "मोबाइल",
        "मोबाइल नं",
        "मोबाइल नंबर",
        "मोबाइल नम्बर",
        "फ़ोन",
        "फ़ोन नंबर",
    ),
    "mobile_of": ("mobile of", "whose mobile", "mobile belongs to", "मोबाइल किसका"),
    "id_type": (
        "id type",
        "photo id type",
        "type of id",
        "type of photo id",
        "photo id",
        "id proof",
        "पहचान पत्र",
        "पहचान पत्र का प्रकार",
        "फ़ोटो आईडी का प्रकार",
        "आईडी का प्रकार",
    ),
    "id_number": (
        "id number",
        "id no",
        "photo id no",
        "photo id number",
        "id card no",
        "पहचान पत्र संख्या",
        "पहचान पत्र नंबर",
        "पहचान पत्र की संख्या",
        "आईडी नंबर",
        "फ़ोटो आईडी नंबर",
    ),
    "no_id_why": ("no id why", "no id because", "reason for no id", "पहचान पत्र क्यों नहीं"),
    "category": ("category", "beneficiary category", "group", "श्रेणी", "वर्ग"),
    "sub_category": (
        "sub category",
        "subcategory",
        "hcw category",
        "hcw sub category",
        "उपश्रेणी",
        "उप श्रेणी",
        "उप वर्ग",
    ),
    "facility": (
        "facility",
        "facility name",
        "department",
        "department facility",
        "place of work",
        "workplace",
        "संस्थान",
        "विभाग",
        "संस्था",
    ),
    "comorbidity": (
        "comorbidity",
        "comorbidities",
        "co morbidity",
        "illness",
        "सह रुग्णता",
        "अन्य रोग",
        "बीमारी",
    ),
    "dose": ("dose", "dose no", "dose number", "खुराक", "खुराक संख्या", "डोज़"),
    "vaccine": ("vaccine", "vaccine name", "name of vaccine", "टीका", "वैक्सीन", "टीके का नाम"),
    "batch": (
        "batch",
        "batch no",
        "batch number",
        "lot",
        "lot no",
        "vaccine batch",
        "बैच",
        "बैच नंबर",
        "बैच संख्या",
    ),
    "vial": ("vial", "vial no", "vial number", "शीशी", "शीशी संख्या", "शीशी नंबर", "वायल"),
    "vial_opened_at": (
        "vial opened",
        "vial opened at",
        "opened at",
        "time vial opened",
        "vial open time",
        "शीशी खुली",
        "शीशी खोलने का समय",
        "शीशी खुलने का समय",
    ),
    "given_on": (
        "date",
        "date of vaccination",
        "vaccination date",
        "vaccinated on",
        "given on",
        "date given",
        "दिनांक",
        "तारीख",
        "तिथि",
        "टीकाकरण की तारीख",
        "टीकाकरण दिनांक",
        "टीके की तारीख",
    ),
    "given_at": (
        "time",
        "time of vaccination",
        "vaccination time",
        "vaccinated at",
        "given at",
        "समय",
        "टीकाकरण का समय",
        "टीके का समय",
    ),
    "vaccinator": (
        "vaccinator",
        "vaccinator name",
        "name of vaccinator",
        "vaccinated by",
        "given by",
        "टीकाकर्मी",
        "टीका लगाने वाले",
        "टीकाकर्ता",
        "टीकाकर्मी का नाम",
    ),
    "aefi": ("aefi", "adverse event", "reaction", "side effects", "एईएफआई", "प्रतिकूल घटना", "प्रतिक्रिया"),
    "remarks": ("remarks", "remark", "note", "notes", "comment", "comments", "टिप्पणी", "अभ्युक्ति"),
    "page": ("page", "page no", "register page", "page number", "पृष्ठ", "पृष्ठ संख्या", "पन्ना"),
    "line": ("line", "line no", "register line", "line number", "पंक्ति", "पंक्ति संख्या", "क्रम पंक्ति"),
    "dose1_on": (
        "dose1 on",
        "dose 1 date",
        "date of dose 1",
        "date of first dose",
        "first dose date",
        "dose1 date",
        "पहली खुराक की तारीख",
        "पहली खुराक दिनांक",
    ),
    "dose1_vaccine": (
        "dose1 vaccine",
        "dose 1 vaccine",
        "vaccine of dose 1",
        "vaccine of first dose",
        "first dose vaccine",
        "पहली खुराक का टीका",
        "पहली खुराक की वैक्सीन",
    ),
}
_FIELD_OF: Final = {word_key(words): name for name, spellings in HEADINGS.items() for words in spellings}
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^][]*\]")


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the fields in a row of the file.

    Attributes:
        place: by field, the index of its cell.
        width: how many cells a row has when none stands beyond the headings.
        ignored: headings that name no field, or one that an earlier column has already; each once.
    """

    place: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]


def find_columns(headings: Sequence[str]) -> Columns:
    """Return where each field stands; the first of two columns for one field counts."""
    place: dict[str, int] = {}
    ignored: dict[str, None] = {}
    for index, heading in enumerate(headings):
        name = field_of(heading)
        if name and name not in place:
            place[name] = index
        elif heading.strip():
            ignored[" ".join(heading.split())] = None
    return Columns(place, len(headings), tuple(ignored))


def field_of(heading: str, fields: Mapping[str, str] = _FIELD_OF) -> str:
    """Return which of ``fields``, by the key of its words, ``heading`` names; words in brackets may be left out."""
    return fields.get(word_key(heading)) or fields.get(word_key(_IN_BRACKETS.sub("", heading)), "")
