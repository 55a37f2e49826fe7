# SPDX-License-Identifier: MIT
"""The three facts that every Aadhaar code has, each read on its own and empty where it is not plain."""

from __future__ import annotations

import re
from typing import Final

from vaxdesk.domain.beneficiary import Gender
from vaxdesk.identity import hidden_characters, normalise_digits, normalise_name

LONGEST_NAME: Final = 100
_YEAR: Final = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)", re.ASCII)
_LONGEST_DATE: Final = 30
_GENDERS: Final = {
    "f": Gender.FEMALE,
    "female": Gender.FEMALE,
    "m": Gender.MALE,
    "male": Gender.MALE,
    "t": Gender.OTHER,
    "o": Gender.OTHER,
    "transgender": Gender.OTHER,
    "other": Gender.OTHER,
}


def name(text: str) -> str:
    """Return the name as it is kept, "" when it is none: empty, too long, or with what nobody can see."""
    if len(text) > LONGEST_NAME or hidden_characters(text):
        return ""
    plain = normalise_name(text)
    return plain if any(sign.isalpha() for sign in plain) else ""


def birth_year(text: str) -> str:
    """Return the only year in ``text`` (1985, 31-12-1985, 1985-12-31), "" when there is none."""
    years = set(_YEAR.findall(normalise_digits(text[:_LONGEST_DATE])))
    return years.pop() if len(years) == 1 else ""


def gender(text: str) -> Gender | None:
    """Return the gender by the letter or word on the card."""
    return _GENDERS.get(text.strip().casefold())
