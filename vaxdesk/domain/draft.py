# SPDX-License-Identifier: MIT
"""What is on the screen or in a row of a file: text, perhaps invalid."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Draft:
    """Every field as it was typed. Field names are the ones that ``Problem.field`` uses.

    Dates read day first (16-01-2021, 16/1/2021), times 24 h (11:32 or 11.32), both in the centre's zone.
    Choices may be an enum's value or any word for it that ``vaxdesk.identity`` knows.
    """

    centre: str = ""
    name: str = ""
    gender: str = ""
    birth_year: str = ""
    mobile: str = ""
    mobile_of: str = ""
    id_type: str = ""
    id_number: str = ""
    no_id_why: str = ""
    category: str = ""
    sub_category: str = ""
    facility: str = ""
    comorbidity: str = ""
    dose: str = ""
    vaccine: str = ""
    batch: str = ""
    vial: str = ""
    vial_opened_at: str = ""
    given_on: str = ""
    given_at: str = ""
    vaccinator: str = ""
    aefi: str = ""
    remarks: str = ""
    page: str = ""
    line: str = ""
    dose1_on: str = ""
    dose1_vaccine: str = ""


DRAFT_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Draft))
