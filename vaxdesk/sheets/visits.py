# SPDX-License-Identifier: MIT
"""Visits without a needle on the daily sheet: their lines under the vaccinated, and their totals. Pure.

They have no receipt, no dose and no state of an upload: those cells say so, or are empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.visit import REASONS, Visit, VisitResult
from vaxdesk.i18n import N_, _
from vaxdesk.sheets.cells import UNKNOWN, Cell, Words, crossed_out, crossed_out_id, last_four
from vaxdesk.wording import visits as wording

_GENDERS: Final = {"male": N_("M"), "female": N_("F"), "other": N_("O")}


@dataclass(frozen=True, slots=True)
class _Line:
    """One visit with what its cells are made from."""

    number: int
    visit: Visit
    words: Words
    masked: bool

    def gender(self) -> Cell:
        return _(_GENDERS[self.visit.gender]) if self.visit.gender in _GENDERS else None

    def birth_year(self) -> Cell:
        year = self.visit.birth_year
        return int(year) if len(year) == 4 and year.isdecimal() else (year or None)

    def mobile(self) -> Cell:
        return crossed_out(self.visit.mobile) if self.masked else self.visit.mobile

    def id_type(self) -> Cell:
        kind = identity.read_id_type(self.visit.id_type)
        return self.words.id_type(kind) if kind else None

    def id_digits(self) -> Cell:
        number = self.visit.id_number
        return crossed_out_id(number) if self.masked else last_four(number)

    def category(self) -> Cell:
        category = identity.read_category(self.visit.category)
        return self.words.category(category) if category else None


_CELLS: Final[Mapping[str, Callable[[_Line], Cell]]] = {
    "S. no.": lambda line: line.number,
    "Receipt no.": lambda line: UNKNOWN,
    "Name": lambda line: line.visit.name,
    "Gender": _Line.gender,
    "Year of birth": _Line.birth_year,
    "Mobile": _Line.mobile,
    "Photo-ID type": _Line.id_type,
    "ID last four": _Line.id_digits,
    "Category": _Line.category,
    "Outcome if not vaccinated": lambda line: wording.result(line.visit.result),
    "Reason if not vaccinated": lambda line: wording.reason(line.visit.reason),
    "Entered by": lambda line: line.visit.recorded_by,
    "Entered at": lambda line: line.words.moment(line.visit.recorded_at),
    "Centre": lambda line: line.visit.centre,
}
"""By the headings of the line list, in English; every other column is empty."""


def rows(
    visits: Iterable[Visit], headings: Sequence[str], words: Words, *, masked: bool, after: int
) -> tuple[tuple[Cell, ...], ...]:
    """Return one row a visit, by centre and time, numbered on from ``after``.

    Args:
        headings: of the line list, as messages.
    """
    ordered = sorted(visits, key=lambda visit: (visit.centre, visit.visited_at, visit.name))
    lines = (_Line(number, visit, words, masked) for number, visit in enumerate(ordered, after + 1))
    return tuple(tuple(_cell(line, heading) for heading in headings) for line in lines)


def counted(visits: Iterable[Visit]) -> tuple[tuple[str, int], ...]:
    """Return label and number of each result; under each that has reasons, of the reasons that were given."""
    made: list[tuple[str, int]] = []
    given = tuple(visits)
    for result in VisitResult:
        mine = [visit for visit in given if visit.result is result]
        made.append((wording.result(result), len(mine)))
        reasons = Counter(visit.reason for visit in mine)
        made += [
            (_("{result}: {reason}").format(result=wording.result(result), reason=wording.reason(why)), reasons[why])
            for why in REASONS[result]
            if reasons[why]
        ]
    return tuple(made)


def _cell(line: _Line, heading: str) -> Cell:
    return _CELLS[heading](line) if heading in _CELLS else None
