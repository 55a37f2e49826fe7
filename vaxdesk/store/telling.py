# SPDX-License-Identifier: MIT
"""Whether two entries are one person: for a list against itself, against what was recorded, and the other way round.

What makes a beneficiary the very same row is ``identity.person_key``; a list says less than that, and with mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Beneficiary, IdType

IN_ONE_QUERY: Final = 500
YEARS_ALIKE: Final = 2
"""A year that was counted back from an age may be off by one, and so may be the age."""
_YEAR: Final = re.compile(r"[0-9]{4}")
_TELLS_NO_ONE: Final = frozenset({IdType.RATION_CARD.value, IdType.AADHAAR.value})
"""Kinds of ID that do not tell one person by themselves: a family's card, and four digits."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Who:
    """By what a person is told; "" where it is not known. The fields are columns of every table of people."""

    name: str
    birth_year: str = ""
    mobile: str = ""
    id_type: str = ""
    id_number: str = ""
    portal_ref: str = ""

    def handles(self) -> Iterator[tuple[str, str]]:
        """Yield by what others who may be the same are found: the kind of the handle, and its value."""
        if self.portal_ref:
            yield "portal_ref", self.portal_ref
        if self.mobile:
            yield "mobile", self.mobile
        if self.id_number:
            yield "id_number", self.id_number


WHO_COLUMNS: Final = ("name", "birth_year", "mobile", "id_type", "id_number", "portal_ref")


def of_beneficiary(person: Beneficiary, portal_ref: str) -> Who:
    """Return by what somebody recorded here is told."""
    year = str(person.birth_year)
    return Who(person.name, year, person.mobile, person.id_type or "", person.id_number, portal_ref)


def same_person(one: Who, other: Who) -> bool:
    """Return whether both are surely the same person.

    The same reference; the same name under the same mobile; the same whole ID with the same name or year; the same
    name, year and last four digits. Never when both give references that differ, or years that are far apart.
    """
    if one.portal_ref and other.portal_ref:
        return one.portal_ref == other.portal_ref
    if _are_far_apart(one.birth_year, other.birth_year):
        return False
    same_name = identity.name_key(one.name) == identity.name_key(other.name)
    if same_name and one.mobile and one.mobile == other.mobile:
        return True
    if not one.id_number or (one.id_type, one.id_number) != (other.id_type, other.id_number):
        return False
    same_year = one.birth_year != "" and one.birth_year == other.birth_year
    return (same_name and same_year) if one.id_type in _TELLS_NO_ONE else (same_name or same_year)


def _are_far_apart(one: str, other: str) -> bool:
    """Return whether both are years, and more than ``YEARS_ALIKE`` lie between; what is no year tells nothing."""
    both = _YEAR.fullmatch(one) and _YEAR.fullmatch(other)
    return both is not None and abs(int(one) - int(other)) > YEARS_ALIKE


def resembles(one: Who, other: Who) -> bool:
    """Return whether both may be one person who was written down with a mistake: two facts are the same."""
    same_name = identity.name_key(one.name) == identity.name_key(other.name)
    facts = ((one.birth_year, other.birth_year), (one.mobile, other.mobile), (one.id_number, other.id_number))
    return same_name + sum(ours != "" and ours == theirs for ours, theirs in facts) >= 2


class Near(Generic[_T]):
    """Things by the person each is of, so that everybody is compared with few."""

    def __init__(self, things: Iterable[tuple[_T, Who]] = ()) -> None:
        self._by: dict[tuple[str, str], list[tuple[_T, Who]]] = {}
        for thing, person in things:
            self.put(thing, person)

    def put(self, thing: _T, person: Who) -> None:
        """Keep ``thing`` for whoever is ``person``."""
        for handle in person.handles():
            self._by.setdefault(handle, []).append((thing, person))

    def of(self, person: Who) -> list[_T]:
        """Return the things of whoever is the same as ``person``, each once, in the order in which they came."""
        found: list[_T] = []
        for handle in person.handles():
            found += [
                thing for thing, other in self._by.get(handle, ()) if thing not in found and same_person(person, other)
            ]
        return found


def near(query: Any, table: Any, people: Sequence[Who]) -> Near[tuple[Any, ...]]:
    """Return what ``query`` selects for those who may be one of ``people``.

    The query ends in the six columns of ``WHO_COLUMNS``, of ``table``; what comes before them is the thing.
    """
    rows: dict[tuple[Any, ...], None] = {}
    for name in ("portal_ref", "mobile", "id_number"):
        values = {value for person in people for kind, value in person.handles() if kind == name}
        for some in slices(sorted(values)):
            rows.update(dict.fromkeys(query.where(getattr(table, name).in_(some)).tuples()))
    width = len(WHO_COLUMNS)
    return Near((row[:-width], Who(*map(str, row[-width:]))) for row in rows)


def slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ``values`` in portions that one query bears."""
    for start in range(0, len(values), IN_ONE_QUERY):
        yield values[start : start + IN_ONE_QUERY]
