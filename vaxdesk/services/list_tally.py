# SPDX-License-Identifier: MIT
"""Counts what becomes of the rows of an expected list, and puts it into a preview, a report or a file of rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from vaxdesk.domain.expected import ExpectedPerson, ExpectedReport, ImportPreview
from vaxdesk.domain.problem import Problem, errors
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.i18n import _
from vaxdesk.services.list_columns import ListFile
from vaxdesk.services.spreadsheets import SheetRow
from vaxdesk.wording import problems


class Fate(Enum):
    """What becomes of a row."""

    GOOD = auto()
    ERROR = auto()
    TWICE_IN_FILE = auto()
    ALREADY_LISTED = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row, what becomes of it and why; ``person`` unless it has an error.

    Attributes:
        vaccination_id: of the dose recorded here for which a good row stands.
    """

    row: SheetRow
    fate: Fate
    problems: tuple[Problem, ...]
    person: ExpectedPerson | None = None
    source_hash: str = ""
    vaccination_id: int | None = None


class ListTally:
    """What is known so far of the whole file."""

    def __init__(self, file: ListFile) -> None:
        self._file = file
        self._fates: Counter[Fate] = Counter()
        self._days: Counter[tuple[date, str]] = Counter()
        self._vaccinated = 0
        self._problems: list[RowProblem] = []
        self._rejected: list[Verdict] = []

    @property
    def read(self) -> int:
        """Rows counted."""
        return self._fates.total()

    def count(self, verdict: Verdict) -> None:
        """Take in what becomes of the next row."""
        self._fates[verdict.fate] += 1
        if verdict.fate is Fate.GOOD and verdict.person:
            self._days[verdict.person.listed_on, verdict.person.centre] += 1
            self._vaccinated += verdict.vaccination_id is not None
        if verdict.fate is Fate.ERROR:
            self._rejected.append(verdict)
        if verdict.fate is not Fate.ALREADY_LISTED:
            self._problems += [self._row_problem(verdict.row, problem) for problem in verdict.problems]

    def preview(self, day: date, day_is_sure: bool) -> ImportPreview:
        """Return what the import would do."""
        return ImportPreview(
            columns=self._file.columns(),
            day=day,
            day_is_sure=day_is_sure,
            read=self.read,
            good=self._fates[Fate.GOOD],
            rows_with_errors=self._fates[Fate.ERROR],
            twice_in_file=self._fates[Fate.TWICE_IN_FILE],
            already_listed=self._fates[Fate.ALREADY_LISTED],
            already_vaccinated=self._vaccinated,
            days=self._by_day(),
            problems=tuple(self._problems),
        )

    def report(self) -> ExpectedReport:
        """Return what the import did."""
        return ExpectedReport(
            read=self.read,
            added=self._fates[Fate.GOOD],
            already_listed=self._fates[Fate.ALREADY_LISTED],
            twice_in_file=self._fates[Fate.TWICE_IN_FILE],
            already_vaccinated=self._vaccinated,
            days=self._by_day(),
            problems=tuple(self._problems),
            not_read=self._file.not_read,
            stopped=self.read < len(self._file.rows),
        )

    def reject_rows(self) -> Iterator[Sequence[str]]:
        """Yield the headings, then each row with an error, its number and what is wrong with it."""
        headings = self._file.headings
        yield [*headings, _("Row"), _("Problem")]
        for verdict in self._rejected:
            row = verdict.row
            cells = [self._file.shown(row, at) for at in range(max(len(headings), len(row.cells)))]
            words = [
                f"{self._column(problem)}: {problems.for_problem(problem)}".lstrip(": ")
                for problem in errors(verdict.problems)
            ]
            yield [*cells, str(row.number), " ".join(words)]

    def _by_day(self) -> tuple[tuple[date, str, int], ...]:
        return tuple((day, centre, n) for (day, centre), n in sorted(self._days.items()))

    def _row_problem(self, row: SheetRow, problem: Problem) -> RowProblem:
        value = self._file.shown(row, self._file.place(problem.field)) if problem.field else ""
        return RowProblem(row.number, self._column(problem), value, problem)

    def _column(self, problem: Problem) -> str:
        return self._file.column_name(problem.field) if problem.field else ""
