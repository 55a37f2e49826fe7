# SPDX-License-Identifier: MIT
"""One day's sheet as a whole: top block, line list, totals, problems, corrections, foot. Pure.

Everything is made from the same rows, so list and totals cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from vaxdesk.domain.centre import Centre
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.visit import Visit
from vaxdesk.i18n import N_, _, ngettext
from vaxdesk.sheets.cells import UNKNOWN, Table, Words
from vaxdesk.sheets.lists import corrections, problems
from vaxdesk.sheets.rows import line_list, live, voided
from vaxdesk.sheets.totals import table, totals
from vaxdesk.sheets.vials import NO_VIALS, DayVials
from vaxdesk.sheets.watch import NO_WATCH, DayWatch

_WEEKDAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Making:
    """How a sheet is made.

    Attributes:
        on: the centre's day.
        centres: those the sheet covers.
        every_centre: the sheet covers all that this desk knows.
        masked: mobiles and ID numbers are crossed out.
        made_at: aware.
        made_by: who asked for it, "" when unknown.
        program: name and version.
    """

    on: date
    centres: tuple[Centre, ...]
    every_centre: bool
    masked: bool
    made_at: datetime
    made_by: str
    program: str


@dataclass(frozen=True, slots=True)
class DaySheet:
    """All that the writers put down.

    Attributes:
        top: label and text of each line above the list.
        foot: lines to be signed, under the totals.
        count: "n rows on this sheet", for every printed page.
        made_at: the centre's own time, without a zone.
    """

    title: str
    top: tuple[tuple[str, str], ...]
    lines: Table
    totals: Table
    problems: Table
    corrections: Table
    foot: tuple[str, ...]
    count: str
    made_at: datetime


def day_sheet(
    rows: Sequence[RegisterRow],
    changed: Sequence[CorrectionRow],
    words: Words,
    making: Making,
    vials: DayVials = NO_VIALS,
    watch: DayWatch = NO_WATCH,
    visits: Sequence[Visit] = (),
) -> DaySheet:
    """Return the sheet of ``rows`` (voids among them), their corrections, and the visits without a needle."""
    lines = line_list(rows, changed, words, masked=making.masked, vials=vials, watch=watch, visits=visits)
    people = len(lines.rows)
    count = ngettext("{n} row on this sheet", "{n} rows on this sheet", people).format(n=people)
    title = _("VaxDesk daily sheet {date}").format(date=f"{making.on:%d-%m-%Y}")
    made_at = words.local(making.made_at).replace(tzinfo=None)
    return DaySheet(
        title=title,
        top=_top(rows, making, made_at, title, count),
        lines=lines,
        totals=table(totals(rows, changed, words, making.made_at, vials, watch, visits)),
        problems=problems(rows, words, masked=making.masked),
        corrections=corrections(rows, changed, words, masked=making.masked),
        foot=(_("Prepared by"), _("Checked by supervisor"), _("Signature and seal")),
        count=count,
        made_at=made_at,
    )


def _top(
    rows: Sequence[RegisterRow], making: Making, made_at: datetime, title: str, count: str
) -> tuple[tuple[str, str], ...]:
    given = [row.vaccination for row in live(rows)]
    void = len(voided(rows))
    cancelled = ngettext("{n} cancelled beside it", "{n} cancelled beside them", void).format(n=void)
    made = (_("{date}, by {name}, with {program}") if making.made_by else _("{date}, with {program}")).format(
        date=f"{made_at:%d-%m-%Y %H:%M}", name=making.made_by, program=making.program
    )
    return (
        (_("Sheet"), _("{title}, provisional").format(title=title)),
        (_("Centre"), "; ".join(_centre(centre) for centre in making.centres)),
        (_("Date"), f"{making.on:%d-%m-%Y}, {_(_WEEKDAYS[making.on.weekday()])}"),
        (_("Vaccine and batch"), _each(f"{dose.vaccine} {dose.batch}".strip() for dose in given)),
        (_("Vaccinators"), _each(dose.vaccinator for dose in given)),
        (_("Made"), made),
        (_("Filter"), _filter(making)),
        (_("Rows"), f"{count}; {cancelled}" if void else count),
    )


def _centre(centre: Centre) -> str:
    return _("{name} ({code}, portal centre {portal_id})").format(
        name=centre.name, code=centre.code, portal_id=centre.portal_id
    )


def _filter(making: Making) -> str:
    span = (
        _("all centres of this desk")
        if making.every_centre
        else _("only centre {code}").format(code=", ".join(centre.code for centre in making.centres))
    )
    if not making.masked:
        return span
    return _("{span}; copy without mobiles and ID numbers").format(span=span)


def _each(names: Iterable[str]) -> str:
    return ", ".join(sorted({name for name in names if name})) or UNKNOWN
