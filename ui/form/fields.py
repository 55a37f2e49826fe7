# SPDX-License-Identifier: MIT
"""The fields of the form as a table: name, label, kind, place, pin. Nothing else may say what the form consists of."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from vaxdesk.i18n import N_


class Kind(enum.Enum):
    """What is done in a field: type, or choose from a short list."""

    TEXT = enum.auto()
    CHOICE = enum.auto()


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Attributes:
        name: the ``Draft`` field.
        label: English, marked for the catalogue.
        row: which row of the form; rows below ``FIRST_DOSE_ROW`` belong to the person.
        span: width in columns, of twelve.
        pinned: the value stays for the next person, until a person unpins the field.
        hint: English, marked for the catalogue; what the foot says while the cursor is there.
        needed: no vaccination without it; a test holds this against the rules.
    """

    name: str
    label: str
    kind: Kind
    row: int
    span: int
    pinned: bool = False
    needed: bool = False
    hint: str = ""


_TEXT, _CHOICE = Kind.TEXT, Kind.CHOICE
FIRST_DOSE_ROW: Final = 3
LAST_FOUR_LABEL: Final = N_("Last four digits")

_YEAR_HINT: Final = N_("The year, or the age: 34 becomes the year")
_MOBILE_HINT: Final = N_("Whose it is, when not their own, stands under Mobile of")
_ID_HINT: Final = N_("Nothing to show? Leave it empty and choose why in the line below")
_DAY_HINT: Final = N_("16, 16-1 or 160121")

FIELDS: Final = (
    FieldSpec("name", N_("Name, as on the ID"), _TEXT, 0, 5, needed=True),
    FieldSpec("gender", N_("Gender"), _CHOICE, 0, 2, needed=True),
    FieldSpec("birth_year", N_("Year of birth or age"), _TEXT, 0, 2, needed=True, hint=_YEAR_HINT),
    FieldSpec("mobile", N_("Mobile"), _TEXT, 0, 3, needed=True, hint=_MOBILE_HINT),
    FieldSpec("id_type", N_("Photo ID"), _CHOICE, 1, 3, needed=True),
    FieldSpec("id_number", N_("Number of the ID"), _TEXT, 1, 3, needed=True, hint=_ID_HINT),
    FieldSpec("category", N_("Category"), _CHOICE, 1, 3, needed=True),
    FieldSpec("sub_category", N_("Sub-category"), _CHOICE, 1, 3),
    FieldSpec("facility", N_("Facility"), _TEXT, 2, 3),
    FieldSpec("comorbidity", N_("Other illness"), _CHOICE, 2, 2),
    FieldSpec("mobile_of", N_("Mobile of"), _CHOICE, 2, 2),
    FieldSpec("no_id_why", N_("No usable ID, because"), _CHOICE, 2, 3),
    FieldSpec("page", N_("Page"), _TEXT, 2, 1),
    FieldSpec("line", N_("Line"), _TEXT, 2, 1),
    FieldSpec("dose", N_("Dose"), _CHOICE, 3, 2, needed=True),
    FieldSpec("given_on", N_("Date"), _TEXT, 3, 2, pinned=True, needed=True, hint=_DAY_HINT),
    FieldSpec("given_at", N_("Time"), _TEXT, 3, 2, needed=True),
    FieldSpec("dose1_on", N_("First dose on"), _TEXT, 3, 3, hint=_DAY_HINT),
    FieldSpec("dose1_vaccine", N_("Vaccine of the first dose"), _CHOICE, 3, 3),
    FieldSpec("vaccine", N_("Vaccine"), _CHOICE, 4, 3, pinned=True, needed=True),
    FieldSpec("batch", N_("Batch"), _TEXT, 4, 3, pinned=True, needed=True),
    FieldSpec("vial", N_("Vial"), _TEXT, 4, 3, pinned=True),
    FieldSpec("vial_opened_at", N_("Vial opened at"), _TEXT, 4, 3, pinned=True),
    FieldSpec("vaccinator", N_("Vaccinator"), _TEXT, 5, 3, pinned=True, needed=True),
    FieldSpec("centre", N_("Centre"), _CHOICE, 5, 4, pinned=True, needed=True),
    FieldSpec("aefi", N_("AEFI"), _TEXT, 5, 2),
    FieldSpec("remarks", N_("Remarks"), _TEXT, 5, 3),
)

ORDER: Final = tuple(spec.name for spec in FIELDS)
PINNED: Final = frozenset(spec.name for spec in FIELDS if spec.pinned)
"""What is pinned on a new day; Ctrl+D changes it for the day."""
NEEDED: Final = frozenset(spec.name for spec in FIELDS if spec.needed)
ID_FIELDS: Final = ("id_type", "id_number")
FIRST_DOSE_FIELDS: Final = ("dose1_on", "dose1_vaccine")
