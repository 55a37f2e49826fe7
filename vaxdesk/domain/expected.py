# SPDX-License-Identifier: MIT
"""The expected list: people due at a centre, and what an import of such a list would do or has done.

Pure. It holds what the list says, which may be little: a name and one thing to tell the person by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from vaxdesk.domain.row_problem import RowProblem

NOT_READ: Final = "-"
"""Of a column whose meaning is known, and which a list of people does not need."""

LIST_FIELDS: Final = (
    *("name", "last_name", "gender", "birth_year", "birth_date", "age", "mobile", "id_type", "id_number", "aadhaar"),
    *("portal_ref", "category", "sub_category", "designation", "facility", "centre", "listed_on", "dose", "vaccine"),
    *("employee_no", "remarks"),
)
"""What a column of a list may hold, in the order in which a person is offered it."""


@dataclass(frozen=True, slots=True)
class ExpectedPerson:
    """Somebody on the list, normalised; "" where the list says nothing or nothing that can be read.

    Attributes:
        listed_on: the centre's day for which the person is due.
        gender, id_type, category, sub_category: the values of their enums.
        birth_year: four digits; from a date of birth, or counted back from an age, when the list gives those.
        id_number: of an Aadhaar only the last four digits ever exist here.
        dose: "1", "2" or "".
        portal_ref: the reference that the list gives; nobody has proven it.
    """

    listed_on: date
    centre: str
    name: str
    gender: str = ""
    birth_year: str = ""
    mobile: str = ""
    id_type: str = ""
    id_number: str = ""
    category: str = ""
    sub_category: str = ""
    facility: str = ""
    dose: str = ""
    vaccine: str = ""
    portal_ref: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a file.

    Attributes:
        field: one of ``LIST_FIELDS``, ``NOT_READ``, or "" while nobody has said what it holds.
        sample: the first cell below the heading that is not blank, Aadhaar numbers masked.
    """

    heading: str
    field: str
    sample: str


@dataclass(frozen=True, slots=True)
class ListedDay:
    """How many people are listed for a centre and day, and how many of them have come.

    Attributes:
        vaccinated: those with a live vaccination that was recorded here.
        other_result: those who came without being vaccinated, or were marked absent.
    """

    listed_on: date
    centre: str
    listed: int
    vaccinated: int
    other_result: int


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do; nothing was changed.

    ``read`` = ``good`` + ``rows_with_errors`` + ``twice_in_file`` + ``already_listed``.

    Attributes:
        columns: of the file, left to right.
        day: for rows that name none; ``day_is_sure`` when somebody or the file's name said it.
        good: rows that would be added.
        already_vaccinated: those of ``good`` whose dose was recorded here; they are added as having come.
        days: how many of ``good`` there are for each day and centre.
        problems: errors keep a row out; after a note the row comes in without that value.
    """

    columns: tuple[ListColumn, ...]
    day: date
    day_is_sure: bool
    read: int = 0
    good: int = 0
    rows_with_errors: int = 0
    twice_in_file: int = 0
    already_listed: int = 0
    already_vaccinated: int = 0
    days: tuple[tuple[date, str, int], ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def has_name(self) -> bool:
        """Whether a column is known to hold the name, without which nothing can be added."""
        return any(column.field == "name" for column in self.columns)

    @property
    def names_days(self) -> bool:
        """Whether a column is known to hold the day for which each row is due."""
        return any(column.field == "listed_on" for column in self.columns)


@dataclass(frozen=True, slots=True)
class ExpectedReport:
    """What became of a list: ``read`` = ``added`` + ``already_listed`` + ``twice_in_file`` + ``rows_with_errors``.

    Attributes:
        not_read: headings that nobody has given a meaning, each once.
        stopped: it was cancelled; ``read`` counts the rows until then, and what was added stays.
    """

    read: int
    added: int
    already_listed: int
    twice_in_file: int
    already_vaccinated: int
    days: tuple[tuple[date, str, int], ...]
    problems: tuple[RowProblem, ...]
    not_read: tuple[str, ...]
    stopped: bool = False

    @property
    def rows_with_errors(self) -> int:
        """Rows that were not taken because of an error."""
        return self.read - self.added - self.already_listed - self.twice_in_file
