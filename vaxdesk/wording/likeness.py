# SPDX-License-Identifier: MIT
"""What there is to say about somebody who may have been here before. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from vaxdesk.domain.likeness import Like, LikeKind
from vaxdesk.i18n import N_, _, ngettext
from vaxdesk.wording import choices

HEADINGS: Final[Mapping[LikeKind, str]] = {
    LikeKind.SAME_PERSON: N_("Likely the same person"),
    LikeKind.SAME_ID: N_("The same ID under another mobile"),
    LikeKind.MOBILE_IS_FULL: N_("This mobile is full"),
    LikeKind.NEAR_NAME: N_("A name much like this one"),
}


def heading(like: Like) -> str:
    """Return what kind of likeness it is, in a few words."""
    return _("Was here before") if like.is_taken else _(HEADINGS[like.kind])


def for_like(like: Like) -> str:
    """Return who it may be, what they had and when the next dose is due, in the language in use."""
    if like.kind is LikeKind.MOBILE_IS_FULL:
        return _full_mobile(like.others)
    return " ".join((_earlier_dose(like), _next_dose(like))).strip()


def _full_mobile(others: tuple[str, ...]) -> str:
    known = ngettext(
        "{count} person is recorded under it: {names}.", "{count} people are recorded under it: {names}.", len(others)
    ).format(count=len(others), names=", ".join(others))
    return f"{known} " + _("The portal takes no more; ask for another mobile.")


def _earlier_dose(like: Like) -> str:
    first = like.doses[0]
    words = {"name": like.name, "year": like.birth_year, "vaccine": choices.vaccine(first.vaccine)}
    day = _day(first.given_on)
    if like.mobile:
        return _("{name}, {year}, had {vaccine} on {day} under {mobile}.").format(**words, day=day, mobile=like.mobile)
    return _("{name}, {year}, had {vaccine} on {day} under this mobile.").format(**words, day=day)


def _next_dose(like: Like) -> str:
    last = like.doses[-1]
    if like.due_on is not None:
        return _("Second dose from {day}.").format(day=_day(like.due_on))
    if last.dose > 1:
        return _("The second dose was on {day}; no dose is due.").format(day=_day(last.given_on))
    return ""


def _day(day: date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year:04}"
