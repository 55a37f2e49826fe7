# SPDX-License-Identifier: MIT
"""What waits for a person, by cause, whose date is at risk, and the mends for a whole group.

A mend has a result for each one. It is done in portions, each one transaction, so that nobody who saves waits long:
what a portion has done stays, whatever becomes of the next. It is done only for those who still stand there for the
very cause that was shown, never touches a person's own facts, and whatever goes again is looked for on the portal
first. No full Aadhaar number is kept of what a person writes.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Final

from vaxdesk import identity
from vaxdesk.clock import Clock
from vaxdesk.domain import causes
from vaxdesk.domain.attention import (
    MENDABLE,
    STUCK_AFTER_QUARTERS,
    SUPERVISORS_ONLY,
    Asked,
    Cause,
    CauseGroup,
    DateRisk,
    Mend,
    Mended,
    Section,
    of_vaccination,
)
from vaxdesk.domain.cutoff import cut_off_of, late_stamp
from vaxdesk.domain.problem import errors
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import LOCKED_STATES, State
from vaxdesk.domain.user import Role, User
from vaxdesk.dosing import ReferenceTable, next_due
from vaxdesk.errors import Locked, NotAccepted, NotAllowed, NotFound, VaxDeskError
from vaxdesk.events import Hooks
from vaxdesk.services.drafting import as_draft
from vaxdesk.services.register import Register
from vaxdesk.store import amendments, audit, corrections, mends, outbox, vaccinations
from vaxdesk.store.database import Store

log = logging.getLogger(__name__)

MOST_DATES: Final = 2000
PORTION: Final = 10
"""To put right one takes 12 ms of a processor: whoever saves meanwhile waits for an eighth of a second."""


class Attention:
    """What the place of that name shows, as a desk sees it that uploads to ``host`` ("" = wherever)."""

    def __init__(
        self, store: Store, register: Register, table: ReferenceTable, clock: Clock, hooks: Hooks, host: str = ""
    ) -> None:
        self._store = store
        self._register = register
        self._table = table
        self._clock = clock
        self._hooks = hooks
        self._host = host

    def groups(self) -> tuple[CauseGroup, ...]:
        """Return what only a person can bring further, by cause: refused, conflicting, stuck, held, to raise."""
        with self._store.reading():
            began_before = mends.contact_began_at(self._store, STUCK_AFTER_QUARTERS)
            settled = vaccinations.in_states(self._store, (State.REJECTED, State.HELD))
            rows = (*settled, *mends.stuck(self._store, began_before))
            return causes.grouped(rows, corrections.to_raise(self._store), mends.held_why(self._store))

    def dates(self, limit: int = MOST_DATES) -> tuple[CauseGroup, ...]:
        """Return whose date is at risk, and who will get a wrong one, each by cut-off; none where there is nobody.

        Args:
            limit: of the lines altogether; ``CauseGroup.total`` counts the rest.
        """
        now = self._clock.local()
        with self._store.reading():
            rows, days = mends.not_up(self._store, self._host, limit)
        concerns = [of_vaccination(row.seen_by(self._host), risk=self._risk(row, now)) for row in rows]
        missed = {day: now >= cut_off_of(day, self._clock.zone) for day in days}
        made = (
            CauseGroup(
                Section.DATE,
                Cause(kind.key),
                tuple(c for c in concerns if c.risk is not None and c.risk.missed is late),
                total=sum(n for day, n in days.items() if missed[day] is late),
            )
            for kind, late in ((causes.AT_RISK, False), (causes.MISSED, True))
        )
        return tuple(group for group in made if group.n)

    def mend(self, asked: Asked, by: User) -> Mended:
        """Do what was asked for each of ``asked.keys``, and say of each whether it was done.

        Raises:
            NotAllowed: only a supervisor may.
            NotAccepted: the value cannot stand in that field; nothing was changed.
            VaxDeskError: code ``reason_missing``.
            StoreError: the disk failed; nothing was changed.

        Once something is done nothing raises: who could not be done is left, with the code of why.
        """
        if asked.mend in SUPERVISORS_ONLY and by.role is not Role.SUPERVISOR:
            raise NotAllowed("supervisors_only")
        if not asked.reason.strip():
            raise VaxDeskError("reason_missing")
        asked = replace(asked, reason=identity.hide_aadhaar(asked.reason.strip()))
        mended = Mended(asked.mend, (), ())
        try:
            for start in range(0, len(asked.keys), PORTION):
                some = replace(asked, keys=asked.keys[start : start + PORTION])
                made = self._portion(some, by, is_first=not mended.done)
                mended = Mended(asked.mend, mended.done + made.done, mended.left + made.left)
        finally:
            self._tell(mended)
        return mended

    def _tell(self, mended: Mended) -> None:
        if not mended.done:
            return
        if mended.mend is not Mend.TOLD_PORTAL:
            self._hooks.vaccination_saved.send(mended.done[-1])
        self._hooks.outbox_changed.send()

    def _portion(self, asked: Asked, by: User, *, is_first: bool) -> Mended:
        """Do it for a portion; what stops a later one leaves that as it was, since those before it are done."""
        work = self._tell_portal if asked.mend is Mend.TOLD_PORTAL else self._mend_uploads
        try:
            return self._store.write(lambda: work(asked, by)).result()
        except Exception as error:
            if is_first:
                raise
            if not isinstance(error, VaxDeskError):
                log.exception("a portion of a mend failed")
            code = error.code if isinstance(error, VaxDeskError) else "unexpected"
            return Mended(asked.mend, (), tuple((key, code) for key in asked.keys))

    def _tell_portal(self, asked: Asked, by: User) -> Mended:
        now = self._clock.now()
        done, left = [], []
        for key in asked.keys:
            client_ref, _blank, number = key.partition(" ")
            if corrections.told(self._store, int(number or 0), by.name, asked.reason, now):
                audit.note(self._store, now, by.name, asked.mend.value, client_ref, asked.cause.field)
                done.append(key)
            else:
                left.append((key, "changed_meanwhile"))
        return Mended(asked.mend, tuple(done), tuple(left))

    def _mend_uploads(self, asked: Asked, by: User) -> Mended:
        rows = mends.rows_of(self._store, asked.keys)
        done, left = [], []
        for key in asked.keys:
            try:
                self._mend_one(rows.get(key), asked, by)
            except NotAccepted as error:
                if any(problem.field == asked.cause.field for problem in errors(error.problems)):
                    raise  # the value itself is wrong, for all of them
                left.append((key, error.code))
            except VaxDeskError as error:  # told before anything of this one was changed
                left.append((key, error.code))
            else:
                done.append(key)
        return Mended(asked.mend, tuple(done), tuple(left))

    def _mend_one(self, row: RegisterRow | None, asked: Asked, by: User) -> None:
        """Check that ``row`` still waits for the cause that was shown, then do it."""
        if row is None:
            raise NotFound("no_such_vaccination")
        if row.state in LOCKED_STATES:
            raise Locked("on_its_way")
        cause = causes.cause_of(row)
        is_right = asked.mend in causes.KINDS[cause.key].mends and row.state in MENDABLE[asked.mend]
        if cause != asked.cause or not is_right:
            raise VaxDeskError("changed_meanwhile")
        now = self._clock.now()
        number = int(amendments.find(self._store, row.client_ref).id)
        if asked.mend is Mend.PUT_RIGHT:
            draft = replace(as_draft(row.vaccination), **{cause.field: asked.value})
            self._register.correct_within(row.client_ref, draft, by, asked.reason)
        elif asked.mend is Mend.SET_ASIDE:
            outbox.change(self._store, number, row.state, State.HELD)
        elif row.vaccination.no_id_why:  # let go by the supervisor, it still waits for the ID
            outbox.hold_without_id(self._store, number, row.state)
        else:
            outbox.requeue(self._store, number, row.state, row.vaccination.given_on, now)
        mends.add(self._store, number, asked.mend.value, cause.key, asked.reason, by.name, now)
        audit.note(self._store, now, by.name, asked.mend.value, row.client_ref, cause.key)

    def _risk(self, row: RegisterRow, now: datetime) -> DateRisk:
        return risk_of(row, now, self._clock.zone, self._table)


def risk_of(row: RegisterRow, now: datetime, zone: tzinfo, table: ReferenceTable) -> DateRisk:
    """Return what becomes of the date of ``row``, and what that does to the second dose.

    Args:
        now: aware, in the centre's time.
    """
    given = row.vaccination
    cut_off_at, stamped_on = cut_off_of(given.given_on, zone), late_stamp(given.given_on, now.date())
    return DateRisk(
        cut_off_at=cut_off_at,
        missed=now >= cut_off_at,
        stamped_on=stamped_on,
        due_on=_second_due(row, given.given_on, table),
        due_by_portal_on=_second_due(row, stamped_on, table),
    )


def _second_due(row: RegisterRow, first_on: date, table: ReferenceTable) -> date | None:
    vaccine = table.vaccine(row.vaccination.vaccine)
    if vaccine is None or row.vaccination.dose != 1 or vaccine.doses < 2:
        return None
    return next_due(vaccine, first_on)
