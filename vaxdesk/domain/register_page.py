# SPDX-License-Identifier: MIT
"""One page of the paper register: what was typed of it, its total on paper, and what a second typing found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as it stands.

    Attributes:
        given_on: the day that is written on the page.
        rows: vaccinations of this page that count (cancelled ones do not).
        next_line: the line that is typed next: one more than the highest that is a number.
        doubled_lines: lines that stand there more than once, in their order.
        missing_lines: numbers below the highest line that nobody typed, the first few.
        total: the number of rows that is written on the paper; None until somebody gave it.
        sampled: rows that are to be typed a second time.
        keyed: how many of them were.
        wrong: how many of those differed when they were typed again.
        open_differences: how many of those differ still.
    """

    id: int
    centre: str
    page: str
    given_on: date
    rows: int
    next_line: int
    doubled_lines: tuple[str, ...]
    missing_lines: tuple[str, ...]
    total: int | None
    sampled: int
    keyed: int
    wrong: int
    open_differences: int
    closed_by: str
    closed_at: datetime | None

    @property
    def agrees(self) -> bool:
        """Whether the rows typed are as many as the paper says."""
        return self.total is not None and self.total == self.rows

    @property
    def error_rate(self) -> float | None:
        """Return the share of the rows typed twice that differed, None while there is none."""
        return self.wrong / self.keyed if self.keyed else None


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row to be typed a second time.

    Attributes:
        fields: what is typed again, each with what stands now and what was typed the second time ("" not yet).
    """

    client_ref: str
    line: str
    name: str
    recorded_by: str
    fields: tuple[Keyed, ...]

    @property
    def is_keyed(self) -> bool:
        """Whether it was typed a second time."""
        return any(field.second for field in self.fields)

    @property
    def differs(self) -> bool:
        """Whether what stands now is not what was typed the second time."""
        return any(field.second and field.second != field.now for field in self.fields)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A field of a row that was typed twice, as text; ``name`` is the Draft field."""

    name: str
    now: str
    second: str
