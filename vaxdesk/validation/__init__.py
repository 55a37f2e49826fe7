# SPDX-License-Identifier: MIT
"""What makes a draft a vaccination: every rule of the form stands here, once.

Pure. ``check`` reads each field, then holds the fields against each other, then against what the store knows,
and names every Problem at once, in the order of the form. It never raises for anything a person or a file can
hold, never cuts a text to make it fit, and lets no full Aadhaar number into a Problem or a Vaccination. The
sentences are made in ``vaxdesk.wording``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from vaxdesk import dosing, identity
from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.problem import Problem, Severity, errors
from vaxdesk.domain.vaccination import Known, KnownDose, KnownHolder, Vaccination
from vaxdesk.domain.vial import KnownVial
from vaxdesk.dosing import ReferenceTable, Vaccine, day_text
from vaxdesk.validation.reading import LIMITS, Read, parse_date, parse_time, read_draft, read_person

__all__ = [
    "LIMITS",
    "CheckContext",
    "Checked",
    "LookupKeys",
    "check",
    "check_known",
    "lookup_keys",
    "parse_date",
    "parse_time",
    "scrub",
]

_NOT_KNOWN: Final = Known()
_CENTRE_ZONE: Final = ZoneInfo("Asia/Kolkata")
_PLACE: Final = {name: place for place, name in enumerate(DRAFT_FIELDS)}


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """By what the store is asked; "" where the draft does not give it yet.

    Attributes:
        without_id: the ``person_key`` of the same person before they showed any ID.
    """

    person_key: str
    id_key: str
    without_id: str = ""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What a draft is checked against.

    Attributes:
        today, now: the centre's day and time; ``now`` None leaves the hour of today open.
        centres: the codes that this desk knows.
        known: what the store knows of the draft; None when it has not been asked, which leaves its rules out.
        zone: the centre's, for the time at which something was recorded.
    """

    today: date
    now: time | None
    centres: tuple[str, ...]
    table: ReferenceTable
    known: Known | None = _NOT_KNOWN
    zone: tzinfo = _CENTRE_ZONE


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in the order of the form, and the vaccination when none of them is an error."""

    problems: tuple[Problem, ...]
    vaccination: Vaccination | None


def check(draft: Draft, context: CheckContext) -> Checked:
    """Return every problem of ``draft``, and the vaccination it makes when there is no error."""
    read, found = read_draft(draft, context.centres, context.table)
    found += _day_rules(read, context)
    found += _vial_rules(read)
    if context.known is not None:
        found += _store_rules(read, context.known, context, unread={problem.field for problem in found})
    found += _second_dose_rules(read)
    return _checked(read, found)


def check_known(vaccination: Vaccination, context: CheckContext) -> Checked:
    """Hold a vaccination that passed ``check`` before the store was asked against what the store knows.

    The quick second half of ``check`` for an import: fields that were read are not read again.
    """
    person, table = vaccination.beneficiary, context.table
    read = Read(
        name=person.name,
        gender=person.gender,
        birth_year=person.birth_year,
        mobile=person.mobile,
        id_type=person.id_type,
        dose=vaccination.dose,
        vaccine=table.vaccine(vaccination.vaccine),
        batch=vaccination.batch,
        given_on=vaccination.given_on,
        dose1_on=vaccination.dose1_on,
        dose1_vaccine=table.vaccine(vaccination.dose1_vaccine),
    )
    found = _store_rules(read, context.known or _NOT_KNOWN, context, unread=set())
    problems = _in_order(found + _second_dose_rules(read))
    if errors(problems):
        return Checked(problems, None)
    if vaccination.dose == 2:
        vaccination = replace(vaccination, dose1_on=read.dose1_on, dose1_vaccine=_name_of(read.dose1_vaccine))
    return Checked(problems, vaccination)


def lookup_keys(draft: Draft) -> LookupKeys:
    """Return by what the store is asked about ``draft``: each key "" until the draft gives all of it."""
    read = read_person(draft)
    if read.no_id_why is None and (read.id_type is None or not read.id_number):
        return LookupKeys("", "")
    # The gender is no part of who a person is, so a draft without it can be looked up already.
    person = replace(read, gender=Gender.OTHER).beneficiary()
    return LookupKeys(
        person_key=identity.person_key(person) if person else "",
        id_key=identity.id_key(read.id_type, read.id_number),
        without_id=identity.person_key(replace(person, id_type=None, id_number="")) if person else "",
    )


def scrub(draft: Draft) -> Draft:
    """Return ``draft`` without a full Aadhaar number in any field, to be kept or shown half-typed."""
    clean = {name: identity.hide_aadhaar(getattr(draft, name)) for name in DRAFT_FIELDS}
    mobile = identity.normalise_mobile(draft.mobile)
    if len(mobile) == 10:
        clean["mobile"] = mobile
    if identity.read_id_type(draft.id_type) is IdType.AADHAAR:
        clean["id_number"] = _scrub_aadhaar(draft.id_number)
    return replace(draft, **clean)


def _scrub_aadhaar(number: str) -> str:
    """Keep what holds four digits or fewer; of a whole number the last four; of half a number nothing."""
    if sum(c.isdecimal() for c in number) <= 4:
        return number
    return identity.last_four(number)


def _day_rules(read: Read, context: CheckContext) -> list[Problem]:
    """Nothing lies in the future or before the vaccine was in use, and the age fits the day."""
    found: list[Problem | None] = []
    given_on, today = read.given_on, context.today
    if given_on and given_on > today:
        found.append(_problem("given_on", "date_in_future", today=day_text(today)))
        given_on = None
    if given_on == today and read.given_at and context.now and read.given_at > context.now:
        found.append(_problem("given_at", "time_in_future", now=f"{context.now:%H:%M}"))
    if read.birth_year and read.birth_year > today.year:
        found.append(_problem("birth_year", "birth_year_in_future"))
    elif read.birth_year and given_on:
        found.append(dosing.check_age(context.table, read.birth_year, given_on))
    if read.vaccine and given_on:
        found.append(dosing.check_first_day(read.vaccine, given_on, "given_on"))
    if read.dose == 2 and read.dose1_vaccine and read.dose1_on:
        found.append(dosing.check_first_day(read.dose1_vaccine, read.dose1_on, "dose1_on"))
    return _real(found)


def _vial_rules(read: Read) -> list[Problem]:
    if read.vial_opened_at is None or read.given_at is None:
        return []
    return _real([dosing.check_vial(read.vaccine, read.vial_opened_at, read.given_on, read.given_at)])


def _second_dose_rules(read: Read) -> list[Problem]:
    """Dose 2 comes late enough after dose 1, better not too late, and is of the same vaccine."""
    if read.dose != 2 or read.vaccine is None:
        return []
    found: list[Problem | None] = []
    if read.dose1_on and read.given_on:
        found.append(dosing.check_interval(read.vaccine, read.dose1_on, read.given_on))
        found.append(dosing.check_late(read.vaccine, read.dose1_on, read.given_on))
    if read.dose1_vaccine:
        found.append(dosing.check_same_vaccine(read.vaccine, read.dose1_vaccine))
    return _real(found)


def _store_rules(read: Read, known: Known, context: CheckContext, unread: set[str]) -> list[Problem]:
    """Hold the draft against the person's own doses and against whoever else has the same photo ID."""
    doses = {dose.dose: dose for dose in known.doses}
    found: list[Problem | None] = []
    if read.dose in doses:
        found.append(_already_recorded(doses[read.dose], context))
    if any(dose.gender and read.gender and dose.gender is not read.gender for dose in known.doses):
        found.append(_problem("gender", "gender_differs"))
    if read.dose == 2:
        if first := doses.get(1):
            read.dose1_on, read.dose1_vaccine = first.given_on, context.table.vaccine(first.vaccine)
        if read.dose1_on is None and "dose1_on" not in unread:
            found.append(_problem("dose1_on", "dose1_missing"))
        if read.dose1_vaccine is None and "dose1_vaccine" not in unread:
            found.append(_problem("dose1_vaccine", "dose1_missing"))
    if read.no_id_why and known.by_id:
        found.append(_problem("no_id_why", "id_is_known"))
    if read.id_type and read.dose and 0 < known.held_dose <= read.dose:
        found.append(_problem("dose", "dose_held_without_id", Severity.NOTE, dose=str(known.held_dose)))
    found += _known_vial_rules(read, known.vial, context)
    found.append(next((p for holder in known.holders if (p := _against_holder(read, holder))), None))
    return _real(found)


def _known_vial_rules(read: Read, known: KnownVial, context: CheckContext) -> list[Problem]:
    """A batch past its expiry stops before the needle; a vial that is closed, or of another batch, is worth knowing."""
    found: list[Problem] = []
    if read.given_on and known.batch_expires_on and known.batch_expires_on < read.given_on:
        gravity = Severity.NOTE if known.after_needle else Severity.ERROR
        found.append(_problem("batch", "batch_expired", gravity, expires_on=day_text(known.batch_expires_on)))
    of_vial = (known.vaccine, known.batch.casefold())
    if known.vaccine and read.vaccine and read.batch and of_vial != (read.vaccine.name, read.batch.casefold()):
        params = {"vial": read.vial, "vaccine": known.vaccine, "batch": known.batch}
        found.append(_problem("vial", "vial_of_another_batch", Severity.NOTE, **params))
    if known.closed_at and read.given_on and read.given_at:
        # Doses are timed by the minute, so the minute of the closing is one of the closed vial already.
        closed_at = known.closed_at.astimezone(context.zone).replace(second=0, microsecond=0, tzinfo=None)
        if datetime.combine(read.given_on, read.given_at) >= closed_at:
            found.append(_problem("vial", "vial_closed", Severity.NOTE, vial=read.vial, at=f"{closed_at:%H:%M}"))
    return found


def _already_recorded(dose: KnownDose, context: CheckContext) -> Problem:
    at = dose.recorded_at.astimezone(context.zone)
    day = "" if at.date() == context.today else f", {day_text(at.date())}"
    return _problem("dose", "already_recorded", at=f"{at:%H:%M}{day}", by=dose.recorded_by)


def _against_holder(read: Read, holder: KnownHolder) -> Problem | None:
    """A whole ID number has one mobile; four digits of an Aadhaar prove nothing without name and year."""
    if not read.mobile or read.mobile == holder.mobile:
        return None
    params = {"name": holder.name, "mobile": identity.mask_mobile(holder.mobile)}
    if read.id_type is not IdType.AADHAAR:
        return _problem("id_number", "id_of_another", **params)
    same = identity.name_key(read.name) == identity.name_key(holder.name) and read.birth_year == holder.birth_year
    return _problem("id_number", "aadhaar_digits_of_another", Severity.NOTE, **params) if same else None


def _problem(name: str, code: str, severity: Severity = Severity.ERROR, /, **params: str) -> Problem:
    return Problem(name, code, severity, tuple(params.items()))


def _real(found: Iterable[Problem | None]) -> list[Problem]:
    return [problem for problem in found if problem is not None]


def _in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda problem: _PLACE[problem.field]))


def _checked(read: Read, found: Iterable[Problem]) -> Checked:
    problems = _in_order(found)
    return Checked(problems, None if errors(problems) else _vaccination(read))


def _name_of(vaccine: Vaccine | None) -> str:
    return vaccine.name if vaccine else ""


def _vaccination(read: Read) -> Vaccination | None:
    """Return the vaccination; every fact it needs was read, since there is no error."""
    person = read.beneficiary()
    if not (person and read.category and read.dose and read.given_on and read.given_at):
        return None
    second = read.dose == 2
    return Vaccination(
        beneficiary=person,
        centre=read.centre,
        category=read.category,
        sub_category=read.sub_category,
        facility=read.facility,
        comorbidity=read.comorbidity,
        dose=read.dose,
        vaccine=_name_of(read.vaccine),
        batch=read.batch,
        vial=read.vial,
        vial_opened_at=read.vial_opened_at,
        given_on=read.given_on,
        given_at=read.given_at,
        vaccinator=read.vaccinator,
        aefi=read.aefi,
        remarks=read.remarks,
        page=read.page,
        line=read.line,
        dose1_on=read.dose1_on if second else None,
        dose1_vaccine=_name_of(read.dose1_vaccine) if second else "",
        no_id_why=read.no_id_why,
    )
