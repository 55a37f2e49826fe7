# SPDX-License-Identifier: MIT
"""Record, correct and cancel a vaccination: each is one transaction over vaccination, outbox and audit.

"Saved" may be shown once a method here has returned: the transaction is on disk by then. Every rule about values is
``vaxdesk.validation``'s; this module only says what may be done to a vaccination in which state.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from vaxdesk import identity, validation
from vaxdesk.clock import Clock
from vaxdesk.domain.attention import Section
from vaxdesk.domain.causes import KINDS, cause_of
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import LOCKED_STATES, NO_PHOTO_ID, State
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt, Vaccination
from vaxdesk.domain.vial import KnownVial
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import Locked, NotAccepted, NotFound, VaxDeskError
from vaxdesk.events import Hooks
from vaxdesk.services import observation
from vaxdesk.services.drafting import as_draft
from vaxdesk.store import amendments, audit, corrections, drafts, expected, outbox, vaccinations, vials, visits
from vaxdesk.store.database import Store
from vaxdesk.validation.opening import vial_keys

PERSON_FIELDS: Final = frozenset({"name", "gender", "birth_year", "mobile", "id_type", "id_number"})
DOSE_FIELDS_SENT: Final = frozenset(
    {"centre", "dose", "vaccine", "batch", "given_on", "vaccinator", "dose1_on", "dose1_vaccine"}
)
"""What the portal holds of a dose; a change after confirmation is to be raised with it."""

_WITHOUT_WORDS: Final = {
    Section.REFUSED: "portal_takes_not",
    Section.CONFLICT: "portal_differs",
    Section.HELD: "portal_wants_id",
}
"""What stands beside the field where the portal gave no words of its own."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A recorded vaccination opened in the form.

    Attributes:
        reason_needed: the portal knows the person or the dose, so a change must say why.
        problems: the portal's own words beside the field they are about.
    """

    client_ref: str
    draft: Draft
    row: RegisterRow
    may_correct: bool
    may_void: bool
    reason_needed: bool
    problems: tuple[Problem, ...]


class Register:
    """The register of this desk, for writing."""

    def __init__(
        self, store: Store, table: ReferenceTable, centres: tuple[str, ...], clock: Clock, hooks: Hooks
    ) -> None:
        self._store = store
        self._table = table
        self._centres = centres
        self._clock = clock
        self._hooks = hooks

    def check(self, draft: Draft, correcting: str = "") -> validation.Checked:
        """Return every problem of ``draft``, also against what is recorded already.

        Args:
            correcting: client_ref of the vaccination the draft is a correction of.
        """
        with self._store.reading():
            return self._checked(draft, correcting)

    def record(self, draft: Draft, by: User) -> Receipt:
        """Record ``draft``; when this returns, the vaccination is on disk.

        Raises:
            NotAccepted: with every problem; nothing was saved.
            StoreError: the disk failed; nothing was saved.
        """

        def work() -> Receipt:
            now = self._clock.now()
            given = self._accepted(draft, "")
            receipt = vaccinations.add(self._store, given, by=by.name, now=now)
            observation.begin(self._store, self._clock, receipt.client_ref, given)
            audit.note(self._store, now, by.name, "record", receipt.client_ref)
            number = amendments.find(self._store, receipt.client_ref).id
            visits.vaccinated(self._store, [expected.of_dose(number, given, "")], by.name, now)
            drafts.drop(self._store)
            return receipt

        receipt = self._store.write(work).result()
        self._tell(receipt.client_ref)
        return receipt

    def open(self, client_ref: str) -> Opened:
        """Return a vaccination as the form shows it.

        Raises:
            NotFound: there is none.
        """
        with self._store.reading():
            row = vaccinations.one(self._store, client_ref)
        if row is None:
            raise NotFound("no_such_vaccination")
        may_touch = row.state not in (*LOCKED_STATES, State.VOID)
        return Opened(
            client_ref=client_ref,
            draft=as_draft(row.vaccination),
            row=row,
            may_correct=may_touch,
            may_void=may_touch and row.state is not State.CONFIRMED,
            reason_needed=bool(row.portal_ref),
            problems=_where_it_hangs(row),
        )

    def correct(self, client_ref: str, draft: Draft, by: User, reason: str) -> Receipt:
        """Put ``draft`` in the place of what was recorded, and let it go to the portal again where that is due.

        Where the portal already knows the person, changed facts of the person are kept here with ``reason`` and
        listed to raise with the portal; the person is never registered again.

        Raises:
            NotAccepted, NotFound, StoreError: nothing was changed.
            Locked: it is on its way or in doubt; or a fact of the person changes, and another dose of theirs, or of
                the one they turn out to be, is.
            VaxDeskError: code ``reason_missing``.
        """

        def work() -> Receipt:
            receipt = self.correct_within(client_ref, draft, by, reason)
            drafts.drop(self._store)
            return receipt

        receipt = self._store.write(work).result()
        self._tell(client_ref)
        return receipt

    def correct_within(self, client_ref: str, draft: Draft, by: User, reason: str) -> Receipt:
        """Do as ``correct`` in the caller's transaction, who tells the hooks. Writer thread. Raises as ``correct``."""
        now = self._clock.now()
        row, before = self._touchable(client_ref)
        given = self._accepted(draft, client_ref)
        changes = _changes(as_draft(before.vaccination), as_draft(given))
        if before.portal_ref and changes and not reason.strip():
            raise VaxDeskError("reason_missing")
        if PERSON_FIELDS & set(changes) and amendments.person_is_on_the_way(self._store, row, given):
            raise Locked("on_its_way")  # the looks at the other dose go by what was sent
        amendments.amend(self._store, row, given)
        observation.follow(self._store, self._clock, client_ref, given)
        raised = _to_raise(before, set(changes))
        corrections.add(self._store, row.id, changes, raised, identity.hide_aadhaar(reason.strip()), by.name, now)
        self._queue(row.id, before, given)
        audit.note(self._store, now, by.name, "correct", client_ref, ",".join(sorted(changes)))
        visits.corrected(self._store, expected.of_dose(row.id, given, ""), by.name, now)
        return Receipt(client_ref, before.receipt_no, given.beneficiary.name, before.recorded_at)

    def _queue(self, number: int, before: RegisterRow, given: Vaccination) -> None:
        """Let what was corrected go again, where it is not on the portal and nothing holds it."""
        if before.state is State.CONFIRMED:
            return
        if before.state is State.HELD and before.last_code != NO_PHOTO_ID:
            # Set aside by a supervisor, who alone lets it go.
            outbox.change(self._store, number, State.HELD, State.HELD, given_on=given.given_on.isoformat())
        elif given.no_id_why:
            outbox.hold_without_id(self._store, number, before.state)
        else:
            outbox.requeue(self._store, number, before.state, given.given_on, self._clock.now())

    def void(self, client_ref: str, by: User, reason: str) -> None:
        """Cancel a vaccination that is not on the portal; it stays on record with ``reason``.

        Raises:
            Locked, NotFound, StoreError: nothing was changed.
            VaxDeskError: code ``reason_missing``, or ``already_on_portal``.
        """
        if not reason.strip():
            raise VaxDeskError("reason_missing")

        def work() -> None:
            now = self._clock.now()
            row, before = self._touchable(client_ref)
            if before.state is State.CONFIRMED:
                raise VaxDeskError("already_on_portal")
            outbox.void(self._store, row.id, before.state)
            amendments.cancel(self._store, row, identity.hide_aadhaar(reason.strip()))
            audit.note(self._store, now, by.name, "void", client_ref)
            visits.cancelled(self._store, row.id, by.name, now)

        self._store.write(work).result()
        self._tell(client_ref)

    def last_saved(self) -> str:
        """Return the client_ref of what was recorded last and still counts, "" when there is nothing."""
        with self._store.reading():
            return vaccinations.last_recorded(self._store)

    def _touchable(self, client_ref: str) -> tuple[Any, RegisterRow]:
        row = amendments.find(self._store, client_ref)
        before = vaccinations.one(self._store, client_ref)
        if row is None or before is None:
            raise NotFound("no_such_vaccination")
        if before.state in LOCKED_STATES:
            raise Locked("on_its_way")
        if before.state is State.VOID:
            raise Locked("already_void")
        return row, before

    def _accepted(self, draft: Draft, correcting: str) -> Vaccination:
        checked = self._checked(draft, correcting)
        if checked.vaccination is None:
            raise NotAccepted(checked.problems)
        return checked.vaccination

    def _checked(self, draft: Draft, correcting: str) -> validation.Checked:
        keys = validation.lookup_keys(draft)
        local = self._clock.local()
        context = validation.CheckContext(
            today=local.date(),
            now=local.time(),
            centres=self._centres,
            table=self._table,
            known=replace(
                vaccinations.known(self._store, keys.person_key, keys.id_key, leave_out=correcting),
                vial=self._known_vial(draft, correcting),
                by_id=amendments.is_known_by_id(self._store, correcting, keys.without_id),
                held_dose=amendments.dose_held_without_id(self._store, keys.without_id, leave_out=correcting),
            ),
        )
        return validation.check(draft, context)

    def _known_vial(self, draft: Draft, correcting: str) -> KnownVial:
        keys = vial_keys(draft, self._centres, self._table)
        known = vials.known(self._store, keys.centre, keys.given_on, keys.vial, keys.vaccine, keys.batch)
        return replace(known, after_needle=bool(correcting))

    def _tell(self, client_ref: str) -> None:
        self._hooks.vaccination_saved.send(client_ref)
        self._hooks.outbox_changed.send()


def _where_it_hangs(row: RegisterRow) -> tuple[Problem, ...]:
    """Return what is to be mended, beside the field where that is: the portal's own words, where it gave any."""
    if row.state not in (State.REJECTED, State.HELD):
        return ()
    cause = cause_of(row)
    # What the portal once said to a field of what is set aside asks nobody to mend it.
    field = cause.field or (row.last_field if row.state is State.REJECTED else "")
    if row.state is State.REJECTED and row.last_words:
        return (Problem(field or "name", "portal_words", params=(("words", row.last_words),)),)
    code = _WITHOUT_WORDS.get(KINDS[cause.key].section, "")
    return (Problem(field, code),) if field and code else ()


def _changes(before: Draft, after: Draft) -> dict[str, tuple[str, str]]:
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in DRAFT_FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _to_raise(before: RegisterRow, changed: set[str]) -> set[str]:
    """Return those of the changed fields in which the portal now holds the old value."""
    held = PERSON_FIELDS if before.portal_ref else frozenset()
    if before.state is State.CONFIRMED:
        held |= DOSE_FIELDS_SENT
    return changed & held
