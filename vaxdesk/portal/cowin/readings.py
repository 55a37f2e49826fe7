# SPDX-License-Identifier: MIT
"""What Co-WIN's answers say of our people and doses.

Pure: JSON objects in, Outcomes out. What cannot be read whole proves nothing, neither that somebody is there nor that
nobody is. What Co-WIN is told stands in ``payloads.py``; beside it this is the only place that spells its field names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from vaxdesk.domain.beneficiary import Beneficiary
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, PortalPerson, Weather
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.identity import name_key, read_gender, read_id_type
from vaxdesk.portal.codes import Code
from vaxdesk.portal.outcomes import JsonObject, plain_words

_REFERENCE: Final = re.compile(r"[0-9]{13,14}")
_NO_DATE: Final = ("", "invalid date")
_MOST_SHOWN: Final = 10
_LONGEST_SHOWN: Final = 100


def read_registration(document: JsonObject) -> Outcome:
    """Return FOUND with the new reference, LOST when the answer holds none."""
    reference = _reference(document)
    return _found(Code.REGISTERED, reference) if reference else _odd()


def read_dose_taken(document: JsonObject, portal_ref: str) -> Outcome:
    """Return FOUND, proven, when the answer names the very person; LOST otherwise."""
    if _reference(document) != portal_ref:
        return _odd()
    return _found(Code.DOSE_TAKEN, portal_ref, dose_proven=True)


def read_people(document: JsonObject, vaccination: Vaccination) -> Outcome:
    """Return what a look by mobile says of the person of ``vaccination`` and of the dose."""
    people = _people(document)
    if people is None:
        return _odd()
    alike = [(person, matches(vaccination.beneficiary, person)) for person in people]
    same = [person for person, is_same in alike if is_same]
    if not same and any(is_same is None for _person, is_same in alike):
        return _odd()  # it may be our person: to call that nobody would register them twice
    if not same:
        return _absent()
    if len(same) > 1:
        return _conflict(Code.SEVERAL_PEOPLE, *same)
    return _read_dose(same[0], vaccination)


def read_person(document: JsonObject, portal_ref: str, vaccination: Vaccination) -> Outcome:
    """Return what a look by reference says of the person of ``portal_ref`` and of the dose.

    The reference was proven once, and a mistake in a name may have been mended here since: the person is only
    another one when most of what is known differs.
    """
    people = _people(document)
    if people is None or len(people) > 1:
        return _odd()
    if not people:
        return _absent()
    if _reference(people[0]) != portal_ref:
        return _odd()
    if not _resembles(vaccination.beneficiary, people[0]):
        return _conflict(Code.PERSON_DIFFERS, people[0])
    return _read_dose(people[0], vaccination)


def read_listed(document: JsonObject, portal_ref: str, vaccination: Vaccination) -> Outcome:
    """Return what a look by a reference that only a list gives says of the person of ``vaccination``.

    Nobody has proven it: only who agrees in all by which people are told is found, whoever differs is not ours.
    """
    people = _people(document)
    if people is None or len(people) > 1:
        return _odd()
    if not people or _reference(people[0]) != portal_ref:
        return _absent()
    is_same = matches(vaccination.beneficiary, people[0])
    if is_same is None:
        return _odd()  # it may be our person: to call that nobody would register them twice
    return _read_dose(people[0], vaccination) if is_same else _absent()


def is_reference(text: str) -> bool:
    """Return whether ``text`` has the form of a reference."""
    return bool(_REFERENCE.fullmatch(text))


def nobody() -> Outcome:
    """Return an empty look."""
    return _absent()


def read_genders(document: JsonObject) -> Outcome:
    """Return FOUND ``reachable`` when this is the list of genders, LOST otherwise."""
    if not isinstance(document.get("genders"), list):
        return _odd()
    return Outcome(OutcomeKind.FOUND, Code.REACHABLE.value, Weather.FINE)


def matches(beneficiary: Beneficiary, person: JsonObject) -> bool | None:
    """Return whether the portal's ``person`` is ours: name, year, gender, ID type and the ID's last four.

    None when nothing differs, but not all of it can be read.
    """
    name, number = _text(person, "name"), _text(person, "photo_id_number")
    alike = (
        _same_name(beneficiary, person) if name else None,
        _same_year(beneficiary, person) if _year(person) else None,
        _same_choice(read_gender, _text(person, "gender"), beneficiary.gender),
        _same_choice(read_id_type, _text(person, "photo_id_type"), beneficiary.id_type),
        _ends_alike(number, beneficiary.id_number) if number else None,
    )
    return False if False in alike else None if None in alike else True


def _resembles(beneficiary: Beneficiary, person: JsonObject) -> bool:
    """Return whether two of name, year, ID and mobile are the same: a family shares only the mobile."""
    alike = (
        _same_name(beneficiary, person),
        _same_year(beneficiary, person),
        _ends_alike(_text(person, "photo_id_number"), beneficiary.id_number),
        _ends_alike(_text(person, "mobile_number"), beneficiary.mobile),
    )
    return sum(alike) >= 2


def _same_name(beneficiary: Beneficiary, person: JsonObject) -> bool:
    return name_key(_text(person, "name")) == name_key(beneficiary.name)


def _same_year(beneficiary: Beneficiary, person: JsonObject) -> bool:
    return _year(person) == str(beneficiary.birth_year)


def _year(person: JsonObject) -> str:
    """Return the year of birth, a text or a number, "" when it is neither."""
    value = person.get("birth_year")
    return str(value) if type(value) is int else _text(person, "birth_year")


def _same_choice(read: Callable[[str], object], text: str, ours: object) -> bool | None:
    """Return whether ``text`` names our choice, in any of its words; None when it names none."""
    theirs = None if text.isdigit() else read(text)  # numbers are the portal's own, not our keys
    return None if theirs is None else theirs is ours


def _read_dose(person: JsonObject, vaccination: Vaccination) -> Outcome:
    """Return FOUND, with the dose proven or not there, or CONFLICT when another dose stands in its place.

    The vaccine alone proves nothing: it stays filled after a cancelled booking.
    """
    reference = _reference(person)
    stands_on = _text(person, f"dose{vaccination.dose}_date")
    if stands_on.casefold() in _NO_DATE:
        return replace(_found(Code.PERSON_FOUND, reference), people=(shown(person),))
    same_day = _date(stands_on) == vaccination.given_on
    if same_day and _same_text(_text(person, "vaccine"), vaccination.vaccine):
        return replace(_found(Code.DOSE_FOUND, reference, dose_proven=True), people=(shown(person),))
    return _conflict(Code.DOSE_DIFFERS, person)


def _people(document: JsonObject) -> list[JsonObject] | None:
    """Return the people of an answer, in a list or bare; None when it is neither, or one has no reference."""
    listed = document.get("beneficiaries", [document])
    if not isinstance(listed, list):
        return None
    people: list[JsonObject] = [person for person in listed if isinstance(person, dict) and _reference(person)]
    return people if len(people) == len(listed) else None


def _found(code: Code, portal_ref: str, *, dose_proven: bool = False) -> Outcome:
    match = PortalMatch(portal_ref, dose_proven)
    return Outcome(OutcomeKind.FOUND, code.value, Weather.FINE, match=match)


def _absent() -> Outcome:
    return Outcome(OutcomeKind.ABSENT, Code.NOTHING_THERE.value, Weather.FINE)


def _conflict(code: Code, *people: JsonObject) -> Outcome:
    most = tuple(shown(person) for person in people[:_MOST_SHOWN])
    return Outcome(OutcomeKind.CONFLICT, code.value, Weather.FINE, people=most)


def shown(person: JsonObject) -> PortalPerson:
    """Return what the portal shows of ``person``: its texts, each one line of at most 100 visible characters.

    Masked as the portal masks them, and no full Aadhaar even where it masks none.
    """

    def text(key: str) -> str:
        value = person.get(key)
        words = str(value) if type(value) in (str, int) else ""
        return "" if words.strip().casefold() in _NO_DATE else plain_words(words, _LONGEST_SHOWN)

    return PortalPerson(
        portal_ref=_reference(person),
        name=text("name"),
        birth_year=text("birth_year"),
        gender=text("gender"),
        mobile=text("mobile_number"),
        id_type=text("photo_id_type"),
        id_number=text("photo_id_number"),
        vaccine=text("vaccine"),
        dose1_on=text("dose1_date"),
        dose2_on=text("dose2_date"),
    )


def _odd() -> Outcome:
    return Outcome(OutcomeKind.LOST, Code.ODD_ANSWER.value, Weather.BUSY)


def _text(person: JsonObject, key: str) -> str:
    value = person.get(key)
    return value.strip() if isinstance(value, str) else ""


def _reference(document: JsonObject) -> str:
    reference = _text(document, "beneficiary_reference_id")
    return reference if _REFERENCE.fullmatch(reference) else ""


def _same_text(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _ends_alike(masked: str, number: str) -> bool:
    """Return whether the last four characters agree, with or without the blanks and hyphens of the number."""

    def compact(text: str) -> str:
        return re.sub(r"[\s-]", "", text)

    return any(
        len(end) == 4 and end == ours[-4:].casefold()
        for end, ours in (
            (masked[-4:].casefold(), number),
            (compact(masked)[-4:].casefold(), compact(number)),
        )
    )


def _date(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d-%m-%Y").date()
    except ValueError:
        return None
