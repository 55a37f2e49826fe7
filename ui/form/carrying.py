# SPDX-License-Identifier: MIT
"""What the form knows by itself: what stays for the next person, and what the read-back strip says.

Pure over drafts; sets no field and asks no service.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QDate, QLocale

from ui.form.fields import ORDER
from vaxdesk import dosing, identity
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.i18n import _, language
from vaxdesk.validation import parse_date

FIRST_DOSE = "1"
"""What a walk-in comes for, as far as anybody knows; a second dose is found, or typed over it."""
CLOCKED = "given_at"
"""The clock fills it in; that is no typing."""


def blank_draft(pinned: Draft, pins: Collection[str]) -> Draft:
    """Return a new person's draft with what is pinned in ``pinned``."""
    return replace(Draft(dose=FIRST_DOSE), **{name: getattr(pinned, name) for name in pins})


def next_draft(last: Draft, pins: Collection[str]) -> Draft:
    """Return the blank of the next person: what is pinned stays, and the next line of the register page."""
    blank = blank_draft(last, pins)
    if last.page and last.line.isdecimal() and "line" not in pins:
        return replace(blank, page=last.page, line=str(int(last.line) + 1))
    return blank


def with_pins(blank: Draft, shown: Draft, pins: Collection[str]) -> Draft:
    """Return ``blank`` with what is pinned as it stands in ``shown``."""
    return replace(blank, **{name: getattr(shown, name) for name in pins})


def last_typed(draft: Draft, blank: Draft, pins: Collection[str]) -> str:
    """Return the last field of the person that was typed, the first field when none was."""
    typed = [name for name in _of_a_person(pins) if getattr(draft, name) not in ("", getattr(blank, name))]
    return typed[-1] if typed else ORDER[0]


def differs(draft: Draft, blank: Draft, pins: Collection[str]) -> bool:
    """Return whether ``draft`` holds anything of a person that ``blank`` does not."""
    return any(getattr(draft, name) != getattr(blank, name) for name in _of_a_person(pins))


def _of_a_person(pins: Collection[str]) -> list[str]:
    return [name for name in ORDER if name not in pins and name != CLOCKED]


def without_aadhaar(draft: Draft) -> Draft:
    """Return ``draft`` with a full Aadhaar cut to its last four digits, in whichever field it was typed.

    Half a number stays as it is, to be finished or mended; only ``validation.scrub`` may drop it.
    """
    clean = {name: identity.hide_aadhaar(getattr(draft, name)) for name in ORDER}
    if draft.id_type == IdType.AADHAAR and (four := identity.last_four(draft.id_number)):
        clean["id_number"] = four
    return replace(draft, **clean)


def spaced_mobile(text: str) -> str:
    """Return the digits typed so far in two groups of five, as they are read aloud."""
    return text if len(text) <= 5 or not text.isdecimal() else f"{text[:5]} {text[5:]}"


def dose_line(draft: Draft, table: dosing.ReferenceTable) -> str:
    """Return "First dose · next due from 13 February", or as much of it as is known."""
    if draft.dose == "2":
        return _("Second dose")
    if draft.dose != "1":
        return ""
    vaccine, given_on = table.vaccine(draft.vaccine), parse_date(draft.given_on)
    if vaccine is None or given_on is None:
        return _("First dose")
    due = dosing.next_due(vaccine, given_on)
    if due is None:
        return _("First dose")
    words = QLocale(language()).toString(QDate(due.year, due.month, due.day), "d MMMM")
    return _("First dose · next due from {day}").format(day=words)


def read_back(draft: Draft, table: dosing.ReferenceTable) -> tuple[str, str, str]:
    """Return name, mobile and one line about the dose, as they are read aloud."""
    name, mobile = draft.name.strip(), spaced_mobile(draft.mobile.strip())
    return name, mobile, dose_line(draft, table) if name or mobile else ""


def vial_line(draft: Draft) -> str:
    """Return the pinned vial in one line: COVISHIELD · 4120Z005 · L7; "" while neither batch nor vial is known."""
    if not (draft.batch or draft.vial):
        return ""
    return " · ".join(part for part in (draft.vaccine, draft.batch, draft.vial) if part)
