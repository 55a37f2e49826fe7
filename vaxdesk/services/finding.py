# SPDX-License-Identifier: MIT
"""Find people as a clerk types: the expected and the recorded, by name, number, reference or receipt.

It says who comes first and which dose is due. Whether somebody may be vaccinated is for ``vaxdesk.validation``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from vaxdesk import dosing
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.found import Found, FoundKind
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import NotFound
from vaxdesk.services.drafting import as_draft
from vaxdesk.store import expected, found, searching, vaccinations
from vaxdesk.store.database import Store

LOOKED_AT: Final = 2
"""So many times as many people are looked at as are shown, so that those who come first are among them."""
_LISTED_FACTS: Final = (
    *("centre", "name", "gender", "birth_year", "mobile", "id_type", "id_number"),
    *("category", "sub_category", "facility", "dose"),
)
_OF_THE_DAY: Final = (
    *("vaccine", "batch", "vial", "vial_opened_at", "given_on", "given_at", "vaccinator", "aefi", "remarks"),
    *("page", "line", "centre"),
)
"""What a later dose does not share with the one before."""


class Finding:
    """The search box of the desk. Reads only; for any thread but the window's."""

    def __init__(self, store: Store, table: ReferenceTable, clock: Clock) -> None:
        self._store = store
        self._table = table
        self._clock = clock

    def find(self, text: str, limit: int = 12) -> tuple[Found, ...]:
        """Return whom ``text`` may mean, at most ``limit``; nobody while too little is typed.

        First those expected today who have not come yet, then those of whom every word was typed whole, then the
        newest. Somebody who is both expected and recorded is shown once, as recorded.

        Args:
            text: words of a name, in Latin or Devanagari letters and in any order, each perhaps only begun; the
                last three or more digits of a mobile, an ID number or a portal reference; a receipt number.
        """
        sought = searching.read(text)
        today = self._clock.local().date()
        with self._store.reading():
            hits = searching.hits(self._store, sought, today, limit * LOOKED_AT)
            people = found.people(self._store, hits)
        people.sort(key=lambda one: (not _is_awaited(one.found, today), not one.whole))
        return tuple(self._with_due(one) for one in people[:limit])

    def fill(self, person: Found) -> Draft:
        """Return what is known of ``person`` as a form shows it: their facts and the dose that is due.

        Vaccine, batch, vial, day and hour of today's dose are the desk's own and stay blank.

        Raises:
            NotFound: they are no longer here.
        """
        with self._store.reading():
            draft = self._recorded(person) if person.kind is FoundKind.RECORDED else self._expected(person)
        if draft is None:
            raise NotFound("no_such_vaccination")
        return draft

    def _with_due(self, one: found.Person) -> Found:
        person = one.found
        if not one.dose or one.dose >= self._table.max_dose:
            return person
        vaccine = self._table.vaccine(person.vaccine)
        due_from = dosing.next_due(vaccine, person.given_on) if vaccine and person.given_on else None
        return replace(person, dose_due=str(one.dose + 1), due_from=due_from)

    def _recorded(self, person: Found) -> Draft | None:
        row = vaccinations.one(self._store, person.client_ref)
        if row is None:
            return None
        given = row.vaccination
        last = as_draft(given)
        blank = replace(last, **dict.fromkeys(_OF_THE_DAY, ""))
        if given.dose >= self._table.max_dose:
            return replace(blank, dose="")
        return replace(blank, dose=str(given.dose + 1), dose1_on=last.given_on, dose1_vaccine=last.vaccine)

    def _expected(self, person: Found) -> Draft | None:
        entry = expected.one(self._store, person.id)
        return None if entry is None else Draft(**{name: getattr(entry, name) for name in _LISTED_FACTS})


def _is_awaited(person: Found, today: date) -> bool:
    """Return whether they are on the list of today and have not come yet."""
    return person.listed_on == today and not person.state
