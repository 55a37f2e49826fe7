# SPDX-License-Identifier: MIT
"""A whole row pasted into one field: which of its cells belongs where, told by what each cell looks like.

Pure. It fills nothing in: a person says first whether that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.beneficiary import IdType

_BIRTH_YEAR: Final = re.compile(r"(19|20)\d{2}", re.ASCII)
_ID_NUMBER: Final = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9/ \-]{3,24}", re.ASCII)
ENOUGH: Final = 3
"""Fewer fields than this are no row of a person."""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """What a pasted row says.

    Attributes:
        values: by ``Draft`` field; of an Aadhaar the last four digits only.
        unplaced: how many cells hold something that belongs nowhere.
        rows: how many rows were pasted.
    """

    values: Mapping[str, str]
    unplaced: int
    rows: int

    def is_of_a_person(self) -> bool:
        """Return whether it is one row, and says enough to be somebody's."""
        return self.rows == 1 and len(self.values) >= ENOUGH and "name" in self.values


def read(text: str) -> PastedRow:
    """Return what the row ``text``, its cells between tabs or commas, says of a person."""
    rows = [row for row in text.splitlines() if row.strip()]
    first = rows[0] if rows else ""
    cells = [identity.normalise_text(cell.strip('" ')) for cell in first.split("\t" if "\t" in first else ",")]
    values: dict[str, str] = {}
    unplaced = 0
    for cell in filter(None, cells):
        place = next(((name, said) for name, tell in _TELLS if name not in values and (said := tell(cell))), None)
        if place is None:
            unplaced += 1
            continue
        values[place[0]] = place[1]
        if identity.hide_aadhaar(cell) != cell:
            values["id_type"] = IdType.AADHAAR.value
    return PastedRow(values, unplaced, len(rows))


def _mobile(cell: str) -> str:
    mobile = identity.normalise_mobile(cell)
    return mobile if len(mobile) == 10 and mobile.isdecimal() and mobile[0] in "6789" else ""


def _birth_year(cell: str) -> str:
    return cell if _BIRTH_YEAR.fullmatch(cell) else ""


def _aadhaar(cell: str) -> str:
    return identity.last_four(cell) if identity.hide_aadhaar(cell) != cell else ""


def _id_number(cell: str) -> str:
    return cell.upper() if _ID_NUMBER.fullmatch(cell.upper()) else ""


def _choice(read_word: Callable[[str], object]) -> Callable[[str], str]:
    """Return what tells a choice by its words; a lone number says nothing outside its own column."""
    return lambda cell: str(read_word(cell) or "") if not cell.isdecimal() else ""


def _name(cell: str) -> str:
    letters = any(char.isalpha() for char in cell)
    return cell if letters and not identity.characters_not_of_a_name(cell) else ""


_TELLS: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("mobile", _mobile),
    ("birth_year", _birth_year),
    ("id_number", _aadhaar),
    ("gender", _choice(identity.read_gender)),
    ("id_type", _choice(identity.read_id_type)),
    ("category", _choice(identity.read_category)),
    ("id_number", _id_number),
    ("name", _name),
)
