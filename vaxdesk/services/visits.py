# SPDX-License-Identifier: MIT
"""Visits that ended without a needle: noted, changed, ended. Counted on the sheet, never uploaded.

A change keeps what was noted before: the old one counts no more and says why. Both ways go without an error: who is
vaccinated after all the same day ends their visit, and a cancelled vaccination may be followed by a visit.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Final

from vaxdesk import identity
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.domain.visit import ENDED_BY_CHANGE, Visit, VisitResult, fits
from vaxdesk.errors import NotAccepted, NotFound, VaxDeskError
from vaxdesk.store import audit, visits
from vaxdesk.store.database import Store
from vaxdesk.validation import LIMITS
from vaxdesk.validation.visitor import read_visitor

_FACTS: Final = ("gender", "birth_year", "mobile", "category")
_MOST_LETTERS: Final = LIMITS["remarks"]


class Visits:
    """The visits of this desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record(self, draft: Draft, result: VisitResult, reason: str, by: User) -> Visit:
        """Note that the person of ``draft`` was not vaccinated today; when this returns, it is on disk.

        Where a visit of the same person counts today, this is a change of it; facts that are not said again hold.

        Raises:
            NotAccepted: there is no name, or something is far too long; nothing was saved.
            VaxDeskError: code ``reason_missing``, or ``vaccinated_today``; nothing was saved.
            StoreError: the disk failed; nothing was saved.
        """
        local = self._clock.local()
        person, problems = read_visitor(draft, local.date())
        if problems:
            raise NotAccepted(problems)
        visit = Visit(
            client_ref=str(uuid.uuid4()),
            centre=person.centre,
            visited_on=local.date(),
            visited_at=f"{local:%H:%M}",
            result=result,
            reason=_checked(result, reason),
            name=person.name,
            gender=person.gender,
            birth_year=person.birth_year,
            mobile=person.mobile,
            id_type=person.id_type,
            id_number=person.id_number,
            category=person.category,
            recorded_by=by.name,
            recorded_at=self._clock.now(),
        )

        return self._store.write(lambda: self._add(visit)).result()

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
            VaxDeskError: code ``reason_missing`` or ``note_too_long``.
            StoreError: the disk failed; nothing was changed.
        """
        reason = identity.hide_aadhaar(identity.normalise_text(why))
        if not reason:
            raise VaxDeskError("reason_missing")
        if len(reason) > _MOST_LETTERS:
            raise VaxDeskError("note_too_long", most=str(_MOST_LETTERS))

        def work() -> None:
            if not visits.end(self._store, client_ref, reason):
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

    def _add(self, visit: Visit) -> Visit:
        """Keep ``visit`` in the place of those of the same person that count that day. Writer thread."""
        if visits.dose_of(self._store, visit) is not None:
            raise VaxDeskError("vaccinated_today")  # nobody counts as both
        before = visits.of_same_person(self._store, visit)
        for earlier in reversed(before):
            visits.end(self._store, earlier.client_ref, ENDED_BY_CHANGE)
            visit = _filled(visit, earlier)
            audit.note(
                self._store, visit.recorded_at, visit.recorded_by, "change_visit", earlier.client_ref, visit.client_ref
            )
        visits.add(self._store, visit)
        if not before:
            action = (visit.recorded_by, "visit", visit.client_ref, visit.result.value)
            audit.note(self._store, visit.recorded_at, *action)
        return visit


def _checked(result: VisitResult, reason: str) -> str:
    if not fits(result, reason):
        raise VaxDeskError("reason_missing")
    return reason


def _filled(visit: Visit, earlier: Visit) -> Visit:
    """Return ``visit`` at the time of the ``earlier`` one, with the facts of it that were not said again."""
    facts = {name: getattr(visit, name) or getattr(earlier, name) for name in _FACTS}
    photo_id = visit if visit.id_number else earlier
    return replace(
        visit, visited_at=earlier.visited_at, id_type=photo_id.id_type, id_number=photo_id.id_number, **facts
    )
