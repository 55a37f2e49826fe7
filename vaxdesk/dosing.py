# SPDX-License-Identifier: MIT
"""The rules of dose, age, interval and vial over a dated reference table that is handed in.

Pure: it reads no file and no clock. The table decides; nothing here knows a vaccine by name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.identity import word_key


class Dated(NamedTuple):
    """A whole number that holds from a day on."""

    since: date
    value: int


class AgeLimits(NamedTuple):
    """Years, both ends allowed, that hold from a day on."""

    since: date
    least: int
    most: int


class Advice(NamedTuple):
    """The advised days between the doses from a day on; never a bar."""

    since: date
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Vaccine:
    """One vaccine of the table.

    Attributes:
        name: as the portal spells it; what is stored.
        first_day: the first day on which it was given in the drive.
        min_interval_days: fewest days between dose 1 and dose 2, by the day of dose 2.
        hours_after_opening: how long an open vial may be used, by the day.
        manufacturer: as the case report of an adverse event names it; "" where there are several.
    """

    name: str
    hindi: str
    also: tuple[str, ...]
    first_day: date
    doses: int
    min_interval_days: tuple[Dated, ...]
    advised_interval_days: tuple[Advice, ...]
    vial_doses: int
    hours_after_opening: tuple[Dated, ...]
    manufacturer: str = ""


@dataclass(frozen=True)
class ReferenceTable:
    """The dated rules of the drive.

    Attributes:
        version: the day of the rules, for the sheet and the log.
        max_dose: the last dose that can be recorded.
        people_per_mobile: as many as the portal registers under one mobile.
    """

    version: str
    max_dose: int
    age_limits: tuple[AgeLimits, ...]
    people_per_mobile: tuple[Dated, ...]
    vaccines: tuple[Vaccine, ...]

    @classmethod
    def from_json(cls, text: str) -> ReferenceTable:
        """Read the table from the text of ``resources/reference/vaccines.json``.

        Raises:
            ValueError, KeyError, TypeError: the text is no such table.
        """
        table = json.loads(text)
        return cls(
            version=table["version"],
            max_dose=table["max_dose"],
            age_limits=tuple(AgeLimits(_day(row["from"]), row["min"], row["max"]) for row in table["age_limits"]),
            people_per_mobile=_dated(table["people_per_mobile"], "people"),
            vaccines=tuple(_vaccine(row) for row in table["vaccines"]),
        )

    @cached_property
    def _by_word(self) -> Mapping[str, Vaccine]:
        return {word_key(word): v for v in self.vaccines for word in (v.name, v.hindi, *v.also)}

    def vaccine(self, text: str) -> Vaccine | None:
        """Return the vaccine that ``text`` names in any usual spelling, None when it names none."""
        return self._by_word.get(word_key(text))

    def age_limits_on(self, day: date) -> AgeLimits:
        """Return the limits that hold on ``day``; before the first of them, the first."""
        return next((limits for limits in reversed(self.age_limits) if limits.since <= day), self.age_limits[0])

    def people_per_mobile_on(self, day: date) -> int:
        """Return how many people the portal registers under one mobile on ``day``."""
        return _on(self.people_per_mobile, day)


# What json.loads gives is untyped; a wrong shape ends in the errors that ``from_json`` names.
_Row: TypeAlias = Mapping[str, Any]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _dated(rows: Iterable[_Row], unit: str) -> tuple[Dated, ...]:
    return tuple(Dated(_day(row["from"]), row[unit]) for row in rows)


def _vaccine(row: _Row) -> Vaccine:
    return Vaccine(
        name=row["name"],
        hindi=row["hindi"],
        also=tuple(row["also"]),
        first_day=_day(row["first_day"]),
        doses=row["doses"],
        min_interval_days=_dated(row["min_interval_days"], "days"),
        advised_interval_days=tuple(Advice(_day(a["from"]), a["min"], a["max"]) for a in row["advised_interval_days"]),
        vial_doses=row["vial_doses"],
        hours_after_opening=_dated(row["hours_after_opening"], "hours"),
        manufacturer=row.get("manufacturer", ""),
    )


def _on(rows: tuple[Dated, ...], day: date) -> int:
    """Return the value that holds on ``day``; before the first of them, the first."""
    return next((row.value for row in reversed(rows) if row.since <= day), rows[0].value)


def day_text(day: date) -> str:
    """Return ``day`` as people here write it: 16-01-2021."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def check_age(table: ReferenceTable, birth_year: int, given_on: date) -> Problem | None:
    """Year of vaccination minus year of birth must lie within the limits of that day."""
    limits = table.age_limits_on(given_on)
    age = given_on.year - birth_year
    if age < limits.least:
        return _problem("birth_year", "age_too_young", age=str(max(age, 0)), least=str(limits.least))
    if age > limits.most:
        return _problem("birth_year", "age_too_old", age=str(age), most=str(limits.most))
    return None


def check_first_day(vaccine: Vaccine, day: date, field: str) -> Problem | None:
    """No vaccine is given before its first day; the finding stands under ``field``."""
    if day < vaccine.first_day:
        return _problem(field, "before_first_day", vaccine=vaccine.name, first_day=day_text(vaccine.first_day))
    return None


def check_interval(vaccine: Vaccine, dose1_on: date, given_on: date) -> Problem | None:
    """Dose 2 needs the vaccine's fewest days after dose 1."""
    days = _on(vaccine.min_interval_days, given_on)
    if (given_on - dose1_on).days >= days:
        return None
    try:
        earliest = day_text(dose1_on + timedelta(days=days))
    except OverflowError:
        earliest = day_text(date.max)
    return _problem("given_on", "dose_too_early", days=str(days), dose1_on=day_text(dose1_on), earliest=earliest)


def check_late(vaccine: Vaccine, dose1_on: date, given_on: date) -> Problem | None:
    """Dose 2 past the advised days is worth knowing and never a bar; without advice there is no late."""
    advice = next((row for row in reversed(vaccine.advised_interval_days) if row.since <= given_on), None)
    if advice is None or (given_on - dose1_on).days <= advice.most:
        return None
    latest = day_text(dose1_on + timedelta(days=advice.most))
    return _problem("given_on", "dose_late", Severity.NOTE, dose1_on=day_text(dose1_on), latest=latest)


def next_due(vaccine: Vaccine, given_on: date) -> date | None:
    """Return the first day on which dose 2 may follow a dose 1 of ``given_on``; None past the calendar."""
    try:
        days = [given_on + timedelta(days=row.value) for row in vaccine.min_interval_days]
    except OverflowError:
        return None
    return min((day for day in days if check_interval(vaccine, given_on, day) is None), default=None)


def check_same_vaccine(vaccine: Vaccine, dose1_vaccine: Vaccine) -> Problem | None:
    """Dose 2 is of the vaccine of dose 1."""
    if vaccine.name == dose1_vaccine.name:
        return None
    return _problem("vaccine", "another_vaccine", dose1_vaccine=dose1_vaccine.name)


def check_vial(vaccine: Vaccine | None, opened_at: time, given_on: date | None, given_at: time) -> Problem | None:
    """A vial is opened before its dose is given (a bar), and not long before it (worth knowing)."""
    if opened_at > given_at:
        return _problem("vial_opened_at", "vial_opened_after_dose", given_at=f"{given_at:%H:%M}")
    if vaccine is None or given_on is None:
        return None
    hours = _on(vaccine.hours_after_opening, given_on)
    open_minutes = (given_at.hour - opened_at.hour) * 60 + given_at.minute - opened_at.minute
    if open_minutes > hours * 60:
        return _problem("vial_opened_at", "vial_open_too_long", Severity.NOTE, hours=str(hours))
    return None


def discard_at(vaccine: Vaccine, opened_on: date, opened_at: time) -> datetime:
    """Return the centre's own time, without a zone, from which a vial opened then may not be used."""
    hours = _on(vaccine.hours_after_opening, opened_on)
    return datetime.combine(opened_on, opened_at) + timedelta(hours=hours)


def _problem(name: str, code: str, severity: Severity = Severity.ERROR, /, **params: str) -> Problem:
    return Problem(name, code, severity, tuple(params.items()))
