# SPDX-License-Identifier: MIT
"""Vials of a centre: open, close, open again, and the board of what is left in each.

A vial is opened and closed in one transaction with its audit line. Every rule about values is
``vaxdesk.validation``'s; what came out of a vial is counted from the register, never kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from vaxdesk import dosing, identity
from vaxdesk.clock import Clock
from vaxdesk.domain.user import User
from vaxdesk.domain.vial import Batch, Vial, VialCount, VialDay, VialDraft, VialRow, day_of
from vaxdesk.dosing import ReferenceTable, day_text
from vaxdesk.errors import NotAccepted, NotFound, VaxDeskError
from vaxdesk.store import audit, vials
from vaxdesk.store.database import Store
from vaxdesk.validation.opening import Opening, OpeningContext, check_closing, check_opening, next_label


@dataclass(frozen=True, slots=True)
class Board:
    """What a centre's clerk sees of its vials.

    Attributes:
        open, closed: today's, in the order of their opening.
        left_open: of earlier days, to be closed.
        proposal: the vial that would be opened next: the batch of the last one, and the next label.
        batches: those opened at this desk before, the last one first.
        day: the sum over today's vials.
    """

    open: tuple[VialRow, ...]
    closed: tuple[VialRow, ...]
    left_open: tuple[VialRow, ...]
    proposal: VialDraft
    batches: tuple[Batch, ...]
    day: VialDay


class Vials:
    """The vials of one desk."""

    def __init__(self, store: Store, table: ReferenceTable, clock: Clock, centres: tuple[str, ...]) -> None:
        self._store = store
        self._table = table
        self._clock = clock
        self._centres = centres

    def board(self, centre: str) -> Board:
        """Return the vials of ``centre`` as they stand now."""
        today = self._clock.today()
        with self._store.reading():
            rows = self._rows(vials.of_day(self._store, today, centre))
            left_open = self._rows(vials.left_open(self._store, today, centre))
            last = vials.last_opened(self._store, centre)
            batches = vials.batches(self._store)
        label = next_label(row.vial.label for row in rows)
        return Board(
            open=tuple(row for row in rows if row.is_open),
            closed=tuple(row for row in rows if not row.is_open),
            left_open=left_open,
            proposal=_proposal(centre, last, label, today),
            batches=batches,
            day=day_of(rows),
        )

    def day(self, on: date, centre: str = "") -> VialDay:
        """Return the sum over the vials opened ``on`` that day at ``centre``; "" means every centre."""
        with self._store.reading():
            return day_of(vials.of_day(self._store, on, centre))

    def check(self, draft: VialDraft) -> Opening:
        """Return every problem of a vial to be opened, notes too."""
        with self._store.reading():
            return self._checked(draft)

    def open(self, draft: VialDraft, by: User) -> Vial:
        """Open a vial; when this returns, it is on disk.

        Raises:
            NotAccepted: nothing was opened; it names every problem, such as a batch past its expiry.
            StoreError: nothing was opened.
        """

        def work() -> Vial:
            checked = self._checked(draft)
            if checked.vial is None:
                raise NotAccepted(checked.problems)
            now = self._clock.now()
            opened = vials.add(self._store, checked.vial, by.name, now)
            audit.note(self._store, now, by.name, "vial_open", detail=f"vial:{opened.id}")
            return opened

        return self._store.write(work).result()

    def close(self, vial_id: int, lost: str, why: str, by: User) -> None:
        """Close a vial of today or of an earlier day.

        Args:
            lost: doses neither given nor extra, as typed.
            why: the value of a ``LostWhy``; "" where nothing was lost.

        Raises:
            NotAccepted: ``lost`` is no number up to its doses, or ``why`` is missing; the vial is still open.
            VaxDeskError: ``vial_closed``; somebody closed it meanwhile.
            NotFound, StoreError: nothing was changed.
        """

        def work() -> None:
            vial = self._one(vial_id)
            if vial.closed_at is not None:
                raise VaxDeskError("vial_closed", vial=vial.label)
            problems, count, reason = check_closing(lost, why, vial.doses)
            if problems:
                raise NotAccepted(problems)
            now = self._clock.now()
            vials.close(self._store, vial_id, count, reason, by.name, now)
            audit.note(self._store, now, by.name, "vial_close", detail=f"vial:{vial_id}")

        self._store.write(work).result()

    def reopen(self, vial_id: int, reason: str, by: User) -> None:
        """Open a vial again that was closed today by mistake; what was said to be lost stays in the audit.

        Raises:
            VaxDeskError: ``reason_missing``, ``vial_open``, or ``vial_of_another_day``.
            NotFound, StoreError: nothing was changed.
        """
        why = identity.hide_aadhaar(identity.normalise_text(reason))
        if not why:
            raise VaxDeskError("reason_missing")

        def work() -> None:
            vial = self._one(vial_id)
            if vial.closed_at is None:
                raise VaxDeskError("vial_open", vial=vial.label)
            if vial.opened_on != self._clock.today():
                raise VaxDeskError("vial_of_another_day", vial=vial.label, day=day_text(vial.opened_on))
            lost = f"lost:{vial.lost} why:{vial.lost_why.value if vial.lost_why else ''}"
            vials.reopen(self._store, vial_id, why)
            audit.note(self._store, self._clock.now(), by.name, "vial_reopen", detail=f"vial:{vial_id} {lost}".strip())

        self._store.write(work).result()

    def _one(self, vial_id: int) -> Vial:
        vial = vials.one(self._store, vial_id)
        if vial is None:
            raise NotFound("no_such_vial")
        return vial

    def _checked(self, draft: VialDraft) -> Opening:
        now = self._clock.local()
        centre = next((code for code in self._centres if code.casefold() == draft.centre.strip().casefold()), "")
        context = OpeningContext(
            today=now.date(),
            now=now.time(),
            centres=self._centres,
            table=self._table,
            labels=vials.labels(self._store, now.date(), centre),
            batches=vials.batches(self._store),
        )
        return check_opening(draft, context)

    def _rows(self, counts: tuple[VialCount, ...]) -> tuple[VialRow, ...]:
        return tuple(VialRow(each.vial, each.given, self._discard_at(each.vial)) for each in counts)

    def _discard_at(self, vial: Vial) -> datetime:
        """Return the end of its hours; of its day where this desk's table no longer knows the vaccine."""
        vaccine = self._table.vaccine(vial.vaccine)
        if vaccine is None:
            return datetime.combine(vial.opened_on, time.max)
        return dosing.discard_at(vaccine, vial.opened_on, vial.opened_at)


def _proposal(centre: str, last: Vial | None, label: str, today: date) -> VialDraft:
    """Return the vial that would be opened next; a batch past its expiry is not proposed again."""
    if last is None or last.expires_on < today:
        return VialDraft(centre=centre, vaccine="" if last is None else last.vaccine, vial=label)
    return VialDraft(
        centre=centre,
        vaccine=last.vaccine,
        batch=last.batch,
        expires_on=day_text(last.expires_on),
        doses=str(last.doses),
        vial=label,
    )
