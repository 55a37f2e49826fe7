# SPDX-License-Identifier: MIT
"""An outbox without an upload: vaccinations on a real store, moved by the outbox's own functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

from tests.support import people, stores
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import Move, OutboxItem, State, Step
from vaxdesk.store import counts, outbox, turns, vaccinations

from .clocks import StillClock

T = TypeVar("T")

HOST = "portal.invalid"
FRESH_S = 60.0
NOTHING_SAID = Outcome(OutcomeKind.LOST, "read_timeout", Weather.BUSY)


class Box:
    """A store, a still clock, and the short way to what the outbox says."""

    def __init__(self, store: stores.FailingStore) -> None:
        self.store = store
        self.clock = StillClock()

    def write(self, work: Callable[[], T]) -> T:
        """Run ``work`` in one transaction."""
        return self.store.write(work).result()

    def record(self, n: int, **changed: Any) -> str:
        """Record person ``n`` with the fields of the vaccination in ``changed`` replaced; return the client_ref."""
        given = replace(people.vaccination(n), **changed)
        now = self.clock.now()
        return self.write(lambda: vaccinations.add(self.store, given, by=people.CLERK.name, now=now)).client_ref

    def claim(self, busy: Collection[OutboxItem] = (), **turn: Any) -> tuple[OutboxItem, ...]:
        """Claim whatever is next, with the fields of the ``Turn`` in ``turn`` replaced."""
        usual = turns.Turn(self.clock.now(), people.GIVEN_ON, FRESH_S)
        return self.write(lambda: turns.claim(self.store, replace(usual, **turn), busy))

    def next(self, busy: Collection[OutboxItem] = (), **turn: Any) -> OutboxItem:
        """Claim what is next, which there is, and which goes alone."""
        (item,) = self.claim(busy, **turn)
        return item

    def settle(self, item: OutboxItem, move: Move, outcome: Outcome = NOTHING_SAID, host: str = HOST) -> None:
        """Settle ``item``."""
        self.write(lambda: outbox.settle(self.store, item, move, outcome, host, self.clock.now()))

    def bring_next_to(self, state: State, step: Step = Step.IDENTIFY, **move: Any) -> OutboxItem:
        """Claim what is next and bring it to ``state``; return it as it stands there."""
        item = self.next()
        through = State.WAITING if state in (State.HELD, State.VOID) else state
        if state is not State.SENDING:
            self.settle(item, Move(through, step, **move))
        if state is State.VOID:
            self.write(lambda: outbox.void(self.store, self.number(item.client_ref), State.WAITING))
        if state is State.HELD:  # only the state machine holds: no function does so yet
            self.write(lambda: outbox.change(self.store, self.number(item.client_ref), State.WAITING, State.HELD))
        return replace(item, state=state)

    def number(self, client_ref: str) -> int:
        """Return the id of the vaccination. Reading or writing."""
        vaccination = self.store.models.Vaccination
        with self.store.reading():
            return int(vaccination.get(vaccination.client_ref == client_ref).id)

    def row(self, client_ref: str) -> RegisterRow:
        """Return the vaccination as the register shows it."""
        with self.store.reading():
            row = vaccinations.one(self.store, client_ref)
        assert row
        return row

    def columns(self, client_ref: str) -> dict[str, Any]:
        """Return its outbox row as it stands in the table."""
        number, table = self.number(client_ref), self.store.models.Outbox
        with self.store.reading():
            found: dict[str, Any] = table.select().where(table.vaccination == number).dicts().get()
        return found

    def put(self, client_ref: str, **columns: Any) -> None:
        """Write ``columns`` straight into its outbox row; the counts do not follow."""
        number, table = self.number(client_ref), self.store.models.Outbox
        self.write(lambda: table.update(**columns).where(table.vaccination == number).execute())

    def counts(self, host: str = "") -> dict[str, int]:
        """Return the counts that are not 0, as a desk sees them that uploads to ``host``."""
        with self.store.reading():
            return {state: n for state, n in asdict(counts.read(self.store, host)).items() if n}

    def counts_recounted(self) -> list[tuple[str, str, int]]:
        """Return the rows of the counts, once made sure that counting afresh gives the same."""
        kept = self._count_rows()
        self.write(lambda: counts.recount(self.store))
        assert kept == self._count_rows()
        return kept

    def _count_rows(self) -> list[tuple[str, str, int]]:
        count = self.store.models.Count
        with self.store.reading():
            found = count.select(count.state, count.portal_host, count.n).where(count.n != 0)
            return sorted(found.tuples())


@contextmanager
def box_in(folder: Path) -> Iterator[Box]:
    """Make a ``Box`` over a new store in ``folder``."""
    with stores.opened(folder) as store:
        yield Box(store)
