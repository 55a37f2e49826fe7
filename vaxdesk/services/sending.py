# SPDX-License-Identifier: MIT
"""Upload now, pause, resume, and the truth about the upload, over whatever the desk hands in as sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from vaxdesk.clock import Clock
from vaxdesk.domain.sender import Sender
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.upload import Attempt
from vaxdesk.domain.upload_health import AttemptRow, UploadCost, UploadHealth
from vaxdesk.domain.user import Role, User
from vaxdesk.errors import NotAllowed
from vaxdesk.store import attempts, audit, notes, outbox
from vaxdesk.store.database import Store


class Sending:
    """What a person may ask of the background upload."""

    def __init__(self, store: Store, sender: Sender, read_status: Callable[[], SyncStatus], clock: Clock) -> None:
        self._store = store
        self._sender = sender
        self._read_status = read_status
        self._clock = clock

    def upload_now(self) -> None:
        """Try at once; what the portal asked for by Retry-After is kept all the same."""
        self._sender.upload_now()

    def pause(self) -> None:
        """Begin no further exchange until ``resume``, also after a restart."""
        self._store.write(lambda: notes.put(self._store, notes.PAUSED, "yes")).result()
        self._sender.pause()

    def resume(self) -> None:
        """Go on."""
        self._store.write(lambda: notes.put(self._store, notes.PAUSED, "")).result()
        self._sender.resume()

    def trust_again(self, by: User) -> None:
        """Read back no more than the settings say: the supervisor has raised it with the portal.

        Raises:
            NotAllowed: only a supervisor may.
            StoreError: the disk failed; each one is still read back.
        """
        if by.role is not Role.SUPERVISOR:
            raise NotAllowed("supervisors_only")

        def work() -> None:
            notes.put(self._store, notes.READS_BACK_ALL, "")
            audit.note(self._store, self._clock.now(), by.name, "trust_again")

        self._store.write(work).result()

    def status(self) -> SyncStatus:
        """Return the snapshot of this moment."""
        return self._read_status()

    def attempts(self, client_ref: str) -> tuple[Attempt, ...]:
        """Return the exchanges of one vaccination, oldest first."""
        with self._store.reading():
            return outbox.attempts(self._store, client_ref)

    def exchanges(self, limit: int = 200, client_ref: str = "") -> tuple[AttemptRow, ...]:
        """Return the last exchanges (of one vaccination, "" = of all), newest first."""
        with self._store.reading():
            return attempts.last(self._store, limit, client_ref)

    def health(self, day: date) -> UploadHealth:
        """Return how the portal bore up on the centre's ``day``, and what the upload cost."""
        begins_at = datetime.combine(day, time(), self._clock.zone)
        ends_at = begins_at + timedelta(days=1)
        with self._store.reading():
            cost = attempts.cost(self._store, begins_at, ends_at)
            slots = attempts.slots(self._store, begins_at, ends_at, self._clock.zone)
        return UploadHealth(day, cost.calls, cost.bytes_sent, cost.bytes_received, cost.confirmed, slots)

    def cost(self, since: datetime) -> UploadCost:
        """Return what the upload took and brought from ``since`` (aware) until now."""
        with self._store.reading():
            return attempts.cost(self._store, since, self._clock.now() + timedelta(seconds=1))
