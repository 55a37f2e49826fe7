# SPDX-License-Identifier: MIT
"""The register for reading: a day, the last ones, and what the portal shows in their place."""

from __future__ import annotations

from datetime import date

from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.store import attempts, vaccinations
from vaxdesk.store.database import Store


class Browsing:
    """Frozen rows out, for any thread, as a desk sees them that uploads to ``host`` ("" = wherever)."""

    def __init__(self, store: Store, host: str = "") -> None:
        self._store = store
        self._host = host

    def day(self, on: date, centre: str = "") -> tuple[RegisterRow, ...]:
        """Return the vaccinations given ``on`` that day (at ``centre``, "" = all), in the order of the day."""
        with self._store.reading():
            return tuple(row.seen_by(self._host) for row in vaccinations.day(self._store, on, centre))

    def last(self, n: int = 6) -> tuple[RegisterRow, ...]:
        """Return the ``n`` recorded last, newest first."""
        with self._store.reading():
            return tuple(row.seen_by(self._host) for row in vaccinations.last(self._store, n))

    def days(self) -> tuple[date, ...]:
        """Return the days that have vaccinations, newest first."""
        with self._store.reading():
            return vaccinations.days(self._store)

    def portal_side(self, client_ref: str) -> tuple[PortalPerson, ...]:
        """Return whom the portal showed where it holds something else than we do; none where it showed nobody."""
        with self._store.reading():
            return attempts.portal_side(self._store, client_ref)
