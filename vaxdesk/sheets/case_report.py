# SPDX-License-Identifier: MIT
"""The case report of an adverse event as a sheet: what is asked beside what is known, in the order of the form. Pure.

What this desk cannot know stands as a dash, to be filled in by hand; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.case_report import CaseReport
from vaxdesk.domain.observation import AdverseEvent, Course, Severity
from vaxdesk.i18n import _
from vaxdesk.sheets.cells import UNKNOWN, Cell, Table

_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CaseWords:
    """The wording of others, handed in so that sheets know only the domain."""

    gender: Callable[[Gender], str]
    vaccine: Callable[[str], str]
    severity: Callable[[Severity], str]
    meaning: Callable[[Severity], str]
    symptoms: Callable[[AdverseEvent], str]
    course: Callable[[Course], str]
    local: Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """All that the writers put down: a title and two columns. ``made_at`` is the centre's own, without a zone."""

    title: str
    lines: Table
    made_at: datetime


def case_sheet(case: CaseReport, words: CaseWords, made_at: datetime, made_by: str, program: str) -> CaseSheet:
    """Return the sheet of ``case``; ``made_at`` is aware."""
    made = _plain(words.local(made_at))
    by = _("{name}, with {program}").format(name=made_by, program=program)
    rows = (
        *_place_and_person(case, words),
        *_dose(case, words),
        *_event(case, words),
        (_("Written at"), made),
        (_("Written by"), by),
    )
    return CaseSheet(
        title=_("Case report of an adverse event after immunisation"),
        lines=Table((_("Asked"), _("Known at this desk")), tuple((asked, _filled(known)) for asked, known in rows)),
        made_at=made,
    )


def _place_and_person(case: CaseReport, words: CaseWords) -> tuple[tuple[str, Cell], ...]:
    given, person = case.vaccination, case.vaccination.beneficiary
    return (
        (_("Case number of the district"), case.reported.event.case_no),
        (_("Place of vaccination"), f"{case.centre.name} ({case.centre.code})"),
        (_("Site, facility"), given.facility),
        (_("Session type"), None),
        (_("Date of vaccination"), given.given_on),
        (_("Time of vaccination"), given.given_at),
        (_("Name"), person.name),
        (_("Year of birth"), person.birth_year),
        (_("Age in years"), case.age),
        (_("Sex"), words.gender(person.gender)),
        (_("Address"), None),
        (_("Phone"), person.mobile),
        (_("Pregnant or lactating"), None),
        (_("Receipt no."), case.receipt_no),
        (_("Token"), case.token),
        (_("Portal reference"), case.portal_ref),
    )


def _dose(case: CaseReport, words: CaseWords) -> tuple[tuple[str, Cell], ...]:
    given = case.vaccination
    return (
        (_("Vaccine"), words.vaccine(given.vaccine)),
        (_("Manufacturer"), case.manufacturer),
        (_("Batch"), given.batch),
        (_("Expiry"), case.expires_on),
        (_("Dose no."), given.dose),
        (_("Vaccinator"), given.vaccinator),
        (_("Vial no."), given.vial),
        (_("Vial opened on"), case.vial_opened_on),
        (_("Vial opened at"), case.vial_opened_at),
        (_("Others who had the same vial"), case.others_of_vial),
    )


def _event(case: CaseReport, words: CaseWords) -> tuple[tuple[str, Cell], ...]:
    reported, event = case.reported, case.reported.event
    admitted = event.outcome is Course.ADMITTED
    return (
        (
            _("Class"),
            _("{word}: {meaning}").format(word=words.severity(event.severity), meaning=words.meaning(event.severity)),
        ),
        (_("Symptoms"), words.symptoms(event)),
        (_("Began on"), event.onset_on),
        (_("Began at"), event.onset_at),
        (_("Minutes from the needle to the beginning"), _minutes(case)),
        (_("What was done"), event.done),
        (_("Referred to"), event.referred_to),
        (_("Admitted to a hospital"), _admitted(event) if event.outcome else None),
        (_("Where admitted"), event.referred_to if admitted else None),
        (_("Outcome so far"), words.course(event.outcome) if event.outcome else None),
        (_("History: allergies, illnesses, medicines"), None),
        (_("Reported by"), reported.first_by),
        (_("Reported at"), _plain(words.local(reported.first_at))),
        (_("Last changed by"), reported.changed_by if reported.versions > 1 else None),
        (_("Last changed at"), _plain(words.local(reported.changed_at)) if reported.versions > 1 else None),
    )


def _admitted(event: AdverseEvent) -> str:
    """Return whether the person was admitted; of the dead this desk cannot say."""
    if event.outcome is Course.ADMITTED:
        return _("yes")
    return UNKNOWN if event.outcome in (Course.DIED, Course.DISABLED) else _("no")


def _minutes(case: CaseReport) -> int:
    event, given = case.reported.event, case.vaccination
    onset = datetime.combine(event.onset_on, event.onset_at)
    return (onset - datetime.combine(given.given_on, given.given_at)) // _MINUTE


def _plain(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def _filled(known: Cell) -> Cell:
    return UNKNOWN if known is None or known == "" else known
