# SPDX-License-Identifier: MIT
"""The daily sheet as a file: written beside its name, read back, counted, and only then put in its place.

Whatever fails, an older sheet stands as it was and nothing half-written stays behind.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

import openpyxl

from vaxdesk import __version__
from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.errors import FileError, VaxDeskError
from vaxdesk.paths import is_own_file
from vaxdesk.services.placing import place
from vaxdesk.settings import Settings
from vaxdesk.sheets import csv as csv_sheet
from vaxdesk.sheets import xlsx as xlsx_sheet
from vaxdesk.sheets.cells import Words
from vaxdesk.sheets.day import DaySheet, Making, day_sheet
from vaxdesk.sheets.rows import RECEIPT_COLUMN
from vaxdesk.sheets.vials import DayVials
from vaxdesk.sheets.watch import DayWatch
from vaxdesk.store import corrections, vaccinations, vials, visits
from vaxdesk.store import observation as watches
from vaxdesk.store.database import Store
from vaxdesk.wording import choices, observation, outcomes, states

SheetFormat = Literal["xlsx", "csv"]

ALL_CENTRES: Final = "all"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        path: where it stands now; not always the name that was asked for.
        rows: people on it, as counted in the written file.
    """

    path: Path
    rows: int


class Export:
    """Writes the daily sheet of one desk."""

    def __init__(self, store: Store, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._centres = settings.centres
        self._host = settings.portal.host
        self._clock = clock

    def export(self, on: date, centre: str, format: SheetFormat, out: Path, masked: bool, by: str = "") -> Exported:
        """Write the sheet of day ``on`` to ``out``, or to the next free name where it cannot be replaced.

        Args:
            centre: a centre's code, or "all".
            masked: cross out mobiles and ID numbers, for copies.
            by: who asked for it, for the top of the sheet.

        Raises:
            FileError: nothing was written; an older file stands as it was.
            VaxDeskError: there is no such centre.
            StoreError: the day could not be read.
        """
        chosen = self._chosen(centre)
        if not out.name or is_own_file(out, self._store.path.parent):
            raise FileError("export_not_replaced", file=str(out))
        sheet = self._sheet(on, chosen, every=centre == ALL_CENTRES, masked=masked, by=by)
        wanted = tuple(str(row[RECEIPT_COLUMN]) for row in sheet.lines.rows)
        content = RENDER[format](sheet)
        path = place(out, content, lambda draft: _compare(draft, format, sheet, wanted))
        return Exported(path, len(wanted))

    def _chosen(self, centre: str) -> tuple[Centre, ...]:
        chosen = tuple(c for c in self._centres if centre in (ALL_CENTRES, c.code))
        if not chosen:
            raise VaxDeskError("unknown_centre", centre=centre, known=", ".join(c.code for c in self._centres))
        return chosen

    def _sheet(self, on: date, chosen: tuple[Centre, ...], *, every: bool, masked: bool, by: str) -> DaySheet:
        code = "" if every else chosen[0].code
        with self._store.reading():
            rows = [row.seen_by(self._host) for row in vaccinations.day(self._store, on, code)]
            changed = corrections.day(self._store, on, code)
            without = visits.day(self._store, on, code)
            watched = {person.client_ref: person for person in watches.day(self._store, on, code)}
            watch = DayWatch(watched, watches.reported_on(self._store, on, code))
            opened = DayVials(vials.of_day(self._store, on, code), vials.batches(self._store))
        making = Making(
            on=on,
            centres=chosen,
            every_centre=every,
            masked=masked,
            made_at=self._clock.now(),
            made_by=by,
            program=f"VaxDesk {__version__}",
        )
        return day_sheet(rows, changed, self._words(), making, opened, watch, without)

    def _words(self) -> Words:
        return Words(
            gender=choices.gender,
            id_type=choices.id_type,
            category=choices.category,
            sub_category=choices.sub_category,
            field=choices.field_label,
            state=states.sentence,
            outcome=outcomes.for_outcome,
            lost_why=choices.lost_why,
            severity=observation.severity,
            symptoms=observation.symptoms,
            local=self._clock.local,
        )


def _compare(draft: Path, format: SheetFormat, sheet: DaySheet, wanted: tuple[str, ...]) -> None:
    """Hold the written file against the rows it was made of."""
    try:
        found = tuple(_READ_BACK[format](draft.read_bytes(), sheet))
    except Exception as error:  # a reader may stumble over a damaged file in any way; all of them mean the same
        raise FileError("export_miscounted") from error
    if found != wanted:
        raise FileError("export_miscounted")


def _xlsx_receipts(content: bytes, sheet: DaySheet) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    column = RECEIPT_COLUMN + 1
    first = len(sheet.top) + 2
    for (receipt,) in book.worksheets[0].iter_rows(first, min_col=column, max_col=column, values_only=True):
        yield str(receipt)


def _csv_receipts(content: bytes, sheet: DaySheet) -> Iterator[str]:
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    if tuple(next(lines)) != sheet.lines.headings:
        raise ValueError
    for line in lines:
        if len(line) != len(sheet.lines.headings):
            raise ValueError  # cut short
        yield line[RECEIPT_COLUMN]


RENDER: Final[Mapping[str, Callable[[DaySheet], bytes]]] = {
    "xlsx": xlsx_sheet.render,
    "csv": csv_sheet.render,
}
_READ_BACK: Final[Mapping[str, Callable[[bytes, DaySheet], Iterator[str]]]] = {
    "xlsx": _xlsx_receipts,
    "csv": _csv_receipts,
}
