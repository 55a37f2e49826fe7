# SPDX-License-Identifier: MIT
"""Invented people on the expected list, by the numbers of ``people``: the same number is the same person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.support import people
from vaxdesk.domain.expected import ExpectedPerson
from vaxdesk.store import expected
from vaxdesk.store.database import Store

LISTED_ON = people.GIVEN_ON
_IMPORTED_AT = datetime(2021, 1, 15, 12, 0, tzinfo=UTC)


def person(n: int, **changed: object) -> ExpectedPerson:
    """Return person ``n`` as a list has them, with the fields in ``changed`` replaced."""
    typed = people.draft(n)
    made = ExpectedPerson(
        listed_on=LISTED_ON,
        centre=typed.centre,
        name=typed.name,
        gender=typed.gender,
        birth_year=typed.birth_year,
        mobile=typed.mobile,
        id_type=typed.id_type,
        id_number=typed.id_number,
        category=typed.category,
        sub_category=typed.sub_category,
        facility=typed.facility,
    )
    return replace(made, **changed)


def put(store: Store, *persons: ExpectedPerson, vaccination_id: int | None = None) -> None:
    """List ``persons``, each from a row of its own, who came to ``vaccination_id`` already."""

    def work() -> None:
        taken = store.models.Expected.select().count()
        entries = [expected.NewEntry(person, f"row {n}", vaccination_id) for n, person in enumerate(persons, taken)]
        expected.add(store, entries, people.CLERK, _IMPORTED_AT)

    store.write(work).result()


def marks(store: Store) -> list[tuple[str, date, int | None, int | None]]:
    """Return name, day, vaccination and visit of every entry, in the order in which they were listed."""
    table = store.models.Expected
    with store.reading():
        rows = table.select(table.name, table.listed_on, table.vaccination, table.visit).order_by(table.id).tuples()
        return [(name, date.fromisoformat(on), dose, visit) for name, on, dose, visit in rows]
