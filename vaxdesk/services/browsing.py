# SPDX-License-Identifier: MIT
"""The register for reading: a day, the last ones, and what needs a person's attention."""

from __future__ import annotations

from datetime import date

from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import NAMED_ROUNDS, State
from vaxdesk.store import attempts, corrections, vaccinations
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

    def attention(self) -> tuple[RegisterRow, ...]:
        """Return what only a person can bring further: rejected, held, and doubts that keep coming back."""
        with self._store.reading():
            settled = vaccinations.in_states(self._store, (State.REJECTED, State.HELD))
            return settled + vaccinations.in_states(self._store, (State.DOUBTFUL,), NAMED_ROUNDS)

    def to_raise(self) -> tuple[CorrectionRow, ...]:
        """Return the corrections that the portal must be told of by a person."""
        with self._store.reading():
            return corrections.to_raise(self._store)

    def portal_side(self, client_ref: str) -> tuple[PortalPerson, ...]:
        """Return whom the portal showed where it holds something else than we do; none where it showed nobody."""
        with self._store.reading():
            return attempts.portal_side(self._store, client_ref)
