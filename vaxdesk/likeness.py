# SPDX-License-Identifier: MIT
"""Whether the person being typed is likely somebody who is recorded here already.

Pure: recorded people come in, what there is to say goes out, the gravest first. It stops nothing: taking a like
fills the form with the person as recorded, and the rules of ``vaxdesk.validation`` do the rest. A person who comes to
their second dose under another mobile counts as new on the portal, so this is where it has to be noticed.

Twins, sisters and brothers share the mobile, the surname, the year and sometimes a family's ration card: a different
given name is a different person unless another ID of theirs says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from vaxdesk import dosing, identity
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import EarlierDose, Like, LikeKind, Reason, RecordedPerson, TypedPerson
from vaxdesk.dosing import ReferenceTable
from vaxdesk.names import Kinship, is_one_slip, kinship

MOST_LINES: Final = 3
MOST_NAMESAKES: Final = 3
"""More people than these with a near name and year tell nothing: the name is too common here."""
PERSON_FIELDS: Final = (
    "name", "gender", "birth_year", "mobile", "mobile_of", "id_type", "id_number", "no_id_why",
    "category", "sub_category", "facility", "comorbidity",
)  # fmt: skip
_NAME_REASON: Final = {
    Kinship.SAME: Reason.NAME,
    Kinship.NEAR: Reason.NEAR_NAME,
    Kinship.GIVEN: Reason.GIVEN_NAME,
}
_PROOF: Final = {Reason.MOBILE, Reason.LAST_FOUR, Reason.ID}
_GRAVITY: Final = {kind: place for place, kind in enumerate(LikeKind)}


@dataclass(frozen=True, slots=True)
class Match:
    """One recorded person who is likely meant, and why."""

    kind: LikeKind
    reasons: tuple[Reason, ...]
    person: RecordedPerson


def matches(typed: TypedPerson, people: Iterable[RecordedPerson]) -> tuple[Match, ...]:
    """Return who of ``people`` is likely the one being typed, the likeliest first.

    Whoever is that very person by every key leaves no doubt about the others: then nobody else is named. Who shares
    name and year alone is not named beside a likelier one, nor where they are many.
    """
    found = [match for person in people if (match := _match(typed, person)) is not None]
    exact = [match for match in found if typed.person_key and match.person.person_key == typed.person_key]
    if exact:
        return tuple(exact)
    namesakes = [match for match in found if match.kind is LikeKind.NEAR_NAME and not _PROOF & set(match.reasons)]
    likelier = [match for match in found if match not in namesakes]
    if len(namesakes) > MOST_NAMESAKES or any(match.kind is LikeKind.SAME_PERSON for match in likelier):
        namesakes = []
    alone = [match for match in namesakes if not _certainly_two(typed, match.person)]
    return tuple(sorted(likelier + alone, key=_likeliest))


def full_mobile(typed: TypedPerson, people: Iterable[RecordedPerson], most: int) -> tuple[str, ...]:
    """Return the names of those under the typed mobile when it takes nobody more; () while it does.

    Args:
        most: how many people the portal registers under one mobile.
    """
    if not typed.mobile:
        return ()
    under = [person for person in people if person.mobile == typed.mobile]
    if len(under) < most or any(kinship(typed.name, person.name) >= Kinship.NEAR for person in under):
        return ()
    return tuple(person.name for person in under)


def as_like(
    match: Match, typed: TypedPerson, recorded: Draft, doses: Sequence[EarlierDose], table: ReferenceTable
) -> Like:
    """Return the line about ``match``.

    Args:
        recorded: the latest vaccination of the person, as a draft.
        doses: their live doses in order, one at least.
    """
    person, last = match.person, doses[-1]
    next_dose = last.dose + 1 if last.dose < table.max_dose else 0
    if typed.id_number:  # why there was no ID then says nothing of the one that is shown now
        recorded = replace(recorded, no_id_why="")
    taken = _taken(recorded, doses, next_dose or last.dose)
    return Like(
        kind=match.kind,
        reasons=match.reasons,
        client_ref=last.client_ref,
        name=person.name,
        birth_year=person.birth_year,
        mobile="" if person.mobile == typed.mobile else identity.mask_mobile(person.mobile),
        doses=tuple(doses),
        due_on=_due_on(last, table) if next_dose else None,
        person=taken,
        is_taken=typed.person_key == person.person_key and typed.dose == taken.dose,
    )


def in_order(likes: Iterable[Like]) -> tuple[Like, ...]:
    """Return at most three of ``likes``, the gravest first."""
    return tuple(sorted(likes, key=lambda like: _GRAVITY[like.kind]))[:MOST_LINES]


def _match(typed: TypedPerson, person: RecordedPerson) -> Match | None:
    name = _kinship(typed, person)
    year = _year(typed, person)
    same_mobile = bool(typed.mobile) and typed.mobile == person.mobile
    number = _id(typed, person)
    kind = _kind(typed, person, name, year, number, same_mobile=same_mobile)
    if kind is None:
        return None
    mobile = Reason.MOBILE if same_mobile else None
    reasons = (number, _NAME_REASON.get(name), year, mobile)
    return Match(kind, tuple(reason for reason in reasons if reason is not None), person)


def _kind(
    typed: TypedPerson,
    person: RecordedPerson,
    name: Kinship,
    year: Reason | None,
    number: Reason | None,
    *,
    same_mobile: bool,
) -> LikeKind | None:
    other_mobile = bool(typed.mobile) and not same_mobile
    if number is Reason.ID and other_mobile:
        return LikeKind.SAME_ID
    if number is Reason.ID and (name is not Kinship.OTHER or person.id_type != IdType.RATION_CARD):
        return LikeKind.SAME_PERSON
    if name >= Kinship.NEAR and year is not None and (same_mobile or number is Reason.LAST_FOUR):
        return LikeKind.SAME_PERSON
    if number is Reason.LAST_FOUR and same_mobile and year is Reason.YEAR:
        return LikeKind.SAME_PERSON  # one in ten thousand of twins; the name is misspelt beyond knowing
    if same_mobile and (name >= Kinship.NEAR or (name is Kinship.GIVEN and year is not None)):
        return LikeKind.NEAR_NAME
    if name is Kinship.GIVEN and number is Reason.LAST_FOUR and year is not None:
        return LikeKind.NEAR_NAME
    year_fits = year is Reason.YEAR or (year is Reason.NEXT_YEAR and name is Kinship.SAME and not other_mobile)
    return LikeKind.NEAR_NAME if name >= Kinship.NEAR and year_fits else None


def _kinship(typed: TypedPerson, person: RecordedPerson) -> Kinship:
    """Return how near the names are; Sumit and Sumita, Salim and Salma are a brother and a sister."""
    other_gender = typed.gender is not None and typed.gender != person.gender
    if other_gender and identity.name_key(typed.name) != identity.name_key(person.name):
        return Kinship.OTHER
    return kinship(typed.name, person.name)


def _certainly_two(typed: TypedPerson, person: RecordedPerson) -> bool:
    """Return whether gender, or the numbers of one kind of ID, tell apart who shares only name and year."""
    if typed.gender is not None and typed.gender != person.gender:
        return True
    if typed.id_type is None or not typed.id_number or typed.id_type != person.id_type:
        return False
    return not is_one_slip(typed.id_number, person.id_number)


def _year(typed: TypedPerson, person: RecordedPerson) -> Reason | None:
    if typed.birth_year is None:
        return None
    apart = abs(typed.birth_year - person.birth_year)
    return {0: Reason.YEAR, 1: Reason.NEXT_YEAR}.get(apart)


def _id(typed: TypedPerson, person: RecordedPerson) -> Reason | None:
    """Return what the IDs have in common; of an Aadhaar there are four digits, which prove nothing alone."""
    if typed.id_type is None or not typed.id_number or not person.id_number or typed.id_type != person.id_type:
        return None
    theirs = identity.id_key(typed.id_type, person.id_number)
    if identity.id_key(typed.id_type, typed.id_number) != theirs:
        return None
    return Reason.LAST_FOUR if typed.id_type is IdType.AADHAAR else Reason.ID


def _likeliest(match: Match) -> tuple[int, int]:
    return _GRAVITY[match.kind], -len(match.reasons)


def _taken(recorded: Draft, doses: Sequence[EarlierDose], dose: int) -> Draft:
    facts = {name: getattr(recorded, name) for name in PERSON_FIELDS}
    first = next((one for one in doses if one.dose == 1), None)
    given = {"dose1_on": dosing.day_text(first.given_on), "dose1_vaccine": first.vaccine} if first else {}
    return replace(Draft(dose=str(dose), **facts), **given)


def _due_on(last: EarlierDose, table: ReferenceTable) -> date | None:
    vaccine = table.vaccine(last.vaccine)
    return dosing.next_due(vaccine, last.given_on) if vaccine else None
