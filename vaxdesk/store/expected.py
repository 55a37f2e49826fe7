# SPDX-License-Identifier: MIT
"""The expected list: add people, tell them again, mark who came. Every function runs inside the caller's transaction.

A mark says that somebody came; it moves no dose and vouches for no reference of the list. Entries are never deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_
from typing import Any, Final

from peewee import JOIN, Case, fn

from vaxdesk import identity
from vaxdesk.domain.expected import ExpectedPerson, ListedDay
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.store import bulk, search
from vaxdesk.store.database import Store
from vaxdesk.store.telling import WHO_COLUMNS, Who, near, of_beneficiary, resembles, slices

NEXT_DOSE_AFTER: Final = timedelta(days=28)
"""An entry that names no dose stands for one given fewer days than this before or after its day: no vaccine of the
drive had its second dose sooner (``resources/reference/vaccines.json``)."""
_FIELDS: Final = tuple(field.name for field in fields(ExpectedPerson))


@dataclass(frozen=True, slots=True)
class Given:
    """A recorded vaccination, as far as the list is concerned."""

    vaccination_id: int
    who: Who
    dose: int
    given_on: date
    centre: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """Somebody to be listed, the keyed hash of their row, and the vaccination that has come of it already."""

    person: ExpectedPerson
    source_hash: str
    vaccination_id: int | None = None


def who(person: ExpectedPerson) -> Who:
    """Return by what somebody on the list is told."""
    return Who(*(getattr(person, name) for name in WHO_COLUMNS))


def of_dose(vaccination_id: int, given: Vaccination, portal_ref: str) -> Given:
    """Return what the list needs to know of a dose that is recorded; ``portal_ref`` as the portal proved it."""
    person = of_beneficiary(given.beneficiary, portal_ref)
    return Given(vaccination_id, person, given.dose, given.given_on, given.centre)


def add(store: Store, new: Sequence[NewEntry], by: User, now: datetime) -> None:
    """List ``new``. Writer thread."""
    expected = store.models.Expected
    first = (expected.select(fn.MAX(expected.id)).scalar() or 0) + 1
    own = {"imported_by": by.name, "imported_at": now.timestamp(), "visit": None}
    rows = [
        {
            **asdict(entry.person),
            "id": number,
            "listed_on": entry.person.listed_on.isoformat(),
            "source_hash": entry.source_hash,
            "vaccination": entry.vaccination_id,
            **own,
        }
        for number, entry in enumerate(new, first)
    ]
    bulk.insert(expected, rows)
    words = [(n, entry.person) for n, entry in enumerate(new, first)]
    search.put(
        store,
        search.EXPECTED,
        [search.Findable(n, p.name, p.mobile, p.id_number, p.portal_ref) for n, p in words],
    )


def listed(store: Store, people: Sequence[ExpectedPerson], hashes: Sequence[str]) -> list[bool]:
    """Return for each of ``people`` whether they are listed for their day, or their very row was taken in before."""
    expected = store.models.Expected
    taken: set[str] = set()
    for some in slices(hashes):
        known = expected.select(expected.source_hash).where(expected.source_hash.in_(some))
        taken.update(source_hash for (source_hash,) in known.tuples())
    days = near(expected.select(expected.listed_on, *_columns(expected)), expected, [who(person) for person in people])
    return [
        source_hash in taken or (person.listed_on.isoformat(),) in days.of(who(person))
        for person, source_hash in zip(people, hashes, strict=True)
    ]


def vaccinated(store: Store, people: Sequence[ExpectedPerson]) -> list[int | None]:
    """Return for each of ``people`` the live vaccination for which they are listed, None when there is none."""
    vaccination, beneficiary = store.models.Vaccination, store.models.Beneficiary
    live = vaccination.live == True  # noqa: E712 (SQL)
    columns = (vaccination.id, vaccination.dose, vaccination.given_on, *_columns(beneficiary))
    doses = near(
        vaccination.select(*columns).join(beneficiary).where(live), beneficiary, [who(person) for person in people]
    )
    return [
        next(
            (
                number
                for number, dose, given_on in doses.of(who(person))
                if _is_due(person.dose, person.listed_on, dose, date.fromisoformat(given_on))
            ),
            None,
        )
        for person in people
    ]


def came(store: Store, given: Sequence[Given]) -> None:
    """Mark everybody on the list who was vaccinated by one of ``given``. Writer thread, in their transaction.

    Entries whose vaccination was cancelled count as open: who comes again is marked again.
    """
    expected = store.models.Expected
    if not expected.select().exists():
        return
    columns = (expected.id, expected.dose, expected.listed_on, *_columns(expected))
    entries = near(_open(store, *columns), expected, [each.who for each in given])
    for each in given:
        found = [
            number
            for number, dose, listed_on in entries.of(each.who)
            if _is_due(dose, date.fromisoformat(listed_on), each.dose, each.given_on)
        ]
        if mine := found or _told_by_year(store, each):
            expected.update(vaccination=each.vaccination_id).where(expected.id.in_(mine)).execute()


def corrected(store: Store, given: Given) -> None:
    """Let the marks of a dose follow its correction: whoever it turns out not to be is expected again. Writer thread.

    A mistake that is mended in one fact leaves the mark: two of name, year, mobile and ID are enough for that.
    """
    expected = store.models.Expected
    marked = expected.select(expected.id, *_columns(expected)).where(expected.vaccination == given.vaccination_id)
    others = [number for number, *facts in marked.tuples() if not resembles(Who(*facts), given.who)]
    if others:
        expected.update(vaccination=None).where(expected.id.in_(others)).execute()
    came(store, [given])


def visited(store: Store, visit_id: int, person: Who, on: date) -> None:
    """Mark everybody on the list who is ``person``, came ``on`` that day and was not vaccinated. Writer thread.

    Entries whose vaccination was cancelled count as open here too.
    """
    expected = store.models.Expected
    entries = near(_open(store, expected.id, expected.listed_on, *_columns(expected)), expected, [person])
    mine = [n for n, listed_on in entries.of(person) if abs(date.fromisoformat(listed_on) - on) < NEXT_DOSE_AFTER]
    if mine:
        expected.update(visit=visit_id).where(expected.id.in_(mine)).execute()


def days(store: Store, since: date) -> tuple[ListedDay, ...]:
    """Return how many are listed and have come, for each day from ``since`` on and centre, newest first. Reading."""
    models = store.models
    expected, vaccination, visit = models.Expected, models.Vaccination, models.Visit
    has_dose = Case(None, ((vaccination.live == True, 1),), 0)  # noqa: E712 (SQL)
    has_result = Case(None, ((_is_open(store) & (visit.live == True), 1),), 0)  # noqa: E712 (SQL)
    counted = (fn.COUNT(expected.id), fn.SUM(has_dose), fn.SUM(has_result))
    query = (
        expected.select(expected.listed_on, expected.centre, *counted)
        .join(vaccination, JOIN.LEFT_OUTER)
        .switch(expected)
        .join(visit, JOIN.LEFT_OUTER)
        .where(expected.listed_on >= since.isoformat())
        .group_by(expected.listed_on, expected.centre)
        .order_by(expected.listed_on.desc(), expected.centre)
    )
    return tuple(ListedDay(date.fromisoformat(on), centre, *numbers) for on, centre, *numbers in query.tuples())


def one(store: Store, number: int) -> ExpectedPerson | None:
    """Return the entry of that number, None when there is none. Reading."""
    row = store.models.Expected.get_or_none(store.models.Expected.id == number)
    if row is None:
        return None
    values = {name: getattr(row, name) for name in _FIELDS}
    return ExpectedPerson(**{**values, "listed_on": date.fromisoformat(row.listed_on)})


def listed_reference(store: Store) -> Any:
    """Return, in SQL, the one reference that the list gives for a row of people; "" when it gives none or several."""
    models = store.models
    entry, dose = models.Expected.alias(), models.Vaccination.alias()
    theirs = (dose.beneficiary == models.Beneficiary.id) & (entry.portal_ref != "")
    first, last = fn.MIN(entry.portal_ref), fn.MAX(entry.portal_ref)
    only = entry.select(Case(None, ((first == last, first),), "")).join(dose, on=(entry.vaccination == dose.id))
    return fn.COALESCE(only.where(theirs), "")


def column_map(store: Store, headings: str) -> str:
    """Return what the columns under these ``headings`` were said to hold, "" when nobody has said. Reading."""
    row = store.models.ColumnMap.get_or_none(store.models.ColumnMap.headings == headings)
    return row.places if row else ""


def keep_column_map(store: Store, headings: str, places: str, by: User, now: datetime) -> None:
    """Remember what the columns under ``headings`` hold. Writer thread."""
    table = store.models.ColumnMap
    table.insert(headings=headings, places=places, kept_by=by.name, kept_at=now.timestamp()).on_conflict(
        conflict_target=(table.headings,), preserve=(table.places, table.kept_by, table.kept_at)
    ).execute()


def _is_open(store: Store) -> Any:
    """Return the condition that no vaccination has come of an entry, or one that was cancelled; for a join of both."""
    vaccination = store.models.Vaccination
    return vaccination.id.is_null() | (vaccination.live == False)  # noqa: E712 (SQL)


def _open(store: Store, *columns: Any) -> Any:
    """Return the query for ``columns`` of the entries that are open."""
    models = store.models
    joined = models.Expected.select(*columns).join(models.Vaccination, JOIN.LEFT_OUTER)
    return joined.where(_is_open(store))


def _columns(table: Any) -> list[Any]:
    return [getattr(table, name) for name in WHO_COLUMNS]


def _is_due(dose: str, listed_on: date, given: int, given_on: date) -> bool:
    """Return whether the dose ``given`` is the one for which an entry of ``dose`` and ``listed_on`` stands."""
    return dose == str(given) if dose else abs(listed_on - given_on) < NEXT_DOSE_AFTER


def _told_by_year(store: Store, given: Given) -> list[int]:
    """Return the open entry of that day and centre that gives nothing but this name and year, if it is a single one."""
    expected = store.models.Expected
    # By their length, not as "": what many have must not draw the search to the index of that column.
    bare = reduce(and_, (fn.LENGTH(each) == 0 for each in (expected.mobile, expected.id_number, expected.portal_ref)))
    here = (expected.listed_on == given.given_on.isoformat()) & (expected.centre == given.centre)
    year = expected.birth_year == given.who.birth_year
    query = _open(store, expected.id, expected.name).where(here & bare & year)
    key = identity.name_key(given.who.name)
    found = [number for number, name in query.tuples() if identity.name_key(name) == key]
    return found if len(found) == 1 else []
