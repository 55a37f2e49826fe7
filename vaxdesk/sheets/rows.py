# SPDX-License-Identifier: MIT
"""The line list of the daily sheet: one row for each vaccination that counts, then each visit without. Pure.

The columns stand in the order of the paper form. Where one of its columns names two things they are two
columns side by side, so that each cell holds one thing. What only a later version can know is there from the
start and empty. The centre closes the row, since one sheet may hold several. Void vaccinations are not people
on the sheet: ``lists.corrections`` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.observation import AdverseEvent, Watched
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.domain.vaccination import Source
from vaxdesk.domain.visit import Visit
from vaxdesk.i18n import N_, _
from vaxdesk.sheets.cells import Cell, Table, Words, crossed_out, crossed_out_id, last_four, without_numbers
from vaxdesk.sheets.vials import NO_VIALS, DayVials
from vaxdesk.sheets.visits import rows as visit_rows
from vaxdesk.sheets.watch import NO_WATCH, DayWatch
from vaxdesk.wording import choices

_GENDERS: Final = {Gender.MALE: N_("M"), Gender.FEMALE: N_("F"), Gender.OTHER: N_("O")}
_SOURCES: Final = {Source.LIVE: N_("live"), Source.REGISTER: N_("from register")}


@dataclass(frozen=True, slots=True)
class _Line:
    """One person of the list with what their cells are made from."""

    number: int
    row: RegisterRow
    corrections: tuple[CorrectionRow, ...]
    words: Words
    masked: bool
    vials: DayVials
    watch: DayWatch

    def text(self, text: str) -> str:
        """Return free text as this copy may show it."""
        person = self.row.vaccination.beneficiary
        return without_numbers(text, person.mobile, person.id_number) if self.masked else text

    def mobile(self) -> str:
        mobile = self.row.vaccination.beneficiary.mobile
        return crossed_out(mobile) if self.masked else mobile

    def id_digits(self) -> str:
        number = self.row.vaccination.beneficiary.id_number
        return crossed_out_id(number) if self.masked else last_four(number)

    def sub_category(self) -> str:
        chosen = self.row.vaccination.sub_category
        return "" if chosen is None else self.words.sub_category(chosen)

    def watched(self) -> Watched | None:
        return self.watch.watched.get(self.row.client_ref)

    def event(self) -> AdverseEvent | None:
        reported = self.watch.reported.get(self.row.client_ref)
        return None if reported is None else reported.event

    def symptoms(self) -> str:
        event, typed = self.event(), self.row.vaccination.aefi
        known = self.words.symptoms(event) if event else ""
        return self.text("; ".join(part for part in (known, typed) if part))

    def last_correction(self) -> CorrectionRow | None:
        return max(self.corrections, key=lambda c: c.corrected_at, default=None)

    def corrected_fields(self) -> str:
        return "; ".join(dict.fromkeys(self.words.field(c.field) for c in self.corrections))

    def correction_reasons(self) -> str:
        return self.text("; ".join(dict.fromkeys(c.reason for c in self.corrections if c.reason)))


def _nothing_yet(line: _Line) -> Cell:
    """Fill a column that only a later version can fill."""
    return None


_COLUMNS: Final[tuple[tuple[str, Callable[[_Line], Cell]], ...]] = (
    (N_("S. no."), lambda line: line.number),
    (N_("Receipt no."), lambda line: line.row.receipt_no),
    (N_("Token"), lambda line: person.token if (person := line.watched()) else None),
    (N_("Register page"), lambda line: line.row.vaccination.page),
    (N_("Register line"), lambda line: line.row.vaccination.line),
    (N_("Source"), lambda line: _(_SOURCES[line.row.source])),
    (N_("Portal reference"), lambda line: line.row.portal_ref),
    (N_("Name"), lambda line: line.row.vaccination.beneficiary.name),
    (N_("Gender"), lambda line: _(_GENDERS[line.row.vaccination.beneficiary.gender])),
    (N_("Year of birth"), lambda line: line.row.vaccination.beneficiary.birth_year),
    (N_("Age"), lambda line: age(line.row)),
    (N_("Mobile"), _Line.mobile),
    (N_("Photo-ID type"), lambda line: line.words.id_type(line.row.vaccination.beneficiary.id_type)),
    (N_("ID last four"), _Line.id_digits),
    (N_("Category"), lambda line: line.words.category(line.row.vaccination.category)),
    (N_("Sub-category"), _Line.sub_category),
    (N_("Department / facility"), lambda line: line.text(line.row.vaccination.facility)),
    (N_("Dose no."), lambda line: line.row.vaccination.dose),
    (N_("Vaccine"), lambda line: line.row.vaccination.vaccine),
    (N_("Batch"), lambda line: line.row.vaccination.batch),
    (N_("Expiry"), lambda line: line.vials.expiry(line.row.vaccination)),
    (N_("Vial no."), lambda line: line.row.vaccination.vial),
    (N_("Vial opened at"), lambda line: line.row.vaccination.vial_opened_at),
    (N_("Vaccinated on"), lambda line: line.row.vaccination.given_on),
    (N_("Vaccinated at"), lambda line: line.row.vaccination.given_at),
    (N_("Vaccinator"), lambda line: line.row.vaccination.vaccinator),
    (N_("Released at"), lambda line: line.words.moment(person.released_at) if (person := line.watched()) else None),
    (N_("Observation note"), lambda line: line.text(person.note) if (person := line.watched()) else None),
    (N_("AEFI class"), lambda line: line.words.severity(event.severity) if (event := line.event()) else None),
    (N_("AEFI symptom"), _Line.symptoms),
    (N_("AEFI case no."), lambda line: event.case_no if (event := line.event()) else None),
    (N_("Outcome if not vaccinated"), _nothing_yet),
    (N_("Reason if not vaccinated"), _nothing_yet),
    (N_("Entered by"), lambda line: line.row.recorded_by),
    (N_("Entered at"), lambda line: line.words.moment(line.row.recorded_at)),
    (N_("State"), lambda line: line.words.state(line.row.state)),
    (N_("Portal acknowledgement"), lambda line: line.row.portal_host if line.row.confirmed_at else ""),
    (N_("Uploaded at"), lambda line: line.words.moment(line.row.confirmed_at)),
    (N_("Tries"), lambda line: line.row.attempts),
    (N_("Last reason"), lambda line: line.words.reason(line.row)),
    (N_("Next dose due"), _nothing_yet),
    (N_("Next dose window"), _nothing_yet),
    (N_("Corrected"), lambda line: _("yes") if line.corrections else ""),
    (N_("Corrected by"), lambda line: c.corrected_by if (c := line.last_correction()) else ""),
    (
        N_("Corrected at"),
        lambda line: line.words.moment(c.corrected_at) if (c := line.last_correction()) else None,
    ),
    (N_("What was corrected"), _Line.corrected_fields),
    (N_("Why corrected"), _Line.correction_reasons),
    (N_("Mobile of"), lambda line: choices.mobile_of(line.row.vaccination.beneficiary.mobile_of)),
    (N_("No usable ID, because"), lambda line: choices.no_id_why(line.row.vaccination.no_id_why)),
    (N_("Remarks"), lambda line: line.text(line.row.vaccination.remarks)),
    (N_("Centre"), lambda line: line.row.vaccination.centre),
)

RECEIPT_COLUMN: Final = 1
"""Where the receipt number stands, counted from 0: by it a written list is counted again."""


def live(rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    """Return the rows that count as people, ordered by centre, day, time and receipt."""
    counted = (row for row in rows if row.state is not State.VOID)
    return tuple(sorted(counted, key=_order))


def voided(rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    """Return the rows that were cancelled, in the same order."""
    return tuple(sorted((row for row in rows if row.state is State.VOID), key=_order))


def age(row: RegisterRow) -> int:
    """Return the person's age in years on the day of the vaccination, as the year of birth gives it."""
    return row.vaccination.given_on.year - row.vaccination.beneficiary.birth_year


def line_list(
    rows: Iterable[RegisterRow],
    corrections: Iterable[CorrectionRow],
    words: Words,
    *,
    masked: bool,
    vials: DayVials = NO_VIALS,
    watch: DayWatch = NO_WATCH,
    visits: Iterable[Visit] = (),
) -> Table:
    """Return the line list of ``rows``, then of ``visits``; a masked copy holds no mobile and no ID number."""
    by_ref = _by_ref(corrections)
    lines = tuple(
        _Line(number, row, by_ref.get(row.client_ref, ()), words, masked, vials, watch)
        for number, row in enumerate(live(rows), start=1)
    )
    return Table(
        headings=tuple(_(heading) for heading, _cell in _COLUMNS),
        rows=(
            *(tuple(cell(line) for _heading, cell in _COLUMNS) for line in lines),
            *visit_rows(visits, [heading for heading, _cell in _COLUMNS], words, masked=masked, after=len(lines)),
        ),
    )


def _by_ref(corrections: Iterable[CorrectionRow]) -> Mapping[str, tuple[CorrectionRow, ...]]:
    grouped: dict[str, tuple[CorrectionRow, ...]] = {}
    for correction in corrections:
        grouped[correction.client_ref] = (*grouped.get(correction.client_ref, ()), correction)
    return grouped


def _order(row: RegisterRow) -> tuple[object, ...]:
    given = row.vaccination
    return given.centre, given.given_on, given.given_at, row.receipt_no
