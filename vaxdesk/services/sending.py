# SPDX-License-Identifier: MIT
"""Upload now, pause, resume, and the truth about the upload, over whatever the desk hands in as sender."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.sender import Sender
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.upload import Attempt
from vaxdesk.store import notes, outbox
from vaxdesk.store.database import Store


class Sending:
    """What a person may ask of the background upload."""

    def __init__(self, store: Store, sender: Sender, read_status: Callable[[], SyncStatus]) -> None:
        self._store = store
        self._sender = sender
        self._read_status = read_status

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

    def status(self) -> SyncStatus:
        """Return the snapshot of this moment."""
        return self._read_status()

    def attempts(self, client_ref: str) -> tuple[Attempt, ...]:
        """Return the exchanges of one vaccination, oldest first."""
        with self._store.reading():
            return outbox.attempts(self._store, client_ref)
