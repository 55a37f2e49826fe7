# SPDX-License-Identifier: MIT
"""Visits that ended without a needle: noted, changed, ended. Counted on the sheet, never uploaded.

A change keeps what was noted before: the old one counts no more and says why. Both ways go without an error: who is
vaccinated after all the same day ends their visit, and a cancelled vaccination may be followed by a visit.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from vaxdesk import identity, validation
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.user import User
from vaxdesk.domain.visit import ENDED_BY_CHANGE, Visit, VisitResult, fits
from vaxdesk.errors import NotAccepted, NotFound, VaxDeskError
from vaxdesk.store import audit, visits
from vaxdesk.store.database import Store


class Visits:
    """The visits of this desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record(self, draft: Draft, result: VisitResult, reason: str, by: User) -> Visit:
        """Note that the person of ``draft`` was not vaccinated today; when this returns, it is on disk.

        Raises:
            NotAccepted: there is no name; nothing was saved.
            VaxDeskError: code ``reason_missing``; nothing was saved.
            StoreError: the disk failed; nothing was saved.
        """
        safe = validation.scrub(draft)
        if not any(letter.isalpha() for letter in safe.name):
            raise NotAccepted((Problem("name", "missing"),))
        local = self._clock.local()
        visit = Visit(
            client_ref=str(uuid.uuid4()),
            centre=safe.centre.strip(),
            visited_on=local.date(),
            visited_at=f"{local:%H:%M}",
            result=result,
            reason=_checked(result, reason),
            name=" ".join(safe.name.split()),
            gender=_value(identity.read_gender(safe.gender)),
            birth_year=safe.birth_year.strip(),
            mobile=safe.mobile.strip(),
            id_type=_value(identity.read_id_type(safe.id_type)),
            id_number=safe.id_number.strip(),
            category=safe.category.strip(),
            recorded_by=by.name,
            recorded_at=self._clock.now(),
        )

        def work() -> None:
            visits.add(self._store, visit)
            audit.note(self._store, visit.recorded_at, by.name, "visit", visit.client_ref, result.value)

        self._store.write(work).result()
        return visit

    def change(self, client_ref: str, result: VisitResult, reason: str, by: User) -> Visit:
        """Put another result in the place of what was noted; return the visit that counts from here on.

        Raises:
            NotFound: it counts no more, or there is none; nothing was changed.
            VaxDeskError: code ``reason_missing``; nothing was changed.
            StoreError: the disk failed; nothing was changed.
        """
        checked = _checked(result, reason)

        def work() -> Visit:
            now = self._clock.now()
            before = visits.one(self._store, client_ref)
            if before is None or not visits.end(self._store, client_ref, ENDED_BY_CHANGE):
                raise NotFound("no_such_visit")
            after = replace(
                before,
                client_ref=str(uuid.uuid4()),
                result=result,
                reason=checked,
                recorded_by=by.name,
                recorded_at=now,
            )
            visits.add(self._store, after)
            audit.note(self._store, now, by.name, "change_visit", client_ref, after.client_ref)
            return after

        return self._store.write(work).result()

    def end(self, client_ref: str, why: str, by: User) -> None:
        """Let a visit count no more, as one that was noted by mistake.

        Raises:
            NotFound: it counts no more, or there is none.
            VaxDeskError: code ``reason_missing``.
            StoreError: the disk failed; nothing was changed.
        """
        if not why.strip():
            raise VaxDeskError("reason_missing")

        def work() -> None:
            if not visits.end(self._store, client_ref, why.strip()):
                raise NotFound("no_such_visit")
            audit.note(self._store, self._clock.now(), by.name, "end_visit", client_ref)

        self._store.write(work).result()

    def today(self, centre: str = "") -> tuple[Visit, ...]:
        """Return the visits of the centre's day that count, in the order of the day."""
        return self.day(self._clock.today(), centre)

    def day(self, on: date, centre: str = "") -> tuple[Visit, ...]:
        """Return the visits of a day that count (at ``centre``, "" = all)."""
        with self._store.reading():
            return visits.day(self._store, on, centre)


def _checked(result: VisitResult, reason: str) -> str:
    if not fits(result, reason):
        raise VaxDeskError("reason_missing")
    return reason


def _value(read: str | None) -> str:
    return "" if read is None else str(read)
