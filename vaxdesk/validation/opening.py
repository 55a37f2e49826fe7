# SPDX-License-Identifier: MIT
"""The rules for opening and closing a vial, and what a draft's own vial is looked up by.

Pure, like the rest of this package: every Problem at once, no clock, no store.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from vaxdesk import dosing, identity
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem, Severity, errors
from vaxdesk.domain.vial import Batch, LostWhy, NewVial, VialDraft
from vaxdesk.dosing import ReferenceTable, Vaccine, day_text
from vaxdesk.validation.reading import Read, parse_date, read_vial

MOST_DOSES: Final = 50
_OWN_LABEL: Final = re.compile(r"L(\d{1,4})", re.ASCII | re.IGNORECASE)
_MONTH: Final = re.compile(r"(\d{1,2})[-/. ](\d{4}|\d{2})|(\d{2})(20\d{2}|\d{2})", re.ASCII)
_NAMED_MONTH: Final = re.compile(r"([a-z]{3})[a-z]*[-/. ]*(\d{4}|\d{2})", re.ASCII | re.IGNORECASE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNT: Final = re.compile(r"\d{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OpeningContext:
    """What a vial to be opened is checked against.

    Attributes:
        today, now: the centre's day and time.
        labels: of the vials that were opened today at the draft's centre.
        batches: those opened here before.
    """

    today: date
    now: time
    centres: tuple[str, ...]
    table: ReferenceTable
    labels: tuple[str, ...] = ()
    batches: tuple[Batch, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """The findings, and the vial when none of them is an error."""

    problems: tuple[Problem, ...]
    vial: NewVial | None


@dataclass(frozen=True, slots=True)
class VialKeys:
    """By what the store is asked about the vial of a draft; "" or None where the draft does not give it yet."""

    centre: str
    given_on: date | None
    vial: str
    vaccine: str
    batch: str


def vial_keys(draft: Draft, centres: tuple[str, ...], table: ReferenceTable) -> VialKeys:
    """Return by what the vial and the batch of ``draft`` are looked up."""
    read, _found = read_vial(draft, centres, table)
    given_on = parse_date(identity.normalise_text(draft.given_on))
    return VialKeys(read.centre, given_on, read.vial, read.vaccine.name if read.vaccine else "", read.batch)


def check_opening(typed: VialDraft, context: OpeningContext) -> Opening:
    """Return every problem of a vial to be opened, and the vial when there is no error."""
    read, found = read_vial(_as_draft(typed), context.centres, context.table)
    expires_on = parse_expiry(typed.expires_on)
    if expires_on is None:
        found.append(_problem("expires_on", "expiry_unreadable" if typed.expires_on.strip() else "missing"))
    elif expires_on < context.today:
        found.append(_problem("expires_on", "vial_expired", expires_on=day_text(expires_on)))
    elif differs := _another_expiry(read, expires_on, context.batches):
        found.append(differs)
    doses = _doses(typed.doses, read.vaccine)
    if doses is None and (typed.doses.strip() or read.vaccine):
        found.append(_problem("doses", "doses_unreadable", most=str(MOST_DOSES)))
    label = read.vial or next_label(context.labels)
    if label.casefold() in {taken.casefold() for taken in context.labels}:
        found.append(_problem("vial", "vial_exists", vial=label, next=next_label(context.labels)))
    opened_at = read.vial_opened_at or context.now.replace(second=0, microsecond=0)
    found += _hours(read.vaccine, opened_at, context)
    if errors(found) or expires_on is None or doses is None or read.vaccine is None:
        return Opening(tuple(found), None)
    return Opening(
        tuple(found),
        NewVial(read.centre, label, read.vaccine.name, read.batch, expires_on, doses, context.today, opened_at),
    )


def check_closing(lost: str, why: str, doses: int) -> tuple[tuple[Problem, ...], int, LostWhy | None]:
    """Return what is wrong with what was typed on closing a vial of ``doses``, then doses lost and why."""
    text = identity.normalise_text(lost)
    if not _COUNT.fullmatch(text) or int(text) > doses:
        return (_problem("lost", "lost_unreadable", most=str(doses)),), 0, None
    if int(text) == 0:
        return (), 0, None
    if why not in tuple(LostWhy):
        return (_problem("lost_why", "lost_why_missing"),), 0, None
    return (), int(text), LostWhy(why)


def parse_expiry(text: str) -> date | None:
    """Return the last day that an expiry names: a day, or a month as 06-2021, 06/21, 062021, JUN 2021."""
    clean = identity.normalise_text(text)
    if day := parse_date(clean):
        return day
    if match := _MONTH.fullmatch(clean):
        month, year = int(match[1] or match[3]), int(match[2] or match[4])
    elif (match := _NAMED_MONTH.fullmatch(clean)) and match[1].casefold() in _MONTHS:
        month, year = _MONTHS.index(match[1].casefold()) + 1, int(match[2])
    else:
        return None
    year += 2000 if year < 100 else 0
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 and year >= 2000 else None


def next_label(labels: Iterable[str]) -> str:
    """Return the label after the highest of the desk's own: L1 when there is none."""
    numbers = [int(match[1]) for label in labels if (match := _OWN_LABEL.fullmatch(label))]
    return f"L{max(numbers, default=0) + 1}"


def _as_draft(typed: VialDraft) -> Draft:
    return Draft(
        centre=typed.centre,
        vaccine=typed.vaccine,
        batch=typed.batch,
        vial=typed.vial,
        vial_opened_at=typed.vial_opened_at,
    )


def _doses(text: str, vaccine: Vaccine | None) -> int | None:
    clean = identity.normalise_text(text)
    if not clean:
        return vaccine.vial_doses if vaccine else None
    return int(clean) if _COUNT.fullmatch(clean) and 1 <= int(clean) <= MOST_DOSES else None


def _another_expiry(read: Read, expires_on: date, batches: Iterable[Batch]) -> Problem | None:
    """One batch has one expiry: another one than last time is worth a second look at the label."""
    if read.vaccine is None or not read.batch:
        return None
    for known in batches:
        if known.vaccine == read.vaccine.name and known.batch.casefold() == read.batch.casefold():
            if known.expires_on == expires_on:
                return None
            return _problem("expires_on", "expiry_differs", Severity.NOTE, expires_on=day_text(known.expires_on))
    return None


def _hours(vaccine: Vaccine | None, opened_at: time, context: OpeningContext) -> list[Problem]:
    """It was opened today, not later than now, and its hours are not over."""
    if opened_at > context.now:
        return [_problem("vial_opened_at", "time_in_future", now=f"{context.now:%H:%M}")]
    if vaccine is None:
        return []
    if too_soon := dosing.check_first_day(vaccine, context.today, "vaccine"):
        return [too_soon]
    discard_at = dosing.discard_at(vaccine, context.today, opened_at)
    if discard_at.date() == context.today and discard_at.time() <= context.now:
        return [_problem("vial_opened_at", "vial_time_up", discard_at=f"{discard_at:%H:%M}")]
    return []


def _problem(name: str, code: str, severity: Severity = Severity.ERROR, /, **params: str) -> Problem:
    return Problem(name, code, severity, tuple(params.items()))
