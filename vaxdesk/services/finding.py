# SPDX-License-Identifier: MIT
"""Find people as a clerk types: the expected and the recorded, by name, number, reference or receipt."""

from __future__ import annotations

from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.found import Found
from vaxdesk.dosing import ReferenceTable
from vaxdesk.store.database import Store


class Finding:
    """The search box of the desk. Reads only; for any thread but the window's."""

    def __init__(self, store: Store, table: ReferenceTable, centres: tuple[str, ...], clock: Clock) -> None:
        self._store = store
        self._table = table
        self._centres = centres
        self._clock = clock

    def find(self, text: str, limit: int = 12) -> tuple[Found, ...]:
        """Return whom ``text`` may mean, the likeliest first; nobody while too little is typed.

        Args:
            text: words of a name, in Latin or Devanagari letters and in any order, each perhaps only begun; the
                last three or more digits of a mobile, an ID number or a portal reference; a receipt number.
        """
        raise NotImplementedError

    def fill(self, found: Found) -> Draft:
        """Return what is known of ``found``, as a form shows it: their facts and the dose that is due.

        Vaccine, batch, vial, day and hour of today's dose are the desk's own and stay blank.

        Raises:
            NotFound: they are no longer here.
        """
        raise NotImplementedError
