# SPDX-License-Identifier: MIT
"""The uploader: claim, send, settle, for about ten seconds at a time.

A pass works in turns. Each turn is one transaction that writes what the last exchanges proved and claims what may go
next; it is committed before any of the claimed is sent, so a crash can leave an item *sending* but never lose what
it stood for. The senders call the portal meanwhile, with no transaction open. The pass ends when nothing is due, when
the gate is closed, when it is told to stop, or after its ten seconds; what is in flight then is settled by the next
pass. It must not keep anything about an item: that is the outbox's.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.domain.upload import OutboxItem, State, Step
from vaxdesk.errors import StoreError
from vaxdesk.events import Hooks
from vaxdesk.portal.protocol import Portal
from vaxdesk.store import notes, outbox
from vaxdesk.store.database import Store
from vaxdesk.sync.policy import SIDE_BY_SIDE, Gate, Waits
from vaxdesk.sync.senders import FAILED, Senders
from vaxdesk.sync.status import connectivity_after
from vaxdesk.sync.verdict import verdict

log = logging.getLogger(__name__)

PASS_S = 10.0
DRIFT = timedelta(seconds=2)
"""Wall and monotonic time may part by this much between two passes without the clock having been moved."""
TURN_S = 0.25
"""Longest wait for an answer within a turn, so that stop and heartbeat are never late."""
NOT_THEIRS: Final = "person_differs"
"""The code of a reference that another person recorded here holds already."""


def exchange(portal: Portal, item: OutboxItem) -> Outcome:
    """Make the one call that ``item`` is due for."""
    if item.step is Step.IDENTIFY or item.state is State.DOUBTFUL:
        return portal.find_by_reference(item) if item.portal_ref else portal.find_by_mobile((item,))[0]
    return portal.register(item) if item.step is Step.REGISTER else portal.vaccinate(item)


class Uploader:
    """Brings the outbox home.

    Attributes:
        heartbeat_at: monotonic time of the last turn that came to its end; the watch looks at it.
        calls: exchanges begun since this uploader was made.
        paused: while true no exchange is begun.
    """

    def __init__(self, store: Store, portal: Portal, waits: Waits, hooks: Hooks, clock: Clock, random: Random) -> None:
        self._store = store
        self._portal = portal
        self._waits = waits
        self._hooks = hooks
        self._clock = clock
        self._gate = Gate(waits, random)
        self._senders = Senders(lambda item: exchange(portal, item), SIDE_BY_SIDE)
        self._unsettled: list[tuple[OutboxItem, Outcome]] = []
        self._kept: dict[str, str] = {}
        self._wall, self._mono = clock.now(), clock.monotonic()
        self.heartbeat_at = clock.monotonic()
        self.calls = 0
        self.paused = False

    def take_up(self) -> None:
        """Put the store in order for a new run: what was cut off is doubtful, what the portal asked for is kept.

        Raises:
            StoreError: the disk failed; nothing was changed.
        """

        self._wall, self._mono = self._clock.now(), self._clock.monotonic()

        def work() -> tuple[float | None, bool]:
            now = self._clock.now()
            outbox.take_up(self._store, now, self._waits.settle_s[0])
            outbox.disown(self._store, self._portal.host, now)
            outbox.bound_waits(self._store, now, self._waits.settle_s[0], self._waits.longest_s)
            asked = notes.get_number(self._store, notes.RETRY_AFTER_AT)
            return asked, notes.get(self._store, notes.PAUSED) == "yes"

        asked_at, self.paused = self._store.write(work).result()
        left_s = 0.0 if asked_at is None else asked_at - self._clock.now().timestamp()
        if 0.0 < left_s <= self._waits.longest_s:
            self._gate.keep(self._clock.monotonic() + left_s)

    def run_pass(self, stop: threading.Event) -> float | None:
        """Run one pass; return the seconds until the next is due, None when nothing is left to do.

        Raises:
            StoreError: the disk failed; what was proved is kept in memory and written by the next pass.
        """
        self._follow_clock()
        ends_at = self._clock.monotonic() + PASS_S
        while True:
            self._collect(0.0)
            begin = not stop.is_set() and self._clock.monotonic() < ends_at
            self._turn(begin)
            self.heartbeat_at = self._clock.monotonic()
            if not self._senders.in_flight or not begin:
                break
            self._collect(TURN_S)
        return self._next_due_s()

    def clock_moved(self, by_s: float) -> None:
        """Move every planned moment by ``by_s`` seconds, as the wall clock was moved.

        Raises:
            StoreError: the disk failed; nothing was moved.
        """

        self._wall += timedelta(seconds=by_s)

        def work() -> None:
            outbox.shift(self._store, by_s)
            # What was recorded between the move and now was due by the new time already.
            outbox.bound_waits(self._store, self._now(), self._waits.settle_s[0], self._waits.longest_s)
            notes.shift(self._store, notes.RETRY_AFTER_AT, by_s)
            notes.shift(self._store, notes.NEXT_TRY_AT, by_s)

        self._store.write(work).result()

    def hurry(self) -> None:
        """Skip our own waits, never what the portal asked for."""
        self._gate.hurry()

    def drain(self, longest_s: float) -> None:
        """Wait for what is in flight, at most ``longest_s``, and settle it; what is not back stays *sending*."""
        ends_at = self._clock.monotonic() + longest_s
        while self._senders.in_flight and (left_s := ends_at - self._clock.monotonic()) > 0:
            self._collect(left_s)
        self._turn(begin=False)

    def close(self) -> None:
        """End the threads and the portal's connections."""
        self._senders.close()
        self._portal.close()

    def _now(self) -> datetime:
        """Return the wall time, as it was before any move that the watch has not told of yet.

        So every plan that is in the outbox when ``clock_moved`` comes was made by the time before the move.
        """
        return self._wall + timedelta(seconds=self._clock.monotonic() - self._mono)

    def _follow_clock(self) -> None:
        """Take over what the wall clock drifted by; a real move is the watch's to tell."""
        wall = self._clock.now()
        if abs(wall - self._now()) < DRIFT:
            self._wall, self._mono = wall, self._clock.monotonic()

    def _collect(self, wait_s: float) -> None:
        """Fetch what has ended, waiting up to ``wait_s`` for the first, and let the gate learn from it."""
        for item, outcome in self._senders.finished(wait_s):
            self._gate.learn(outcome, self._clock.monotonic())
            self._unsettled.append((item, outcome))

    def _turn(self, begin: bool) -> None:
        """Settle what has ended and begin what may begin, in one transaction."""
        settling = list(self._unsettled)
        if not settling and not (begin and self._room()):
            return

        def work() -> list[OutboxItem]:
            for item, outcome in settling:
                self._settle(item, outcome)
            return self._claim() if begin else []

        try:
            claimed = self._store.write(work).result()
        except StoreError:
            self._kept.clear()  # the notes of this turn were rolled back with it
            log.error("a turn could not be written; %d answers are kept for the next", len(settling))
            raise
        except Exception:
            # A slip of ours over one answer must not stop the others: all of them count as lost and are asked for.
            # What cannot even be that stays *sending* until the next start.
            self._kept.clear()
            lost = [(item, FAILED) for item, outcome in settling if outcome is not FAILED]
            self._unsettled = lost + self._unsettled[len(settling) :]
            raise
        self._unsettled = self._unsettled[len(settling) :]
        for item in claimed:
            self.calls += 1
            self._senders.send(item)
        if settling or claimed:
            self._hooks.outbox_changed.send()

    def _room(self) -> int:
        """Return how many exchanges may begin now."""
        if self.paused or self._gate.wait_s(self._clock.monotonic()) > 0:
            return 0
        return max(0, self._gate.side_by_side - len(self._senders.in_flight))

    def _claim(self) -> list[OutboxItem]:
        now = self._now()
        in_flight = list(self._senders.in_flight.values())
        claimed: list[OutboxItem] = []
        for _place in range(self._room()):
            item = outbox.claim(self._store, now, in_flight + claimed, self._waits.settle_s[0])
            if item is None:
                break
            claimed.append(item)
        return claimed

    def _settle(self, item: OutboxItem, outcome: Outcome) -> None:
        now = self._now()
        gate_wait_s = self._gate.wait_s(self._clock.monotonic())
        move = verdict(item, outcome, self._waits, gate_wait_s)
        new = move.portal_ref and move.portal_ref != item.portal_ref
        if new and outbox.is_anothers(self._store, item, move.portal_ref, self._portal.host):
            # Of a look a person decides; a registration may have come to pass all the same, and is looked for.
            registered = item.state is State.SENDING and item.step is Step.REGISTER
            kind = OutcomeKind.LOST if registered else OutcomeKind.CONFLICT
            outcome = replace(outcome, kind=kind, code=NOT_THEIRS, match=None)
            move = verdict(item, outcome, self._waits, gate_wait_s)
        outbox.settle(self._store, item, move, outcome, self._portal.host, now)
        moment = repr(now.timestamp())
        self._note(notes.CONNECTIVITY, connectivity_after(outcome).value)
        if outcome.http_status is not None:
            self._note(notes.LAST_CONTACT_AT, moment)
        if move.state is State.CONFIRMED:
            self._note(notes.LAST_CONFIRMED_AT, moment)
        self._note(notes.NEXT_TRY_AT, repr(now.timestamp() + gate_wait_s) if gate_wait_s else "")
        asked_s = self._gate.asked_until - self._clock.monotonic()
        self._note(notes.RETRY_AFTER_AT, repr(now.timestamp() + asked_s) if asked_s > 0 else "")

    def _note(self, name: str, value: str) -> None:
        """Keep a fact in the store if it is news."""
        if self._kept.get(name) != value:
            notes.put(self._store, name, value)
            self._kept[name] = value

    def _next_due_s(self) -> float | None:
        if self._unsettled or self._senders.in_flight:
            return 0.0
        with self._store.reading():
            due_at = outbox.next_due_at(self._store)
        if due_at is None or self.paused:
            return None
        due_s = due_at - self._now().timestamp()
        return max(0.0, due_s, self._gate.wait_s(self._clock.monotonic()))
