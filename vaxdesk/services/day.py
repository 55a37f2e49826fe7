# SPDX-License-Identifier: MIT
"""What the desk remembers of a day: which fields are pinned, and that somebody has vouched for the computer's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.store import notes, vaccinations
from vaxdesk.store.database import Store

MOST_DAYS_AWAY: Final = 400
"""After so long nobody can tell a desk that stood in a cupboard from a clock that is a year ahead: it is asked."""


@dataclass(frozen=True, slots=True)
class DoubtedDay:
    """The computer's clock names a day that hardly fits what is recorded.

    Attributes:
        today: what the clock says.
        last_on: the centre's day on which somebody was last recorded here.
    """

    today: date
    last_on: date


class Day:
    """Small facts of this day at this desk. Slow: for any thread but the window's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def doubted(self) -> DoubtedDay | None:
        """Return why today's date is to be asked about; None where it fits, or somebody has vouched for it.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.reading():
            last_at = vaccinations.last_recorded_at(self._store)
            vouched = notes.get(self._store, notes.VOUCHED_DAY)
        today = self._clock.today()
        if last_at is None or vouched == today.isoformat():
            return None
        last_on = self._clock.local(last_at).date()
        return None if 0 <= (today - last_on).days <= MOST_DAYS_AWAY else DoubtedDay(today, last_on)

    def vouch(self, today: date) -> None:
        """Keep that somebody said that ``today`` is right.

        Raises:
            StoreError: the disk failed; it is asked again.
        """
        self._store.write(lambda: notes.put(self._store, notes.VOUCHED_DAY, today.isoformat())).result()

    def pins(self) -> frozenset[str] | None:
        """Return the fields that are pinned today, None where nobody has changed them today.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.reading():
            kept = notes.get(self._store, notes.PINS) or ""
        day, _, names = kept.partition(" ")
        return frozenset(names.split()) if day == self._clock.today().isoformat() else None

    def keep_pins(self, names: frozenset[str]) -> None:
        """Keep which fields are pinned, for as long as today lasts.

        Raises:
            StoreError: the disk failed; they last until the desk is closed.
        """
        kept = " ".join((self._clock.today().isoformat(), *sorted(names)))
        self._store.write(lambda: notes.put(self._store, notes.PINS, kept)).result()
