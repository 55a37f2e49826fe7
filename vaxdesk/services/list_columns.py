# SPDX-License-Identifier: MIT
"""A file that may be a list of people, and what each of its columns holds: guessed, remembered or said by a person.

It reads headings and shows a sample below each; what the rows mean is not its business.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.expected import LIST_FIELDS, NOT_READ, ListColumn
from vaxdesk.errors import FileError
from vaxdesk.i18n import _
from vaxdesk.services.list_headings import guess, headings_key, known
from vaxdesk.services.spreadsheets import SheetRow, read_spreadsheet
from vaxdesk.validation import parse_date
from vaxdesk.wording.listing import list_field

TITLE_ROWS: Final = 10
"""How many rows of titles, merged or not, may stand above the headings."""
LONGEST_SAMPLE: Final = 40
_DAY_IN_NAME: Final = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4})(?!\d)", re.ASCII)
_HOLDS_NUMBERS: Final = frozenset({"mobile", "portal_ref", "employee_no"})
_ALSO_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "birth_year": ("birth_date", "age"),
    "id_number": ("aadhaar",),
    "sub_category": ("designation",),
    "remarks": ("designation", "employee_no"),
}
"""Where a finding on a field may come from, when the file has no column for the field itself."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file, read; ``fields`` says for each of ``headings`` what its column holds.

    Attributes:
        key: of its headings, under which ``fields`` are remembered.
        guessed: what ``fields`` would be if nobody had ever said anything.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    fields: tuple[str, ...]
    guessed: tuple[str, ...]
    key: str

    @property
    def named_day(self) -> date | None:
        """The day in the file's name, None when there is none."""
        found = _DAY_IN_NAME.search(self.name)
        return parse_date(found[0]) if found else None

    @property
    def not_read(self) -> tuple[str, ...]:
        """The headings whose columns nobody has given a meaning, each once."""
        pairs = zip(self.headings, self.fields, strict=True)
        return tuple(dict.fromkeys(" ".join(heading.split()) for heading, field in pairs if not field))

    def columns(self) -> tuple[ListColumn, ...]:
        """Return the columns, each with a sample of what stands below its heading."""
        return tuple(
            ListColumn(" ".join(heading.split()), field, self._sample(at))
            for at, (heading, field) in enumerate(zip(self.headings, self.fields, strict=True))
        )

    def cells(self, row: SheetRow) -> dict[str, str]:
        """Return the cells of ``row`` by field."""
        pairs = zip(self.fields, row.cells, strict=False)
        return {field: cell for field, cell in pairs if field and field != NOT_READ}

    def has_extra_cells(self, row: SheetRow) -> bool:
        """Return whether something stands beyond the headings."""
        return any(cell.strip() for cell in row.cells[len(self.headings) :])

    def place(self, field: str) -> int | None:
        """Return the column to which a finding on ``field`` points, None when the file has none."""
        return next(
            (self.fields.index(name) for name in (field, *_ALSO_IN.get(field, ())) if name in self.fields), None
        )

    def column_name(self, field: str) -> str:
        """Return the heading above ``field``; the field's own name where there is none."""
        at = self.place(field)
        return list_field(field) if at is None else " ".join(self.headings[at].split())

    def shown(self, row: SheetRow, at: int | None) -> str:
        """Return the cell at ``at`` with no full Aadhaar number in it, "" when there is none."""
        if at is None or at >= len(row.cells):
            return ""
        cell = row.cells[at]
        digits = re.sub(r"[\s\-]", "", identity.normalise_digits(cell))
        field = self.fields[at] if at < len(self.fields) else ""
        if len(digits) == 12 and digits.isdecimal() and field not in _HOLDS_NUMBERS:
            return f"XXXX XXXX {digits[-4:]}"
        return identity.hide_aadhaar(cell)

    def _sample(self, at: int) -> str:
        below = (self.shown(row, at) for row in self.rows)
        return next((" ".join(cell.split())[:LONGEST_SAMPLE] for cell in below if cell.strip()), "")


def open_list(path: Path, remembered: Callable[[str], str], fields: Sequence[str] = ()) -> ListFile:
    """Read the file at ``path``, find its headings, and say what its columns hold.

    Args:
        remembered: returns what was kept under the key of some headings, "" when nothing was.
        fields: what a person says of each column; nothing to go by what is remembered or guessed.

    Raises:
        FileError: it is missing, too large, damaged, no table, or has no rows but headings.
    """
    sheet = read_spreadsheet(path)
    above = [SheetRow(0, sheet.headings), *sheet.rows]
    first = _headings_at(above[:TITLE_ROWS], remembered)
    headings, rows = above[first].cells, tuple(above[first + 1 :])
    if not rows:
        raise FileError("list_without_rows", file=path.name)
    width = max(len(headings), 1)
    key = headings_key(headings)
    guessed = _with_unnamed(headings, rows)
    kept = _read_kept(remembered(key), width)
    said = tuple(fields) if len(fields) == width else ()
    return ListFile(path.name, _named(headings), rows, said or kept or guessed, guessed, key)


def kept_text(fields: Sequence[str]) -> str:
    """Return ``fields`` as they are remembered."""
    return json.dumps(list(fields))


def _read_kept(text: str, width: int) -> tuple[str, ...]:
    """Return what was remembered; nothing where it is not for as many columns, or speaks of fields of another age."""
    kept = json.loads(text) if text else []
    known_fields = {*LIST_FIELDS, NOT_READ, ""}
    return tuple(kept) if len(kept) == width and known_fields.issuperset(kept) else ()


def _headings_at(rows: Sequence[SheetRow], remembered: Callable[[str], str]) -> int:
    """Return which row holds the headings: one that a person has mapped, or the one with the most known words."""
    mapped = (at for at, row in enumerate(rows) if remembered(headings_key(row.cells)))
    best = max(range(len(rows)), key=lambda at: (known(rows[at].cells), -at))
    return next(mapped, best)


def _with_unnamed(headings: Sequence[str], rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """Return the guess, in which a column without a heading is open as long as something stands below it."""
    filled = {at for row in rows for at, cell in enumerate(row.cells[: len(headings)]) if cell.strip()}
    pairs = enumerate(zip(headings, guess(headings), strict=True))
    return tuple("" if not heading.strip() and at in filled else field for at, (heading, field) in pairs)


def _named(headings: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        heading if heading.strip() else _("Column {n}").format(n=n) for n, heading in enumerate(headings, start=1)
    )
