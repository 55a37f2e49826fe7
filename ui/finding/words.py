# SPDX-License-Identifier: MIT
"""A person who was found, in two lines: the name, and what tells them from others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.found import VACCINATED, Found
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _
from vaxdesk.wording import choices

SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list.

    Attributes:
        name: large.
        facts: what tells two people of one name apart.
        due: what stands at the right: the dose that is due, or what became of them.
        expected: they are on the list of today.
    """

    name: str
    facts: str
    due: str
    expected: bool = False


def line(found: Found, today: date) -> Line:
    """Return the row of somebody who was found."""
    return Line(found.name, facts(found), due(found, today), found.listed_on == today and found.state != VACCINATED)


def new_person(typed: str) -> Line:
    """Return the row that stands for somebody whom the desk does not know yet."""
    words = _("New person: {typed}").format(typed=typed) if typed else _("New person")
    return Line(words, _("Recorded as a walk-in. Shift+Enter from anywhere in this list."), "")


def facts(found: Found) -> str:
    """Return gender, year, the last digits of mobile and ID, and the receipt: no more than tells them apart."""
    mobile, number = found.mobile[-SHOWN_DIGITS:], found.id_number[-SHOWN_DIGITS:]
    parts = (
        choices.gender(Gender(found.gender)) if found.gender else "",
        found.birth_year,
        _("mobile …{digits}").format(digits=mobile) if mobile else "",
        _("ID …{digits}").format(digits=number) if number else "",
        found.facility,
        found.receipt_no,
    )
    return " · ".join(part for part in parts if part)


def is_awaited(found: Found, today: date) -> bool:
    """Return whether a dose may be given to them today, as far as this desk knows."""
    if found.state == VACCINATED and found.given_on == today:
        return False
    return found.state != VACCINATED or (bool(found.dose_due) and (found.due_from is None or found.due_from <= today))


def due(found: Found, today: date) -> str:
    """Return what is due, from when, or that nothing is."""
    if found.state == VACCINATED and found.given_on == today:
        return _("vaccinated today")
    if found.dose_due == "2" and found.due_from is not None and found.due_from > today:
        return _("second dose from {day}").format(day=day_text(found.due_from))
    if found.dose_due == "2":
        return _("second dose is due")
    if found.dose_due == "1":
        return _("first dose is due")
    if found.state == VACCINATED:
        return _("no dose is due")
    return ""
