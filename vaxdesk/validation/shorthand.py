# SPDX-License-Identifier: MIT
"""What a clerk means by a few keys: a day without its year, an age for a year of birth.

Pure. Only for what a person types at the desk and sees written out at once; a file says what it means in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.dosing import day_text
from vaxdesk.validation.reading import parse_date

DAY_FIELDS: Final = ("given_on", "dose1_on")
OLDEST: Final = 130
_MONTHS_BACK: Final = 12
_DAY: Final = re.compile(r"\d{1,2}", re.ASCII)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})|(\d{2})(\d{2})", re.ASCII)
_DAY_MONTH_YEAR: Final = re.compile(
    r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})|(\d{2})(\d{2})(\d{2}|\d{4})", re.ASCII
)
_AGE: Final = re.compile(r"\d{1,3}", re.ASCII)


def written_out(draft: Draft, today: date) -> tuple[Draft, Problem | None]:
    """Return ``draft`` with days and an age written out, and the note that says which age became which year."""
    days = {name: day(getattr(draft, name), today) or getattr(draft, name) for name in DAY_FIELDS}
    draft = replace(draft, **days)
    year = year_of_birth(draft.birth_year, parse_date(draft.given_on) or today)
    if not year:
        return draft, None
    params = (("age", identity.normalise_text(draft.birth_year)), ("year", year))
    note = Problem("birth_year", "year_from_age", Severity.NOTE, params)
    return replace(draft, birth_year=year), note


def day(text: str, today: date) -> str:
    """Return the day meant by 16, 16-1, 1601, 16-1-21 or 160121 as 16-01-2021; "" when ``text`` means none so.

    A day without its year is the last such day up to today: nobody records tomorrow's dose.
    """
    typed = identity.normalise_text(text)
    if match := _DAY_MONTH_YEAR.fullmatch(typed):
        number, month, year = (int(part) for part in match.groups() if part is not None)
        found = _date(year if year > 99 else 2000 + year, month, number)
    elif match := _DAY_MONTH.fullmatch(typed):
        number, month = (int(part) for part in match.groups() if part is not None)
        found = _latest(((today.year - back, month) for back in range(5)), number, today)
    elif _DAY.fullmatch(typed):
        found = _latest((_months_before(today, back) for back in range(_MONTHS_BACK)), int(typed), today)
    else:
        found = None
    return day_text(found) if found else ""


def year_of_birth(text: str, on: date) -> str:
    """Return the year in which somebody of the age ``text`` on the day ``on`` was born, "" when it is no age."""
    typed = identity.normalise_text(text)
    if not _AGE.fullmatch(typed) or not 0 < int(typed) <= OLDEST:
        return ""
    return str(on.year - int(typed))


def _latest(months: Iterable[tuple[int, int]], number: int, today: date) -> date | None:
    """Return the first day ``number`` in ``months`` that exists and is not past ``today``."""
    days = (_date(year, month, number) for year, month in months)
    return next((found for found in days if found and found <= today), None)


def _months_before(today: date, back: int) -> tuple[int, int]:
    month = today.replace(day=1)
    for _ in range(back):
        month = (month - timedelta(days=1)).replace(day=1)
    return month.year, month.month


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
