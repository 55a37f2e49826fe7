# SPDX-License-Identifier: MIT
"""What a sheet is made of: cells, tables, the words of others, and the hiding of numbers for copies. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from vaxdesk.domain.beneficiary import Category, Gender, IdType, SubCategory
from vaxdesk.domain.observation import AdverseEvent, Severity
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.domain.vial import LostWhy

Cell = str | int | date | time | datetime | None
"""One thing in one cell: ``None`` is empty; a datetime is the centre's own time, without a zone."""

UNKNOWN: Final = "–"
"""Stands where this program cannot know a figure; a 0 would be a claim."""

_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){7,}")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the rows under it, all of the same length."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of others, handed in so that sheets know only the domain.

    Attributes:
        outcome: the sentence for the code of the last exchange.
        field: what a ``Draft`` field is called.
        local: turns an aware moment into the centre's own time.
    """

    gender: Callable[[Gender], str]
    id_type: Callable[[IdType | None], str]
    category: Callable[[Category], str]
    sub_category: Callable[[SubCategory], str]
    field: Callable[[str], str]
    state: Callable[[State], str]
    outcome: Callable[[str], str]
    lost_why: Callable[[LostWhy], str]
    severity: Callable[[Severity], str]
    symptoms: Callable[[AdverseEvent], str]
    local: Callable[[datetime], datetime]

    def moment(self, moment: datetime | None) -> datetime | None:
        """Return ``moment`` as a cell: the centre's time to the minute, without a zone."""
        return None if moment is None else self.local(moment).replace(second=0, microsecond=0, tzinfo=None)

    def reason(self, row: RegisterRow) -> str:
        """Return why ``row`` is not on the portal, "" when it is or was never tried."""
        return "" if row.state is State.CONFIRMED or not row.last_code else self.outcome(row.last_code)


def last_four(number: str) -> str:
    """Return the last four characters of a photo-ID number."""
    return number[-4:]


def crossed_out(number: str) -> str:
    """Return ``number`` with an X for each character before the last four."""
    return "X" * (len(number) - 4) + number[-4:]


def crossed_out_id(number: str) -> str:
    """Return the last four of a photo-ID number behind four X, whatever its length was; "" of none."""
    return f"XXXX{last_four(number)}" if number else ""


def without_numbers(text: str, *numbers: str) -> str:
    """Return free text with ``numbers`` and every run of eight or more digits crossed out."""
    for number in numbers:
        if len(number) > 4:
            text = re.sub(re.escape(number), crossed_out(number), text, flags=re.IGNORECASE)
    return _LONG_NUMBER.sub(lambda run: crossed_out(run[0]), text)
