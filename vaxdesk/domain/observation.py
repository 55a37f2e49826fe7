# SPDX-License-Identifier: MIT
"""The half hour after the needle, and what may follow it: who is watched, who may go, adverse events. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

WATCH: Final = timedelta(minutes=30)
"""How long a person is watched, from the needle: the ministry's operational guidelines of 28 December 2020."""


LINGERS: Final = timedelta(hours=12)
"""How long a half hour that nobody ended stays on the board past midnight. Whoever was well is long at home by then:
that nobody let them go stays on record, with no hour that nobody saw."""


class Severity(enum.StrEnum):
    """The class of an adverse event, as the case report form has it; stored by value."""

    MINOR = "minor"
    SEVERE = "severe"
    SERIOUS = "serious"


class Symptom(enum.StrEnum):
    """What is seen most, in the order of its number keys; anything else is written in words. Stored by value."""

    PAIN = "pain"
    SWELLING = "swelling"
    FEVER = "fever"
    IRRITABLE = "irritable"
    UNWELL = "unwell"
    FAINT = "faint"
    RASH = "rash"
    VOMITING = "vomiting"
    BREATH = "breath"


class Course(enum.StrEnum):
    """How it went with the person, as far as is known; stored by value."""

    RECOVERED = "recovered"
    RECOVERING = "recovering"
    ADMITTED = "admitted"
    DISABLED = "disabled"
    DIED = "died"


class Standing(enum.StrEnum):
    """What the board says of a person."""

    WATCHED = "watched"
    MAY_GO = "may_go"
    UNWELL = "unwell"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An adverse event as it is typed, perhaps invalid; the field names are those of its Problems.

    Attributes:
        symptoms: values of ``Symptom``.
        words: whatever else is seen.
        onset_on, onset_at: day and time at the centre.
        done: what was done here.
        outcome: a value of ``Course``, "" while it is not known.
        case_no: the number that the district gave the case, "" while there is none.
    """

    severity: str = ""
    symptoms: tuple[str, ...] = ()
    words: str = ""
    onset_on: str = ""
    onset_at: str = ""
    done: str = ""
    referred_to: str = ""
    outcome: str = ""
    case_no: str = ""


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """An ``EventDraft`` that passed every rule; the times are the centre's own."""

    severity: Severity
    symptoms: tuple[Symptom, ...]
    words: str
    onset_on: date
    onset_at: time
    done: str
    referred_to: str
    outcome: Course | None
    case_no: str


@dataclass(frozen=True, slots=True)
class Reported:
    """The adverse event that stands for one vaccination.

    Attributes:
        first_by, first_at: who reported it first, and when.
        changed_by, changed_at: who wrote what stands now; the same where nothing was corrected.
        versions: how often it was written; every version is kept.
    """

    event: AdverseEvent
    first_by: str
    first_at: datetime
    changed_by: str
    changed_at: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class Watched:
    """One person of the board.

    Attributes:
        token: theirs alone on that day at that centre.
        given_at, until_at: aware; the needle, and the end of the half hour.
        released_at: when a person let them go, None while they sit.
        note: everything that was noted, in the order of the noting.
        severity: of the adverse event that stands, None without one.
    """

    client_ref: str
    token: int
    centre: str
    name: str
    given_at: datetime
    until_at: datetime
    released_at: datetime | None
    released_by: str
    note: str
    severity: Severity | None

    @property
    def left_early(self) -> bool:
        """Whether they were let go before the half hour was over."""
        return self.released_at is not None and self.released_at < self.until_at

    def is_over(self, now: datetime) -> bool:
        """Return whether the half hour is over at ``now``."""
        return now >= self.until_at

    def minutes_left(self, now: datetime) -> int:
        """Return the minutes that are left at ``now``, begun ones counted; 0 when none is."""
        return max(0, -((now - self.until_at) // timedelta(minutes=1)))

    def standing(self, now: datetime) -> Standing:
        """Return what the board says of them at ``now``.

        Whoever is unwell is never said to be free to go: a person decides that.
        """
        if self.released_at is not None:
            return Standing.LEFT
        if self.severity is not None:
            return Standing.UNWELL
        return Standing.MAY_GO if self.is_over(now) else Standing.WATCHED


def free_to_go(people: Iterable[Watched], now: datetime) -> tuple[Watched, ...]:
    """Return those whose half hour is over and who are well."""
    return tuple(person for person in people if person.standing(now) is Standing.MAY_GO)


def needle(on: date, at: time, zone: tzinfo) -> datetime:
    """Return the aware UTC moment of the needle, from the centre's own day and time."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def is_watched_live(given_at: datetime, now: datetime, zone: tzinfo) -> bool:
    """Return whether a needle at ``given_at`` is watched from here: today's, or one less than half an hour ago.

    The second keeps those who were vaccinated just before midnight.
    """
    return given_at.astimezone(zone).date() == now.astimezone(zone).date() or now < given_at + WATCH
