# SPDX-License-Identifier: MIT
"""Takes lists of expected people into the desk: what a list would do is shown first, then it goes in, once.

Rows are read outside the store, then held against it chunk by chunk; the preview does the same without writing. What
a chunk has added stays, whatever becomes of the next. A full Aadhaar number leaves this module nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.expected import NOT_READ, ExpectedPerson, ExpectedReport, ImportPreview, ListedDay
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.domain.user import User
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import FileError
from vaxdesk.services.imports import Progress, may_be_written
from vaxdesk.services.list_columns import ListFile, kept_text, open_list
from vaxdesk.services.list_tally import Fate, ListTally, Verdict
from vaxdesk.services.spreadsheets import SheetRow, write_csv
from vaxdesk.store import audit, expected
from vaxdesk.store.database import Store
from vaxdesk.store.telling import Near
from vaxdesk.validation.listed import ListContext, Listed, read_row

CHUNK_ROWS: Final = 500
# Of a person, what the hash of a row covers beside the day; what a list may say one day more must stay out of it, or
# a list that was imported before would look new.
_HASHED: Final = (
    *("centre", "name", "gender", "birth_year", "mobile", "id_type", "id_number", "category", "sub_category"),
    *("facility", "dose", "vaccine", "portal_ref", "remarks"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the file, read by itself."""

    row: SheetRow
    listed: Listed
    source_hash: str


class ExpectedLists:
    """Takes lists into the store of one desk. Slow: for any thread but the window's."""

    def __init__(
        self, store: Store, table: ReferenceTable, centres: Sequence[Centre], own_centre: str, clock: Clock
    ) -> None:
        self._store = store
        self._table = table
        self._centres = tuple(centres)
        self._own_centre = own_centre
        self._clock = clock

    def preview(
        self, path: Path, fields: Sequence[str] = (), day: date | None = None, progress: Progress | None = None
    ) -> ImportPreview:
        """Return what importing the list at ``path`` would do; change nothing.

        Args:
            fields: what each column holds, where a person said so (``domain.expected.LIST_FIELDS``, "", ``NOT_READ``).
            day: for rows that name none; else the day in the file's name, else today.
            progress: told (rows done, rows in all) after each chunk, in this thread; False ends it there.

        Raises:
            FileError: the file is no list.
            StoreError: the store cannot be read.
        """
        file = self._open(path, fields)
        context = self._context(file, day)
        tally = ListTally(file)
        if "name" in file.fields:

            def judged(entries: Sequence[_Entry], known: _Known) -> list[Verdict]:
                with self._store.reading():
                    return _judged(self._store, entries, known)

            self._go_through(file, context, tally, judged, progress)
        return tally.preview(context.day, context.day_is_sure)

    def add(
        self,
        path: Path,
        by: User,
        fields: Sequence[str] = (),
        day: date | None = None,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> ExpectedReport:
        """Put the list at ``path`` on the desk's own; write the rows with errors to ``rejects``.

        What ``fields`` say is remembered for every file with the same headings.

        Raises:
            FileError: the file is no list, nobody has said which column holds the name, or ``rejects`` may not be
                written there; or it cannot be (the good rows are in then).
            StoreError: a chunk could not be saved; the chunks before it are.
        """
        if rejects and not may_be_written(rejects, path, self._store.path.parent):
            raise FileError("file_not_written", file=rejects.name)
        file = self._open(path, fields)
        if "name" not in file.fields:
            raise FileError("list_without_names", file=path.name)
        self._remember(file, by)
        tally = ListTally(file)

        def added(entries: Sequence[_Entry], known: _Known) -> list[Verdict]:
            return self._store.write(lambda: _added(self._store, entries, known, by, self._clock)).result()

        self._go_through(file, self._context(file, day), tally, added, progress)
        if rejects is not None:
            write_csv(rejects, tally.reject_rows())
        return tally.report()

    def days(self) -> tuple[ListedDay, ...]:
        """Return how many are listed and have come, for each day from today on and each centre, the last day first."""
        with self._store.reading():
            return expected.days(self._store, self._clock.today())

    def _open(self, path: Path, fields: Sequence[str]) -> ListFile:
        def remembered(headings: str) -> str:
            with self._store.reading():
                return expected.column_map(self._store, self._kept_under(headings))

        return open_list(path, remembered, fields)

    def _context(self, file: ListFile, day: date | None) -> ListContext:
        today = self._clock.today()
        said = day or file.named_day
        return ListContext(
            today=today,
            day=said or today,
            day_is_sure=said is not None,
            centre=self._own_centre,
            centres=self._centres,
            table=self._table,
        )

    def _remember(self, file: ListFile, by: User) -> None:
        if file.fields != file.guessed:
            kept = tuple(field or NOT_READ for field in file.fields)
            now = self._clock.now()
            self._store.write(
                lambda: expected.keep_column_map(self._store, self._kept_under(file.key), kept_text(kept), by, now)
            ).result()

    def _kept_under(self, headings: str) -> str:
        """Return the keyed hash of some headings: in a file that has none, they are the first person."""
        return hmac.new(self._store.derive_key("columns"), headings.encode(), hashlib.sha256).hexdigest()

    def _go_through(
        self,
        file: ListFile,
        context: ListContext,
        tally: ListTally,
        take: Callable[[Sequence[_Entry], _Known], list[Verdict]],
        progress: Progress | None,
    ) -> None:
        key = self._store.derive_key("expected")
        known = _Known()
        for start in range(0, len(file.rows), CHUNK_ROWS):
            chunk = file.rows[start : start + CHUNK_ROWS]
            for verdict in take([_entry(file, row, context, key) for row in chunk], known):
                tally.count(verdict)
            if progress and not progress(tally.read, len(file.rows)):
                break


class _Known:
    """Who stands in the rows of this file that went before."""

    def __init__(self) -> None:
        self._rows: Near[tuple[int, date]] = Near()
        self._hashes: dict[str, int] = {}

    def row_of(self, person: ExpectedPerson, source_hash: str) -> int:
        """Return the row that lists ``person`` for that day already, 0 when none does."""
        rows = (row for row, day in self._rows.of(expected.who(person)) if day == person.listed_on)
        return next(rows, self._hashes.get(source_hash, 0))

    def note(self, row: int, person: ExpectedPerson, source_hash: str) -> None:
        """Keep that ``row`` lists ``person``."""
        self._rows.put((row, person.listed_on), expected.who(person))
        self._hashes[source_hash] = row


def _entry(file: ListFile, row: SheetRow, context: ListContext, key: bytes) -> _Entry:
    listed = read_row(file.cells(row), context)
    if file.has_extra_cells(row):
        listed = Listed((*listed.problems, Problem("", "extra_cells")), None)
    return _Entry(row, listed, _source_hash(listed, key))


def _source_hash(listed: Listed, key: bytes) -> str:
    """Return the keyed hash of a normalised row: it tells a row again without saying whose it is.

    A day that is only the day of the import stays out of it: tomorrow the same file would be another.
    """
    person = listed.person
    if person is None:
        return ""
    day = person.listed_on.isoformat() if listed.day_is_sure else ""
    text = "\x1f".join([day, *(getattr(person, name) for name in _HASHED)])
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _judged(store: Store, entries: Sequence[_Entry], known: _Known) -> list[Verdict]:
    """Hold ``entries`` against each other and the store; return what becomes of each, in order."""
    good = [(entry, entry.listed.person) for entry in entries if entry.listed.person]
    people = [person for _entry, person in good]
    listed = expected.listed(store, people, [entry.source_hash for entry, _person in good])
    doses = expected.vaccinated(store, people)
    by_row = {
        entry.row.number: _verdict(entry, person, known, is_listed, dose)
        for (entry, person), is_listed, dose in zip(good, listed, doses, strict=True)
    }
    return [by_row.get(entry.row.number) or Verdict(entry.row, Fate.ERROR, entry.listed.problems) for entry in entries]


def _verdict(entry: _Entry, person: ExpectedPerson, known: _Known, is_listed: bool, dose: int | None) -> Verdict:
    row, found = entry.row, entry.listed.problems
    if before := known.row_of(person, entry.source_hash):
        twice = Problem("name", "twice_in_file", Severity.NOTE, (("row", str(before)),))
        return Verdict(row, Fate.TWICE_IN_FILE, (twice,), person)
    known.note(row.number, person, entry.source_hash)
    if is_listed:
        return Verdict(row, Fate.ALREADY_LISTED, (), person)
    return Verdict(row, Fate.GOOD, found, person, entry.source_hash, dose)


def _added(store: Store, entries: Sequence[_Entry], known: _Known, by: User, clock: Clock) -> list[Verdict]:
    """As ``_judged``, and add the good ones. On the writer thread."""
    verdicts = _judged(store, entries, known)
    new = [
        expected.NewEntry(verdict.person, verdict.source_hash, verdict.vaccination_id)
        for verdict in verdicts
        if verdict.fate is Fate.GOOD and verdict.person
    ]
    now = clock.now()
    expected.add(store, new, by, now)
    if new:
        audit.note(store, now, by.name, "import_expected", "", str(len(new)))
    return verdicts
