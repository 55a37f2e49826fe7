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
from vaxdesk.domain.cutoff import first_day_in_time
from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.domain.upload import Endpoint, OutboxItem, State, Step, Verify
from vaxdesk.errors import StoreError
from vaxdesk.events import Hooks
from vaxdesk.portal.protocol import Portal
from vaxdesk.store import notes, outbox, taking_up, turns
from vaxdesk.store.database import Store
from vaxdesk.sync.facts import Facts
from vaxdesk.sync.policy import Gate, Manners
from vaxdesk.sync.senders import FAILED, Call, Senders
from vaxdesk.sync.verdict import NOT_SHOWN, verdict

log = logging.getLogger(__name__)

PASS_S = 10.0
DRIFT = timedelta(seconds=2)
"""Wall and monotonic time may part by this much between two passes without the clock having been moved."""
TURN_S = 0.25
"""Longest wait for an answer within a turn, so that stop and heartbeat are never late."""
SOON_S: Final = 0.05
SAMPLE: Final = 1 / 20
"""The share of what the portal accepted that is read back before it counts, where a sample is asked for."""
NOT_THEIRS: Final = "person_differs"
"""The code of a reference that another person recorded here holds already."""


def exchange(portal: Portal, call: Call) -> tuple[Outcome, ...]:
    """Make the one request that the items of ``call`` are due for."""
    item = call.items[0]
    if item.is_look:
        by_reference = item.portal_ref or item.listed_ref
        return (portal.find_by_reference(item),) if by_reference else portal.find_by_mobile(call.items)
    return (portal.register(item),) if item.step is Step.REGISTER else (portal.vaccinate(item),)


class Uploader:
    """Brings the outbox home.

    Attributes:
        heartbeat_at: monotonic time of the last turn that came to its end; the watch looks at it.
        calls: exchanges begun since this uploader was made.
        paused: while true no exchange is begun.
    """

    def __init__(
        self,
        store: Store,
        portal: Portal,
        manners: Manners,
        hooks: Hooks,
        clock: Clock,
        random: Random,
        senders: Senders | None = None,
    ) -> None:
        self._store = store
        self._portal = portal
        self._manners = manners
        self._hooks = hooks
        self._clock = clock
        self._random = random
        self._gate = Gate(manners, random, clock.monotonic())
        self._senders = senders or Senders(lambda call: exchange(portal, call), manners.max_in_flight)
        self._facts = Facts(store)
        self._unsettled: list[tuple[OutboxItem, Outcome, float]] = []
        self._wall, self._mono = clock.now(), clock.monotonic()
        self._comparing = False
        self._retired = False
        self.heartbeat_at = clock.monotonic()
        self.calls = 0
        self.paused = False

    def take_up(self, *, splay: bool = False, old_copy: bool = False) -> None:
        """Put the store in order for a new run: what was cut off is doubtful, what the portal asked for is kept.

        Args:
            splay: let the first call wait, so that the desks of a district do not start all at once.
            old_copy: the store may be older than what was sent of it: hold it against the portal first.

        Raises:
            StoreError: the disk failed; nothing was changed.
        """
        self._wall, self._mono = self._clock.now(), self._clock.monotonic()

        def work() -> tuple[bool, bool]:
            now, waits = self._clock.now(), self._manners
            taking_up.take_up(self._store, now, waits.settle_s)
            taking_up.disown(self._store, self._portal.host, now)
            taking_up.bound_waits(self._store, now, waits.settle_s, waits.longest_s)
            if old_copy:
                taking_up.begin_comparing(self._store)
                notes.put(self._store, notes.COMPARING, "yes")
            self._facts.recall(self._gate, waits.longest_s, now, self._mono)
            paused, comparing = (notes.get(self._store, flag) == "yes" for flag in (notes.PAUSED, notes.COMPARING))
            return paused, comparing

        self.paused, self._comparing = self._store.write(work).result()
        if splay:
            self.woke()

    def woke(self) -> None:
        """Let the next call wait a random while: every desk of the district may have woken this minute."""
        self._gate.splay(self._clock.monotonic())

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
        wall, real = self._wall + timedelta(seconds=by_s), self._clock.now()
        before = self._now()
        if abs(before + timedelta(seconds=by_s) - real) >= abs(before - real):
            return  # it came while the outbox was being taken up, by the moved clock already

        def work() -> None:
            taking_up.shift(self._store, by_s)
            # What was recorded between the move and now was due by the new time already.
            now = self._now() + timedelta(seconds=by_s)
            taking_up.bound_waits(self._store, now, self._manners.settle_s, self._manners.longest_s)
            for moment in (notes.RETRY_AFTER_AT, notes.NEXT_TRY_AT, notes.PACE_LEARNT_AT):
                notes.shift(self._store, moment, by_s)

        self._store.write(work).result()
        self._wall = wall

    def hurry(self) -> None:
        """Skip our own waits, never what the portal asked for, nor its pace.

        Raises:
            StoreError: the disk failed; nothing was hurried.
        """
        self._gate.hurry(self._clock.monotonic())
        self._store.write(lambda: taking_up.hurry(self._store, self._now())).result()

    def drain(self, longest_s: float) -> None:
        """Wait for what is in flight, at most ``longest_s``, and settle it; what is not back stays *sending*."""
        ends_at = self._clock.monotonic() + longest_s
        while self._senders.in_flight and (left_s := ends_at - self._clock.monotonic()) > 0:
            self._collect(left_s)
        self._turn(begin=False)

    def retire(self) -> None:
        """Write and begin nothing any more: another has taken the outbox up."""
        self._retired = True
        self._senders.close()

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
        for call, outcomes in self._senders.finished(wait_s):
            if outcomes[0].calls:  # what never left says nothing of line and portal
                self._gate.learn(call.items[0].endpoint, outcomes[0], call.began_at, self._clock.monotonic())
            answered_at = min(call.began_at + outcomes[0].seconds, self._clock.monotonic())
            self._unsettled += [(*each, answered_at) for each in zip(call.items, outcomes, strict=True)]

    def _turn(self, begin: bool) -> None:
        """Settle what has ended and begin what may begin, in one transaction."""
        settling = list(self._unsettled)
        news = begin and self._facts.is_news(self._gate, self._clock.monotonic())
        if self._retired or not (settling or news or (begin and self._may_begin())):
            return

        def work() -> list[Call]:
            if self._retired:  # while this transaction waited for its turn
                return []
            for item, outcome, answered_at in settling:
                self._settle(item, outcome, answered_at)
            claimed = self._claim() if begin else []
            self._facts.keep_gate(self._gate, self._now(), self._clock.monotonic())
            return claimed

        try:
            claimed = self._store.write(work).result()
        except StoreError:
            self._facts.forget()  # the notes of this turn were rolled back with it
            log.error("a turn could not be written; %d answers are kept for the next", len(settling))
            raise
        except Exception:
            # A slip of ours over one answer must not stop the others: all of them count as lost and are asked for.
            # What cannot even be that stays *sending* until the next start.
            self._facts.forget()
            lost = [(item, FAILED, at) for item, outcome, at in settling if outcome is not FAILED]
            self._unsettled = lost + self._unsettled[len(settling) :]
            raise
        self._unsettled = self._unsettled[len(settling) :]
        if self._retired:  # what it claimed is in doubt by now; sent late, it would be sent twice
            return
        for call in claimed:
            self.calls += 1
            self._senders.send(call)
        if settling or claimed or news:
            self._hooks.outbox_changed.send()

    def _may_begin(self) -> bool:
        """Return whether any exchange may begin now."""
        return not self.paused and self._gate.room(len(self._senders.in_flight), self._clock.monotonic()).places > 0

    def _claim(self) -> list[Call]:
        """Claim what may go, one call after the other: each one may be the last that the gate lets through."""
        if self._comparing and turns.left_to_compare(self._store) == 0:
            notes.put(self._store, notes.COMPARING, "")
            self._comparing = False
        mono = self._clock.monotonic()
        claimed: list[Call] = []
        busy = [item for call in self._senders.in_flight for item in call.items]
        while not self.paused:
            room = self._gate.room(len(self._senders.in_flight) + len(claimed), mono)
            if room.places <= 0:
                break
            turn = turns.Turn(
                now=self._now(),
                in_time_from=first_day_in_time(self._clock.local(self._now())),
                look_fresh_s=self._manners.look_fresh_s,
                endpoints=room.endpoints,
                looks_only=room.probe,
                comparing=self._comparing,
            )
            items = turns.claim(self._store, turn, busy)
            if not items:
                break
            self._gate.begin(items[0].tries > 0, mono)
            claimed.append(Call(items, mono))
            busy += items
        return claimed

    def _settle(self, item: OutboxItem, outcome: Outcome, answered_at: float) -> None:
        now = self._now()
        looked_at = now - timedelta(seconds=self._clock.monotonic() - answered_at)
        gate_wait_s = self._gate.wait_s(self._clock.monotonic())
        read_back = item.endpoint is Endpoint.VACCINATE and self._reads_back()
        move = verdict(item, outcome, self._manners, gate_wait_s, read_back=read_back)
        new = move.portal_ref and move.portal_ref != item.portal_ref
        if new and outbox.is_anothers(self._store, item, move.portal_ref, self._portal.host):
            # Of a look a person decides; a registration may have come to pass all the same, and is looked for.
            registered = item.state is State.SENDING and item.step is Step.REGISTER
            kind = OutcomeKind.LOST if registered else OutcomeKind.CONFLICT
            outcome = replace(outcome, kind=kind, code=NOT_THEIRS, match=None)
            move = verdict(item, outcome, self._manners, gate_wait_s)
        if item.state is State.ACCEPTED and move.state in (State.DOUBTFUL, State.REJECTED):
            outcome = replace(outcome, code=NOT_SHOWN) if move.state is State.DOUBTFUL else outcome
            self._trust_no_more()
        outbox.settle(self._store, item, move, outcome, self._portal.host, now, looked_at=looked_at)
        self._facts.learn(outcome, move.state, now, believed=outcome.kind is not OutcomeKind.SIGN_IN or gate_wait_s > 0)

    def _reads_back(self) -> bool:
        """Return whether the portal's yes to this dose is to be read back before it counts."""
        wished = self._manners.verify
        if wished == Verify.ALWAYS or notes.get(self._store, notes.READS_BACK_ALL) == "yes":
            return True
        return wished == Verify.SAMPLE and self._random.random() < SAMPLE

    def _trust_no_more(self) -> None:
        """A read-back did not show what the portal had accepted: from here on each one is read back."""
        log.error("a read-back did not show an accepted dose: each one is read back from now on")
        notes.put(self._store, notes.READS_BACK_ALL, "yes")

    def _next_due_s(self) -> float | None:
        if self._retired:
            return None
        if self._unsettled or self._senders.in_flight:
            return 0.0
        with self._store.reading():
            comparing = self._comparing and turns.left_to_compare(self._store) > 0
            due_at = turns.next_due_at(self._store, comparing=comparing)
        if due_at is None or self.paused:
            return None
        mono = self._clock.monotonic()
        due_s = max(0.0, due_at - self._now().timestamp(), self._gate.wait_s(mono))
        # Something is due and the gate is open, but not for that: it goes when the next part of the gate opens.
        return due_s or self._gate.changes_in_s(mono) or SOON_S
