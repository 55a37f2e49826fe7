# SPDX-License-Identifier: MIT
"""The people whom a search has hit, each once: who is both expected and recorded comes as recorded.

Reading only. Which dose is due to them, and who of them comes first, is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from peewee import JOIN, fn

from vaxdesk.domain.found import VACCINATED, Found, FoundKind
from vaxdesk.store.database import Store
from vaxdesk.store.searching import Hit
from vaxdesk.store.telling import WHO_COLUMNS, Who, same_person

MOST_OF_ONE_MOBILE: Final = 200
"""A mobile that a list gives for more people than these tells nobody."""
_PERSON: Final = ("id", "name", "birth_year", "gender", "mobile", "id_type", "id_number", "portal_ref")
_LISTED: Final = ("category", "facility", "centre", "listed_on", "dose")
_DOSE: Final = ("category", "facility", "centre", "client_ref", "receipt_no", "given_on", "vaccine", "dose")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was found.

    Attributes:
        dose: of a recorded person the number of the latest dose, 0 of the expected.
        person: of the expected the row of their vaccination's person, None while they have none.
        whole: every word of the search was one of theirs.
    """

    found: Found
    dose: int = 0
    person: int | None = None
    whole: bool = False


def people(store: Store, hits: Sequence[Hit]) -> list[Person]:
    """Return whom ``hits`` mean, in their order."""
    expected, beneficiary = store.models.Expected, store.models.Beneficiary
    listed = _listed(store, expected.id, [hit.id for hit in hits if hit.expected])
    ids = {hit.id for hit in hits if not hit.expected} | {one.person for one in listed.values() if one.person}
    mobiles = _mobiles(one for one in listed.values() if not one.person)
    recorded = _recorded(store, beneficiary.mobile, mobiles) | _recorded(store, beneficiary.id, sorted(ids))
    entries = _listed(store, expected.mobile, _mobiles(recorded.values())) | listed
    of_entry, recorded = _paired(entries, recorded)
    found: dict[tuple[FoundKind, int], Person] = {}
    for hit in hits:
        one = recorded.get(of_entry.get(hit.id, 0)) or entries.get(hit.id) if hit.expected else recorded.get(hit.id)
        if one is not None:
            found.setdefault((one.found.kind, one.found.id), replace(one, whole=hit.whole))
    return _each_once(found.values())


def _paired(entries: dict[int, Person], recorded: dict[int, Person]) -> tuple[dict[int, int], dict[int, Person]]:
    """Return whom each entry of the list turned out to be, and the recorded with the day of their latest entry."""
    by_mobile: dict[str, list[Person]] = {}
    for one in recorded.values():
        by_mobile.setdefault(one.found.mobile, []).append(one)
    of_entry: dict[int, int] = {}
    listed = dict(recorded)
    for number, entry in sorted(entries.items(), key=lambda item: item[1].found.listed_on or date.min):
        mine = entry.person if entry.person in recorded else None
        same = (one.found.id for one in by_mobile.get(entry.found.mobile, ()) if _same(one.found, entry.found))
        mine = mine or next(same, None)
        if mine is not None:
            of_entry[number] = mine
            listed[mine] = replace(listed[mine], found=_on_the_list(listed[mine].found, entry.found))
    return of_entry, listed


def _on_the_list(recorded: Found, entry: Found) -> Found:
    return replace(recorded, listed_on=entry.listed_on, centre=entry.centre, expected_id=entry.id)


def _each_once(people: Iterable[Person]) -> list[Person]:
    """Return ``people`` without those who are listed again for another day."""
    kept: list[Person] = []
    by_mobile: dict[str, list[Found]] = {}
    for one in people:
        others = by_mobile.setdefault(one.found.mobile, [])
        if not one.found.mobile or not any(_same(one.found, other) for other in others):
            kept.append(one)
            others.append(one.found)
    return kept


def _same(one: Found, other: Found) -> bool:
    return same_person(*(Who(*(getattr(found, name) for name in WHO_COLUMNS)) for found in (one, other)))


def _mobiles(people: Iterable[Person]) -> list[str]:
    return sorted({one.found.mobile for one in people} - {""})


def _listed(store: Store, column: Any, values: Sequence[Any]) -> dict[int, Person]:
    """Return by their rows the entries of the list that have one of ``values`` in ``column``."""
    if not values:
        return {}
    models = store.models
    expected, vaccination, visit = models.Expected, models.Vaccination, models.Visit
    columns = [getattr(expected, name) for name in (*_PERSON, *_LISTED)]
    query = (
        expected.select(*columns, vaccination.live, vaccination.beneficiary, visit.live, visit.result)
        .join(vaccination, JOIN.LEFT_OUTER)
        .switch(expected)
        .join(visit, JOIN.LEFT_OUTER)
        .where(column.in_(values))
        .limit(MOST_OF_ONE_MOBILE)
    )
    found: dict[int, Person] = {}
    for *told, came, person, visited, result in query.tuples():
        facts = dict(zip((*_PERSON, *_LISTED), told, strict=True))
        dose, listed_on = facts.pop("dose"), date.fromisoformat(facts.pop("listed_on"))
        state = result if visited and not came else ""
        entry = Found(
            FoundKind.EXPECTED,
            **facts,
            dose_due=dose,
            listed_on=listed_on,
            expected_id=facts["id"],
            state=state,
        )
        found[entry.id] = Person(entry, person=person if came else None)
    return found


def _recorded(store: Store, column: Any, values: Sequence[Any]) -> dict[int, Person]:
    """Return by their rows the people with a live dose, with the latest, who have one of ``values`` in ``column``."""
    if not values:
        return {}
    person, vaccination = store.models.Beneficiary, store.models.Vaccination
    columns = [getattr(person, name) for name in _PERSON] + [getattr(vaccination, name) for name in _DOSE]
    later = vaccination.alias()
    follows = (later.beneficiary == vaccination.beneficiary) & (later.dose > vaccination.dose)
    superseded = fn.EXISTS(later.select(later.id).where(follows & (later.live == True)))  # noqa: E712 (SQL)
    latest = (vaccination.live == True) & ~superseded  # noqa: E712 (SQL)
    query = vaccination.select(*columns).join(person).where(column.in_(values) & latest).order_by(vaccination.id)
    found: dict[int, Person] = {}
    for told in query.limit(MOST_OF_ONE_MOBILE).tuples():
        facts = dict(zip((*_PERSON, *_DOSE), told, strict=True))
        dose, given_on = facts.pop("dose"), date.fromisoformat(facts.pop("given_on"))
        facts["birth_year"] = str(facts["birth_year"])
        one = Found(FoundKind.RECORDED, **facts, given_on=given_on, state=VACCINATED)
        found[one.id] = Person(one, dose)
    return found
