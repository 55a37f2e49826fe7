# SPDX-License-Identifier: MIT
"""The half hour after the needle: who waits, who may go, who was let go; and the adverse events seen in it.

A watch begins in the very transaction that records the vaccination (``begin``, called by ``Register``). The half hour
runs from the needle, not from the typing; when it is over the person may go, but only a person lets them go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from functools import partial
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.domain.observation import (
    LINGERS,
    WATCH,
    AdverseEvent,
    EventDraft,
    Reported,
    Watched,
    free_to_go,
    is_watched_live,
    needle,
)
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.errors import NotAccepted, NotFound, StoreError, VaxDeskError
from vaxdesk.store import audit, vaccinations
from vaxdesk.store import observation as watches
from vaxdesk.store.database import Store
from vaxdesk.validation.adverse_event import MOST_LETTERS, CheckedEvent, check_event, clean_text

NOTES_APART: Final = "; "
PORTION: Final = 100
"""How many are let go in one transaction; a save of the form waits for one such at most."""


def begin(store: Store, clock: Clock, client_ref: str, given: Vaccination) -> None:
    """Watch the person of a new vaccination, if its needle is one of today here. Writer thread."""
    given_at = needle(given.given_on, given.given_at, clock.zone)
    if is_watched_live(given_at, clock.now(), clock.zone):
        watches.begin(store, client_ref, given_at, given_at + WATCH)


def follow(store: Store, clock: Clock, client_ref: str, given: Vaccination) -> None:
    """Let the half hour run from the corrected needle, at its day and centre. Writer thread.

    Where a slip in the day kept it from beginning, it begins; one from a file is not watched, whatever its day.
    """
    given_at = needle(given.given_on, given.given_at, clock.zone)
    if not watches.move(store, client_ref, given_at, given_at + WATCH) and watches.was_typed(store, client_ref):
        begin(store, clock, client_ref, given)


class Observation:
    """The board of this desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # -- the board -----------------------------------------------------------------------------------------

    def board(self) -> tuple[Watched, ...]:
        """Return everybody whom nobody has let go yet; who may go first stands first.

        Of earlier days only those whose half hour ended less than ``LINGERS`` ago, and whoever is unwell.
        """
        with self._store.reading():
            return self._sitting()

    def left(self) -> tuple[Watched, ...]:
        """Return those who were let go today, the last one first."""
        with self._store.reading():
            return watches.left_since(self._store, self._midnight())

    def release(self, client_ref: str, by: User, note: str = "") -> Watched:
        """Let one person go.

        Args:
            note: why they leave early; needed while the half hour is not over.

        Raises:
            NotFound: they were never watched, or their vaccination is void.
            VaxDeskError: ``leaves_early`` without a note, ``left_already``, ``note_too_long``. Nothing was changed.
            StoreError: the disk failed; nothing was changed.
        """

        def work() -> Watched:
            now = self._clock.now()
            person = self._one(client_ref)
            if person.released_at is not None:
                raise VaxDeskError("left_already", token=str(person.token))
            if not person.is_over(now) and not note.strip():
                until = f"{self._clock.local(person.until_at):%H:%M}"
                raise VaxDeskError("leaves_early", token=str(person.token), until=until)
            if note.strip():
                self._add_note(person, note)
            watches.release(self._store, (client_ref,), by.name, now)
            audit.note(self._store, now, by.name, "release", client_ref)
            return self._one(client_ref)

        return self._store.write(work).result()

    def release_all(self, by: User) -> tuple[Watched, ...]:
        """Let everybody of the board go whose half hour is over and who is well; return them.

        In portions, so that no save of the form waits for all of them.

        Raises:
            StoreError: the disk failed at once; nothing was changed. Where it fails later, the rest still sits.
        """
        with self._store.reading():
            refs = [person.client_ref for person in free_to_go(self._sitting(), self._clock.now())]
        gone: tuple[Watched, ...] = ()
        for start in range(0, len(refs), PORTION):
            part = refs[start : start + PORTION]
            try:
                gone += self._store.write(partial(self._let_go, part, by)).result()
            except StoreError:
                if not gone:
                    raise
                break
        return gone

    def take_back(self, client_refs: Iterable[str], by: User) -> tuple[Watched, ...]:
        """Let people sit again who were let go today: all of them or none; return them.

        Raises:
            NotFound: one was never watched, or their vaccination is void.
            VaxDeskError: ``left_on_another_day``. Nothing was changed.
            StoreError: the disk failed; nothing was changed.
        """
        wanted = tuple(dict.fromkeys(client_refs))

        def work() -> tuple[Watched, ...]:
            now, midnight = self._clock.now(), self._midnight()
            for person in self._some(wanted):
                if person.released_at is not None and person.released_at < midnight:
                    raise VaxDeskError("left_on_another_day", token=str(person.token))
            watches.take_back(self._store, wanted)
            audit.note_each(self._store, now, by.name, "take_back", wanted)
            return self._some(wanted)

        return self._store.write(work).result()

    def add_note(self, client_ref: str, note: str, by: User) -> Watched:
        """Note something about a watched person, after what was noted before.

        Raises:
            NotFound, StoreError: nothing was changed.
            VaxDeskError: ``note_missing``, ``note_too_long``.
        """

        def work() -> Watched:
            person = self._one(client_ref)
            if not note.strip():
                raise VaxDeskError("note_missing")
            self._add_note(person, note)
            audit.note(self._store, self._clock.now(), by.name, "note", client_ref)
            return self._one(client_ref)

        return self._store.write(work).result()

    # -- adverse events ------------------------------------------------------------------------------------

    def reported(self, client_ref: str) -> Reported | None:
        """Return the adverse event that stands for one person, None without one."""
        with self._store.reading():
            return watches.reported(self._store, client_ref)

    def check(self, client_ref: str, draft: EventDraft) -> CheckedEvent:
        """Return every problem of an event as it is typed.

        Raises:
            NotFound: there is no such vaccination.
        """
        with self._store.reading():
            return self._checked(client_ref, draft)

    def report(self, client_ref: str, draft: EventDraft, by: User) -> Reported:
        """Report an adverse event, or correct the one that stands; every version is kept.

        Raises:
            NotAccepted: with every problem; nothing was saved.
            NotFound, StoreError: nothing was saved.
        """

        def work() -> Reported:
            now = self._clock.now()
            event = self._accepted(client_ref, draft)
            before = watches.reported(self._store, client_ref)
            if before is None or before.event != event:
                watches.report(self._store, client_ref, event, by.name, now)
                audit.note(self._store, now, by.name, "adverse_event", client_ref)
            standing = watches.reported(self._store, client_ref)
            if standing is None:
                raise NotFound("no_event")
            return standing

        return self._store.write(work).result()

    # -- parts ---------------------------------------------------------------------------------------------

    def _one(self, client_ref: str) -> Watched:
        person = watches.one(self._store, client_ref)
        if person is None:
            raise NotFound("never_watched")
        return person

    def _let_go(self, client_refs: Sequence[str], by: User) -> tuple[Watched, ...]:
        """Let those of ``client_refs`` go who sit, whose half hour is over, and who are well by now. Writer thread."""
        now = self._clock.now()
        free = free_to_go(watches.some(self._store, client_refs), now)
        refs = [person.client_ref for person in free]
        watches.release(self._store, refs, by.name, now)
        audit.note_each(self._store, now, by.name, "release", refs)
        return free

    def _some(self, client_refs: Sequence[str]) -> tuple[Watched, ...]:
        people = watches.some(self._store, client_refs)
        if len(people) != len(client_refs):
            raise NotFound("never_watched")
        return people

    def _sitting(self) -> tuple[Watched, ...]:
        return watches.sitting(self._store, min(self._midnight(), self._clock.now() - LINGERS))

    def _add_note(self, person: Watched, note: str) -> None:
        whole = NOTES_APART.join(part for part in (person.note, clean_text(note)) if part)
        if len(whole) > MOST_LETTERS:
            raise VaxDeskError("note_too_long", most=str(MOST_LETTERS))
        watches.set_note(self._store, person.client_ref, whole)

    def _accepted(self, client_ref: str, draft: EventDraft) -> AdverseEvent:
        checked = self._checked(client_ref, draft)
        if checked.event is None:
            raise NotAccepted(checked.problems)
        return checked.event

    def _checked(self, client_ref: str, draft: EventDraft) -> CheckedEvent:
        row = vaccinations.one(self._store, client_ref)
        if row is None:
            raise NotFound("no_such_vaccination")
        given = datetime.combine(row.vaccination.given_on, row.vaccination.given_at)
        return check_event(draft, given, self._clock.local().replace(tzinfo=None))

    def _midnight(self) -> datetime:
        """Return the moment at which the centre's day began."""
        return datetime.combine(self._clock.today(), time(), self._clock.zone)
