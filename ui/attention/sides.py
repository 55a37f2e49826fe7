# SPDX-License-Identifier: MIT
"""Ours held against what the portal shows: one line a fact, in the reader's words. Pure; decides nothing.

The comparison is for a person's eyes: what cannot be read is said to differ, and what the portal does not show is
not called a difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _
from vaxdesk.wording import choices

MOST_PEOPLE: Final = 3
DIFFERS: Final = "≠"
NOTHING: Final = "–"
SHOWN_OF_A_NUMBER: Final = 4
"""The portal masks numbers but for their end; only that much can be held against ours."""


@dataclass(frozen=True, slots=True)
class There:
    """What the portal shows of one fact; ``differs`` from ours."""

    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class SideLine:
    """One fact: its name, ours, and the portal's, one for each person."""

    label: str
    here: str
    there: tuple[There, ...]

    @property
    def differs(self) -> bool:
        """Whether any of the portal's differs."""
        return any(each.differs for each in self.there)


@dataclass(frozen=True, slots=True)
class _Fact:
    """How one fact is said and compared: ``says`` the portal's text in our words, ``same`` compares it with ours."""

    label: str
    here: str
    text: Callable[[PortalPerson], str]
    same: Callable[[str], bool]
    says: Callable[[str], str] = str.strip


def side_by_side(row: RegisterRow, people: tuple[PortalPerson, ...]) -> tuple[SideLine, ...]:
    """Return the lines for at most ``MOST_PEOPLE`` of ``people``; a fact that neither side has is left out."""
    shown = people[:MOST_PEOPLE]
    lines = (
        SideLine(fact.label, fact.here or NOTHING, tuple(_there(fact, person) for person in shown))
        for fact in _facts(row)
        if fact.here or any(fact.text(person) for person in shown)
    )
    return tuple(lines)


def in_words(lines: tuple[SideLine, ...]) -> str:
    """Return the differences as sentences: for those who hear the table."""
    said = [
        _("{label}: here {here}, on the portal {there}.").format(
            label=line.label, here=line.here, there=", ".join(each.words for each in line.there)
        )
        for line in lines
        if line.differs
    ]
    return " ".join(said) if said else _("No difference in what the portal shows.")


def letter(row: RegisterRow, lines: tuple[SideLine, ...], why: str) -> str:
    """Return what a person sends to the portal's help desk: the reason, and every fact on both sides."""
    head = [why, _("Receipt {receipt}").format(receipt=row.receipt_no), ""]
    facts = [
        "{sign} {label}: {both}".format(
            sign=DIFFERS if line.differs else "=",
            label=line.label,
            both=_("here {here}, on the portal {there}").format(
                here=line.here, there=" / ".join(each.words for each in line.there)
            ),
        )
        for line in lines
    ]
    return "\n".join(head + facts) + "\n"


def _there(fact: _Fact, person: PortalPerson) -> There:
    text = fact.text(person).strip()
    if not text:
        return There(NOTHING, False)
    return There(fact.says(text), not fact.same(text))


def _facts(row: RegisterRow) -> tuple[_Fact, ...]:
    given = row.vaccination
    person = given.beneficiary
    first, second = _dose_days(given)
    label = choices.field_label
    return (
        _Fact(
            label("name"),
            person.name,
            lambda p: p.name,
            lambda t: identity.name_key(t) == identity.name_key(person.name),
        ),
        _Fact(
            label("birth_year"), str(person.birth_year), lambda p: p.birth_year, lambda t: t == str(person.birth_year)
        ),
        _Fact(
            label("gender"),
            choices.gender(person.gender),
            lambda p: p.gender,
            lambda t: identity.read_gender(t) is person.gender,
            _gender,
        ),
        _Fact(label("mobile"), person.mobile, lambda p: p.mobile, lambda t: _ends_alike(t, person.mobile)),
        _Fact(
            label("id_type"),
            choices.id_type(person.id_type),
            lambda p: p.id_type,
            lambda t: identity.read_id_type(t) is person.id_type,
            _id_type,
        ),
        _Fact(label("id_number"), person.id_number, lambda p: p.id_number, lambda t: _ends_alike(t, person.id_number)),
        _Fact(label("vaccine"), choices.vaccine(given.vaccine), lambda p: p.vaccine, _is_text(given.vaccine), _vaccine),
        _Fact(_("Date of dose 1"), _day(first), lambda p: p.dose1_on, _is_day(first), _day_of),
        _Fact(_("Date of dose 2"), _day(second), lambda p: p.dose2_on, _is_day(second), _day_of),
        _Fact(_("Portal reference"), row.portal_ref, lambda p: p.portal_ref, lambda t: row.portal_ref in ("", t)),
    )


def _dose_days(given: Vaccination) -> tuple[date | None, date | None]:
    return (given.given_on, None) if given.dose == 1 else (given.dose1_on, given.given_on)


def _day(on: date | None) -> str:
    return "" if on is None else day_text(on)


def _is_day(ours: date | None) -> Callable[[str], bool]:
    return lambda text: ours is not None and _read_day(text) == ours


def _read_day(text: str) -> date | None:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _day_of(text: str) -> str:
    return _day(_read_day(text)) or text


def _gender(text: str) -> str:
    read = identity.read_gender(text)
    return text if read is None else choices.gender(read)


def _id_type(text: str) -> str:
    read = identity.read_id_type(text)
    return text if read is None else choices.id_type(read)


def _vaccine(text: str) -> str:
    return choices.vaccine(text.upper())


def _is_text(ours: str) -> Callable[[str], bool]:
    return lambda text: " ".join(text.split()).casefold() == ours.casefold()


def _ends_alike(masked: str, ours: str) -> bool:
    there, here = (re.sub(r"[\s-]", "", text).casefold()[-SHOWN_OF_A_NUMBER:] for text in (masked, ours))
    return there == here
