# SPDX-License-Identifier: MIT
"""What the upload knows of line and portal, kept as notes beside the outbox so that a restart and the window know it.

Writes a note only when it is news. Decides nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.upload import State
from vaxdesk.store import notes
from vaxdesk.store.database import Store
from vaxdesk.sync.policy import Gate
from vaxdesk.sync.status import connectivity_after

LATEST_WEIGHT: Final = 0.2
"""What one exchange adds to the running mean of their seconds; the rest is what was before."""


class Facts:
    """The notes of one uploader. Every method runs on the writer thread, in the transaction of the caller."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, str] = {}
        self._exchange_s: float | None = None

    def forget(self) -> None:
        """Drop what was thought to be kept: the transaction was rolled back."""
        self._kept.clear()

    def is_news(self, gate: Gate, mono: float) -> bool:
        """Return whether nobody calls for another reason than the one that is kept."""
        return self._kept.get(notes.HOLD) != gate.hold(mono).value

    def learn(self, outcome: Outcome, state: State, now: datetime, *, believed: bool) -> None:
        """Keep what one exchange, after which its item stands at ``state``, said of line and portal.

        Args:
            believed: whether its weather holds for others too; a first refused key may be a whim of the portal.
        """
        moment = repr(now.timestamp())
        if outcome.http_status is not None and outcome.calls:
            self._keep(notes.LAST_CONTACT_AT, moment)
            before = outcome.seconds if self._exchange_s is None else self._exchange_s
            self._exchange_s = before + LATEST_WEIGHT * (outcome.seconds - before)
            self._keep(notes.EXCHANGE_S, f"{self._exchange_s:.3f}")
        if outcome.skew_s is not None:
            self._keep(notes.SKEW_S, f"{outcome.skew_s:.0f}")
        if state is State.CONFIRMED:
            self._keep(notes.LAST_CONFIRMED_AT, moment)
        if believed and outcome.calls:
            self._keep(notes.CONNECTIVITY, connectivity_after(outcome).value)

    def keep_gate(self, gate: Gate, now: datetime, mono: float) -> None:
        """Keep why and until when nobody calls, and what the portal was seen to bear."""
        wait_s, asked_s = gate.wait_s(mono), gate.asked_until - mono
        self._keep(notes.HOLD, gate.hold(mono).value)
        self._keep(notes.NEXT_TRY_AT, repr(now.timestamp() + wait_s) if wait_s > 0 else "")
        self._keep(notes.RETRY_AFTER_AT, repr(now.timestamp() + asked_s) if asked_s > 0 else "")
        learnt = gate.calls_per_5min
        if self._keep(notes.PACE_LEARNT, "" if learnt is None else repr(float(learnt))) and learnt is not None:
            age_s = 0.0 if gate.learnt_at is None else mono - gate.learnt_at
            self._keep(notes.PACE_LEARNT_AT, repr(now.timestamp() - age_s))

    def recall(self, gate: Gate, longest_s: float, now: datetime, mono: float) -> None:
        """Tell a new gate what still holds of an earlier run."""
        asked_at = notes.get_number(self._store, notes.RETRY_AFTER_AT)
        left_s = 0.0 if asked_at is None else asked_at - now.timestamp()
        if 0.0 < left_s <= longest_s:
            gate.keep(mono + left_s)
        learnt = notes.get_number(self._store, notes.PACE_LEARNT)
        if learnt is not None:
            at = notes.get_number(self._store, notes.PACE_LEARNT_AT) or now.timestamp()
            gate.remember(int(learnt), max(0.0, now.timestamp() - at), mono)

    def _keep(self, name: str, value: str) -> bool:
        """Keep a fact if it is news; return whether it was."""
        news = self._kept.get(name) != value
        if news:
            notes.put(self._store, name, value)
            self._kept[name] = value
        return news
