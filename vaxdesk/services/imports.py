# SPDX-License-Identifier: MIT
"""Imports a register from a file: good rows go in, each bad one is reported, and nothing goes in twice.

Rows are validated first, outside the store, then held against it and added in one transaction a chunk. What a
chunk has added stays, whatever becomes of the next. A full Aadhaar number leaves this module nowhere: not into
the store, the report or the file of rejects.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from vaxdesk import identity, validation
from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem, errors
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Known, KnownDose, KnownHolder, Vaccination
from vaxdesk.domain.vial import KnownVial
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import FileError
from vaxdesk.events import Hooks
from vaxdesk.i18n import _
from vaxdesk.paths import is_own_file
from vaxdesk.services.headings import Columns, find_columns
from vaxdesk.services.spreadsheets import SheetRow, Spreadsheet, read_spreadsheet, write_csv
from vaxdesk.store import intake, vials
from vaxdesk.store.database import Store
from vaxdesk.validation import CheckContext, LookupKeys
from vaxdesk.wording import choices, problems

CHUNK_ROWS: Final = 200
# Of a vaccination, what the hash of its source covers. What is added to a Vaccination later must stay out of
# it, or a file that was imported before would look new.
_HASHED_PERSON: Final = ("name", "gender", "birth_year", "mobile", "id_type", "id_number")
_HASHED: Final = (
    *("centre", "category", "sub_category", "facility", "comorbidity", "dose", "vaccine", "batch", "vial"),
    *("vial_opened_at", "given_on", "given_at", "vaccinator", "aefi", "remarks", "page", "line"),
    *("dose1_on", "dose1_vaccine"),
)

Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: ``read`` = ``added`` + ``already_there`` + rows with an error.

    Attributes:
        ignored_headings: named once each; their columns were not read.
        days: the days of the vaccinations that were added or already there, oldest first.
        stopped: the import was cancelled; ``read`` counts the rows until then, and what was added stays.
    """

    read: int
    added: int
    already_there: int
    problems: tuple[RowProblem, ...]
    ignored_headings: tuple[str, ...]
    days: tuple[date, ...]
    stopped: bool = False

    @property
    def rows_with_errors(self) -> int:
        """Rows that were not taken because of an error."""
        return self.read - self.added - self.already_there


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the file, read and checked by itself."""

    row: SheetRow
    draft: Draft
    problems: tuple[Problem, ...]
    vaccination: Vaccination | None
    keys: LookupKeys
    source_hash: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the store's side found for one good row."""

    entry: _Entry
    added: bool = False
    already_there: bool = False
    problems: tuple[Problem, ...] = ()


class Imports:
    """Takes registers into the store of one desk."""

    def __init__(
        self, store: Store, table: ReferenceTable, centres: Sequence[Centre], clock: Clock, hooks: Hooks
    ) -> None:
        self._store = store
        self._table = table
        self._centres = tuple(centre.code for centre in centres)
        self._clock = clock
        self._hooks = hooks

    def import_register(
        self, path: Path, by: User, rejects: Path | None = None, progress: Progress | None = None
    ) -> ImportReport:
        """Import the file at ``path`` for ``by``; write the rows with errors to ``rejects``.

        ``progress`` is told (rows done, rows in all) after each chunk, in this thread; False stops it there.

        Raises:
            FileError: the file is no register, or ``rejects`` may not be written there; or it cannot be (the good
                rows are in then).
            StoreError: a chunk could not be saved; the chunks before it are.
        """
        if rejects and not may_be_written(rejects, path, self._store.path.parent):
            raise FileError("file_not_written", file=rejects.name)
        sheet = read_spreadsheet(path)
        columns = find_columns(sheet.headings)
        if not columns.place:
            raise FileError("file_no_headings", file=path.name)
        context = self._context()
        key = self._store.derive_key("import")
        tally = _Tally(sheet, columns)
        for start in range(0, len(sheet.rows), CHUNK_ROWS):
            chunk = sheet.rows[start : start + CHUNK_ROWS]
            verdicts = self._take([_entry(row, columns, context, key) for row in chunk], context, by)
            for verdict in verdicts:
                tally.count(verdict)
            if progress and not progress(tally.read, len(sheet.rows)):
                break
        if rejects is not None:
            write_csv(rejects, tally.reject_rows())
        return tally.report()

    def _context(self) -> CheckContext:
        now = self._clock.local()
        return CheckContext(
            today=now.date(),
            now=now.time(),
            centres=self._centres,
            table=self._table,
            known=None,
            zone=self._clock.zone,
        )

    def _take(self, entries: Sequence[_Entry], context: CheckContext, by: User) -> list[_Verdict]:
        """Add the good ones of ``entries`` in one transaction; return what became of each, in order."""
        good = [entry for entry in entries if entry.vaccination]
        now = self._clock.now()
        found = self._store.write(lambda: _add(self._store, good, context, by, now)).result() if good else []
        if any(verdict.added for verdict in found):
            self._hooks.vaccination_saved.send("")
            self._hooks.outbox_changed.send()
        by_row = {verdict.entry.row.number: verdict for verdict in found}
        return [by_row.get(entry.row.number, _Verdict(entry)) for entry in entries]


def may_be_written(rejects: Path, register: Path, folder: Path) -> bool:
    """Return whether the rejects can be put there: known before a row goes in, not after."""
    taken = is_own_file(rejects, folder) or rejects.resolve() == register.resolve() or rejects.is_dir()
    return not taken and rejects.parent.is_dir() and os.access(rejects.parent, os.W_OK)


def _entry(row: SheetRow, columns: Columns, context: CheckContext, key: bytes) -> _Entry:
    cells = row.cells
    draft = Draft(**{name: cells[at] for name, at in columns.place.items() if at < len(cells)})
    checked = validation.check(draft, context)
    found, vaccination = checked.problems, checked.vaccination
    if any(cell.strip() for cell in cells[columns.width :]):
        found, vaccination = (*found, Problem("", "extra_cells")), None
    if vaccination is None:
        return _Entry(row, draft, found, None, LookupKeys("", ""), "")
    person = vaccination.beneficiary
    keys = LookupKeys(identity.person_key(person), identity.id_key(person.id_type, person.id_number))
    return _Entry(row, draft, found, vaccination, keys, _source_hash(vaccination, key))


def _source_hash(vaccination: Vaccination, key: bytes) -> str:
    """Return the keyed hash of a normalised row: it tells a row again without saying whose it is."""
    person = vaccination.beneficiary
    values = [getattr(person, name) for name in _HASHED_PERSON] + [getattr(vaccination, name) for name in _HASHED]
    text = "\x1f".join("" if value is None else str(value) for value in values)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _add(store: Store, entries: Sequence[_Entry], context: CheckContext, by: User, now: datetime) -> list[_Verdict]:
    """Hold ``entries`` against the store and each other, and add the good ones. On the writer thread."""
    taken = intake.seen(store, [entry.source_hash for entry in entries])
    fresh = [entry for entry in entries if entry.source_hash not in taken]
    verdicts = [_Verdict(entry, already_there=True) for entry in entries if entry.source_hash in taken]
    earlier = _Earlier(by, now)
    expiries = {(known.vaccine, known.batch.casefold()): known.expires_on for known in vials.batches(store)}
    new: list[intake.NewRow] = []
    recognised: list[str] = []
    for entry, known in zip(fresh, intake.known(store, [entry.keys for entry in fresh]), strict=True):
        assert entry.vaccination is not None  # only rows that are good by themselves come here
        batch = expiries.get((entry.vaccination.vaccine, entry.vaccination.batch.casefold()))
        # A register tells of doses given long since: an expired batch is listed, and the dose is not left out.
        vial = KnownVial(batch_expires_on=batch, after_needle=True)
        joined = replace(earlier.join(entry, known), vial=vial)
        checked = validation.check_known(entry.vaccination, replace(context, known=joined))
        if any(problem.code == "already_recorded" for problem in checked.problems):
            recognised.append(entry.source_hash)
            verdicts.append(_Verdict(entry, already_there=True))
        elif checked.vaccination is None:
            verdicts.append(_Verdict(entry, problems=checked.problems))
        else:
            earlier.note(entry, checked.vaccination)
            new.append(intake.NewRow(checked.vaccination, entry.source_hash))
            verdicts.append(_Verdict(entry, added=True, problems=checked.problems))
    intake.add(store, new, by, now)
    intake.recognise(store, recognised)
    return verdicts


class _Earlier:
    """The rows of this chunk that are going in, for the rows after them: the store does not hold them yet."""

    def __init__(self, by: User, now: datetime) -> None:
        self._by = by
        self._now = now
        self._doses: dict[str, tuple[KnownDose, ...]] = {}
        self._holders: dict[str, tuple[tuple[str, KnownHolder], ...]] = {}

    def note(self, entry: _Entry, vaccination: Vaccination) -> None:
        person, keys = vaccination.beneficiary, entry.keys
        dose = KnownDose(
            client_ref="",
            dose=vaccination.dose,
            vaccine=vaccination.vaccine,
            given_on=vaccination.given_on,
            recorded_at=self._now,
            recorded_by=self._by.name,
            gender=person.gender,
        )
        holder = KnownHolder(person.name, person.birth_year, person.mobile)
        self._doses[keys.person_key] = (*self._doses.get(keys.person_key, ()), dose)
        self._holders[keys.id_key] = (*self._holders.get(keys.id_key, ()), (keys.person_key, holder))

    def join(self, entry: _Entry, known: Known) -> Known:
        """Return what the store and the earlier rows know of ``entry`` together."""
        keys = entry.keys
        doses = self._doses.get(keys.person_key, ())
        holders = tuple(h for person, h in self._holders.get(keys.id_key, ()) if person != keys.person_key)
        return Known(known.doses + doses, known.holders + holders) if doses or holders else known


class _Tally:
    """What is known so far of the whole file."""

    def __init__(self, sheet: Spreadsheet, columns: Columns) -> None:
        self._sheet = sheet
        self._columns = columns
        self._added = 0
        self._already_there = 0
        self._problems: list[RowProblem] = []
        self._rejected: list[tuple[_Entry, tuple[Problem, ...]]] = []
        self._days: set[date] = set()
        self.read = 0

    def count(self, verdict: _Verdict) -> None:
        """Take in what became of the next row."""
        entry = verdict.entry
        self.read += 1
        self._added += verdict.added
        self._already_there += verdict.already_there
        if entry.vaccination and (verdict.added or verdict.already_there):
            self._days.add(entry.vaccination.given_on)
        if verdict.already_there:
            return
        found = entry.problems + verdict.problems
        shown = validation.scrub(entry.draft) if found else entry.draft
        for problem in found:
            value = getattr(shown, problem.field) if problem.field else ""
            self._problems.append(RowProblem(entry.row.number, self._column(problem.field), value, problem))
        if not verdict.added:
            self._rejected.append((entry, errors(found)))

    def _column(self, name: str) -> str:
        if name in self._columns.place:
            return " ".join(self._sheet.headings[self._columns.place[name]].split())
        return choices.field_label(name)

    def reject_rows(self) -> Iterator[Sequence[str]]:
        """Yield the headings, then each row with an error, its number and what is wrong with it."""
        headings = self._sheet.headings
        yield [*headings, _("Row"), _("Problem")]
        for entry, found in self._rejected:
            cells = [identity.hide_aadhaar(cell) for cell in entry.row.cells]
            cells += [""] * (len(headings) - len(cells))
            shown = validation.scrub(entry.draft)
            for name, at in self._columns.place.items():
                cells[at] = getattr(shown, name)
            words = [f"{self._column(p.field)}: {problems.for_problem(p)}".lstrip(": ") for p in found]
            yield [*cells, str(entry.row.number), " ".join(words)]

    def report(self) -> ImportReport:
        """Return the report of what was counted."""
        return ImportReport(
            read=self.read,
            added=self._added,
            already_there=self._already_there,
            problems=tuple(self._problems),
            ignored_headings=self._columns.ignored,
            days=tuple(sorted(self._days)),
            stopped=self.read < len(self._sheet.rows),
        )
