# SPDX-License-Identifier: MIT
"""The totals of a day, computed from the very rows of the line list, in the groups of the paper sheet. Pure.

A figure that this program cannot know yet is ``UNKNOWN``; a 0 is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from vaxdesk.domain.observation import Severity
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import RECORDED_STATES, UNSETTLED_STATES, State
from vaxdesk.domain.vaccination import Source
from vaxdesk.domain.vial import VialDay
from vaxdesk.domain.visit import Visit
from vaxdesk.i18n import _
from vaxdesk.sheets.cells import UNKNOWN, Cell, Table, Words
from vaxdesk.sheets.rows import age, live, voided
from vaxdesk.sheets.vials import NO_VIALS, DayVials, percent
from vaxdesk.sheets.visits import counted
from vaxdesk.sheets.watch import NO_WATCH, DayWatch

_AGE_BANDS: Final = ((0, 17), (18, 44), (45, 59), (60, 79))
_DOSES: Final = (1, 2)
_EQUAL: Final = "✓"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the totals.

    Attributes:
        total: the figure, or ``UNKNOWN``, or a short word.
        by_dose: first, second, precaution dose, where the line is split by them.
    """

    group: str
    label: str
    total: Cell
    by_dose: tuple[Cell, ...] = ()


def totals(
    rows: Iterable[RegisterRow],
    corrections: Iterable[CorrectionRow],
    words: Words,
    now: datetime,
    vials: DayVials = NO_VIALS,
    watch: DayWatch = NO_WATCH,
    visits: Iterable[Visit] = (),
) -> tuple[Line, ...]:
    """Return every line of the totals of ``rows`` in order; ``now`` is aware and only ages what waits."""
    given = tuple(rows)
    people = live(given)
    return (
        *_people(people, visits),
        *_vaccinated_by(people, words),
        *_observation(watch),
        *_aefi(people, watch, words),
        *_vials(vials.sum()),
        *_doses(len(people), vials.sum(), words),
        *_upload(people, len(voided(given)), words, now),
        *_delay(people, words),
        *_corrections(tuple(corrections), words),
        *_cumulative(),
        *_reconciliation(people, vials.sum()),
    )


def table(lines: Iterable[Line]) -> Table:
    """Return ``lines`` as a table; a group's name stands on its first line only."""
    cells: list[tuple[Cell, ...]] = []
    group = ""
    for line in lines:
        doses = line.by_dose or (None, None, None)
        cells.append((line.group if line.group != group else None, line.label, *doses, line.total))
        group = line.group
    return Table((_("Group"), _("Line"), _("Dose 1"), _("Dose 2"), _("Precaution"), _("Total")), tuple(cells))


def _unknown(group: str, *labels: str) -> tuple[Line, ...]:
    return tuple(Line(group, label, UNKNOWN) for label in labels)


def _people(people: Sequence[RegisterRow], visits: Iterable[Visit]) -> tuple[Line, ...]:
    group = _("People")
    return (
        *_unknown(group, _("on list"), _("came from list"), _("added (walk-in)"), _("verified")),
        Line(group, _("vaccinated"), len(people)),
        *(Line(group, label, n) for label, n in counted(visits)),
    )


def _vaccinated_by(people: Sequence[RegisterRow], words: Words) -> tuple[Line, ...]:
    group = _("Vaccinated by")

    def split(label: str, chosen: Sequence[RegisterRow]) -> Line:
        doses = Counter(row.vaccination.dose for row in chosen)
        return Line(group, label, len(chosen), (*(doses[dose] for dose in _DOSES), UNKNOWN))

    lines = [split(_("all"), people)]
    for heading, name in _dimensions(words):
        names = sorted({name(row) for row in people})
        for value in names:
            label = _("{heading}: {value}").format(heading=heading, value=value or _("not written down"))
            lines.append(split(label, [row for row in people if name(row) == value]))
    return tuple(lines)


def _dimensions(words: Words) -> tuple[tuple[str, Callable[[RegisterRow], str]], ...]:
    def sub_category(row: RegisterRow) -> str:
        chosen = row.vaccination.sub_category
        return "" if chosen is None else words.sub_category(chosen)

    return (
        (_("Centre"), lambda row: row.vaccination.centre),
        (_("Gender"), lambda row: words.gender(row.vaccination.beneficiary.gender)),
        (_("Category"), lambda row: words.category(row.vaccination.category)),
        (_("Sub-category"), sub_category),
        (_("Age"), lambda row: _age_band(age(row))),
        (_("Vaccine"), lambda row: row.vaccination.vaccine),
        (_("Batch"), lambda row: row.vaccination.batch),
        (_("Vaccinator"), lambda row: row.vaccination.vaccinator),
        (_("Hour"), lambda row: f"{row.vaccination.given_at.hour:02}–{row.vaccination.given_at.hour + 1:02}"),
    )


def _age_band(years: int) -> str:
    for lowest, highest in _AGE_BANDS:
        if years <= highest:
            return f"{lowest}–{highest}"
    return "80+"


def _observation(watch: DayWatch) -> tuple[Line, ...]:
    """Return how the half hours ended; a desk that watched nobody through this program cannot know."""
    group, labels = _("Observation"), (_("watched 30 minutes or more"), _("left early"), _("still sitting"))
    if not watch.watched:
        return _unknown(group, *labels)
    figures = (watch.whole(), watch.early(), watch.sitting())
    return tuple(Line(group, label, figure) for label, figure in zip(labels, figures, strict=True))


def _aefi(people: Sequence[RegisterRow], watch: DayWatch, words: Words) -> tuple[Line, ...]:
    """Return the adverse events by class, and what became of them."""
    group = _("AEFI")
    noted = Line(group, _("noted in words"), sum(bool(row.vaccination.aefi) for row in people))
    labels = (*(words.severity(each) for each in Severity), _("referred or admitted"), _("case forms filed"))
    if not watch.is_known:
        return (noted, *_unknown(group, *labels))
    figures = (*(watch.of(each) for each in Severity), watch.sent_on(), watch.filed())
    return (noted, *(Line(group, label, figure) for label, figure in zip(labels, figures, strict=True)))


def _vials(day: VialDay) -> tuple[Line, ...]:
    """Return what became of whole vials; a desk that opened none through this program cannot know."""
    group = _("Vials")
    opened = (Line(group, _("opened"), day.opened), Line(group, _("still open"), day.still_open))
    return (
        *_unknown(group, _("opening balance"), _("received")),
        *(opened if day.opened else _unknown(group, _("opened"), _("still open"))),
        *_unknown(group, _("closed at end"), _("returned"), _("transferred"), _("discarded closed")),
        *_unknown(group, _("closing balance")),
    )


def _doses(people: int, day: VialDay, words: Words) -> tuple[Line, ...]:
    """Return the doses out of the opened vials. Wastage is (issued − given) ÷ issued and may be below nought."""
    group = _("Doses")
    if day.wastage is None:
        return (
            *_unknown(group, _("in opened vials")),
            Line(group, _("given"), people),
            *_unknown(group, _("open-vial discarded"), _("extra (overfill)"), _("wastage %")),
        )
    label = _("open-vial discarded: {why}")
    return (
        Line(group, _("in opened vials"), day.issued),
        Line(group, _("given"), people),
        Line(group, _("open-vial discarded"), day.lost),
        *(Line(group, label.format(why=words.lost_why(why)), count) for why, count in day.lost_by),
        Line(group, _("extra (overfill)"), day.extra),
        Line(group, _("wastage %"), percent(day.wastage)),
    )


def _upload(people: Sequence[RegisterRow], void: int, words: Words, now: datetime) -> tuple[Line, ...]:
    group = _("Upload")
    states = Counter(row.state for row in people)
    oldest = min((row.recorded_at for row in people if row.state in UNSETTLED_STATES), default=None)
    return (
        Line(group, _("entered"), len(people)),
        *(Line(group, words.state(state), states[state]) for state in RECORDED_STATES),
        Line(group, words.state(State.VOID), void),
        Line(group, _("oldest waiting (h:min)"), _("nothing waits") if oldest is None else _hours(now, oldest)),
        *_unknown(group, _("cut-off"), _("will it fit?")),
    )


def _hours(now: datetime, since: datetime) -> str:
    minutes = max(0, int((now - since).total_seconds())) // 60
    return f"{minutes // 60}:{minutes % 60:02}"


def _delay(people: Sequence[RegisterRow], words: Words) -> tuple[Line, ...]:
    group = _("Delay")
    to_entry = []
    for row in people:
        entered = words.local(row.recorded_at).replace(tzinfo=None)
        needle = datetime.combine(row.vaccination.given_on, row.vaccination.given_at)
        to_entry.append((entered - needle).total_seconds())
    to_portal = [(row.confirmed_at - row.recorded_at).total_seconds() for row in people if row.confirmed_at]
    later = sum(words.local(row.recorded_at).date() > row.vaccination.given_on for row in people)
    return (
        Line(group, _("median minutes from needle to entry"), _median_minutes(to_entry)),
        Line(group, _("median minutes from entry to portal"), _median_minutes(to_portal)),
        Line(group, _("entered after the day"), later),
        *_unknown(group, _("minutes the portal was down")),
    )


def _median_minutes(seconds: Sequence[float]) -> Cell:
    return round(median(seconds) / 60) if seconds else UNKNOWN


def _corrections(changed: Sequence[CorrectionRow], words: Words) -> tuple[Line, ...]:
    group = _("Corrections")
    fields = Counter(words.field(correction.field) for correction in changed)
    return (
        Line(group, _("corrected fields"), len(changed)),
        *(Line(group, field, count) for field, count in sorted(fields.items())),
        *_unknown(group, _("duplicates found"), _("duplicates resolved")),
    )


def _cumulative() -> tuple[Line, ...]:
    group = _("Cumulative")
    return _unknown(
        group,
        _("dose 1 to date"),
        _("dose 2 to date"),
        _("due for dose 2 this week"),
        _("overdue for dose 2"),
    )


def _reconciliation(people: Sequence[RegisterRow], day: VialDay) -> tuple[Line, ...]:
    group = _("Reconciliation")
    persons = len({_person(row) for row in people})
    confirmed = len({_person(row) for row in people if row.state is State.CONFIRMED})
    on_paper = [row for row in people if row.source is Source.REGISTER]
    pages = Counter((row.vaccination.centre, row.vaccination.page) for row in people if row.vaccination.page)
    return (
        Line(group, _("doses given = people vaccinated?"), _agreement(len(people), persons)),
        Line(
            group,
            _("doses out of vials = doses given?"),
            _agreement(day.given, len(people)) if day.opened else UNKNOWN,
        ),
        Line(group, _("confirmed = people vaccinated?"), _agreement(confirmed, persons)),
        Line(
            group,
            _("register pages = rows from the register?"),
            _agreement(sum(bool(row.vaccination.page) for row in on_paper), len(on_paper)),
        ),
        *(
            Line(
                group,
                _("rows on register page {page}, {centre}").format(page=page, centre=centre),
                pages[centre, page],
            )
            for centre, page in sorted(pages, key=_page_order)
        ),
    )


def _person(row: RegisterRow) -> tuple[object, ...]:
    person = row.vaccination.beneficiary
    return person.name.casefold(), person.mobile, person.birth_year, person.id_type or "", person.id_number


def _page_order(page: tuple[str, str]) -> tuple[str, int, str]:
    centre, number = page
    return centre, int(number) if number.isdecimal() else 0, number


def _agreement(left: int, right: int) -> str:
    if left == right:
        return f"{_EQUAL} {left}"
    return _("{left} and {right}: {difference} differ").format(left=left, right=right, difference=abs(left - right))
