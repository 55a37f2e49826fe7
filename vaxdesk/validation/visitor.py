# SPDX-License-Identifier: MIT
"""What a visit without a needle keeps of the person in the form.

Pure. Perhaps only a name is known, so nothing else has to be there. What cannot be read tells nobody: it is left out,
or stays as it was typed where it is short; only what is far too long, hidden or no name is refused. No twelve digits
that may be an Aadhaar number are kept whole, whether they pass its check or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.validation import scrub
from vaxdesk.validation.reading import LIMITS
from vaxdesk.validation.shorthand import written_out

_LIMITS: Final = {"centre": 50, "name": LIMITS["name"], "mobile": 20, "id_number": LIMITS["id_number"]}
"""The texts that a visit keeps as they were typed; the others are read, or left out."""
_YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)
_MOST_DIGITS: Final = 10
"""More in a row may be an Aadhaar number, perhaps with a slip."""


def read_visitor(draft: Draft, today: date) -> tuple[Draft, tuple[Problem, ...]]:
    """Return the person of ``draft`` as a visit of ``today`` keeps them, and every problem; all of those are errors."""
    problems = tuple(_too_long_or_hidden(draft))
    if problems:
        return Draft(), problems
    # An age is one of today, whatever day the form was going to record a dose for.
    plain, _note = written_out(scrub(replace(draft, given_on="", dose1_on="")), today)
    year = identity.normalise_text(plain.birth_year)
    id_type, id_number = _photo_id(plain)
    person = Draft(
        centre=identity.normalise_text(plain.centre),
        name=identity.normalise_name(plain.name),
        gender=identity.read_gender(plain.gender) or "",
        birth_year=year if _YEAR.fullmatch(year) else "",
        mobile=identity.normalise_text(plain.mobile),
        id_type=id_type,
        id_number=id_number,
        category=identity.read_category(plain.category) or "",
    )
    return person, tuple(_unfit(person))


def _too_long_or_hidden(draft: Draft) -> Iterator[Problem]:
    for name, limit in _LIMITS.items():
        raw: str = getattr(draft, name)
        length = len(identity.normalise_text(raw))
        if length > limit:
            yield Problem(name, "too_long", params=(("limit", str(limit)), ("length", str(length))))
        elif hidden := identity.hidden_characters(raw):
            yield Problem(name, "hidden_characters", params=(("characters", ", ".join(hidden[:5])),))


def _unfit(person: Draft) -> Iterator[Problem]:
    if not any(letter.isalpha() for letter in person.name):
        yield Problem("name", "missing")
    elif _digits(person.name) > _MOST_DIGITS:
        yield Problem("name", "name_digits")
    if _digits(person.mobile) > _MOST_DIGITS:
        yield Problem("mobile", "mobile_length", params=(("count", str(_digits(person.mobile))),))


def _photo_id(draft: Draft) -> tuple[str, str]:
    """Return kind and number; of a number of no kind that may be an Aadhaar only the last four digits."""
    kind, number = identity.read_id_type(draft.id_type), identity.normalise_text(draft.id_number)
    if kind is not None:
        return kind, identity.normalise_id_number(kind, number)
    if "XXXX" not in number.upper() and _digits(number) <= _MOST_DIGITS:
        return "", number.upper()
    four = identity.last_four(number)
    return (IdType.AADHAAR, four) if four else ("", "".join(c for c in number if c.isdecimal())[-4:])


def _digits(text: str) -> int:
    return sum(c.isdecimal() for c in text)
