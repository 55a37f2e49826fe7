# SPDX-License-Identifier: MIT
"""Telling an old copy of the data folder from the folder that this computer's upload went on with.

The store knows its desk (a random id) and its run (a new random id at each start of the upload). Outside the data
folder, in the user's state folder, a small private file a desk holds the same run and the number of the last exchange
that ran here. Whoever puts back an earlier copy, or brings one from elsewhere, brings another run or a lower number.

``begin`` comes before the outbox is taken up. What it found is on disk together with the new run, and stays until the
comparing has begun: a kill at any point costs one comparison too many at most, never one too few.

A copy that was made while the desk ran is known by its number, so one made between the last ``keep`` and a crash is
not; nor is an image of the whole disk, which brings the state folder with it. There the look before each registration
holds. Must not decide what an old copy may do, and stops nothing when the file cannot be written.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import secrets
import threading
from pathlib import Path
from typing import Final, NamedTuple

from peewee import fn

from vaxdesk.clock import Clock
from vaxdesk.errors import StoreError
from vaxdesk.platform import private_folder, sync_folder
from vaxdesk.store import notes
from vaxdesk.store.database import Store

log = logging.getLogger(__name__)

CONTESTED: Final = "contested"
"""The run of a mark that two copies wrote by turns: it fits neither."""
FOLLOWS_S: Final = 5.0
"""``follow`` writes at most this often."""
LARGEST_FILE: Final = 1000


class _Run(NamedTuple):
    """A run and the number of its last exchange, as the store or the mark tells it."""

    run: str
    exchanges: int


class Mark:
    """The mark of one store in ``folder``, which need not be there yet. For any thread."""

    def __init__(self, store: Store, folder: Path, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._run = ""  # while ``begin`` has not been
        self._kept = -1
        self._kept_at = clock.monotonic()
        self._failing = False

    def is_old_copy(self) -> bool:
        """Return whether more may have been sent than this store knows of.

        Raises:
            StoreError: the store cannot be read.
        """
        with self._store.reading():
            if notes.get(self._store, notes.COMPARING) == notes.DUE:
                return True
        desk, own = self._own()
        mark = _read(self._file(desk)) if desk else None
        if mark is None:
            return bool(own.run) or own.exchanges > 0
        return mark.run != own.run or mark.exchanges > own.exchanges

    def begin(self) -> bool:
        """Return ``is_old_copy``, and let every copy that was made before now be one.

        Raises:
            StoreError: the disk failed; nothing was changed.
        """
        old, run = self.is_old_copy(), secrets.token_hex(8)

        def work() -> None:
            if not notes.get(self._store, notes.DESK):
                notes.put(self._store, notes.DESK, secrets.token_hex(16))
            notes.put(self._store, notes.RUN, run)
            if old:
                notes.put(self._store, notes.COMPARING, notes.DUE)

        with self._lock:
            self._store.write(work).result()
            self._run = run
            desk, own = self._own()
            self._write(self._file(desk), own)
        return old

    def follow(self) -> None:
        """``keep``, unless it was done within the last seconds; for whoever calls after each turn."""
        if self._clock.monotonic() - self._kept_at >= FOLLOWS_S:
            self.keep()

    def keep(self) -> None:
        """Write down how far this store has come, if that is news; nothing before ``begin``."""
        if not self._run:
            return
        with self._lock:
            try:
                desk, own = self._own()
            except StoreError as error:
                self._fail(error.code)
                return
            self._kept_at = self._clock.monotonic()
            if own.exchanges == self._kept:
                return
            file = self._file(desk)
            there = _read(file)
            if there is not None and there.run != self._run and self._kept >= 0:
                own = own._replace(run=CONTESTED)  # a copy of this very desk runs beside us
            self._write(file, own)

    def _write(self, file: Path, mark: _Run) -> None:
        try:
            _replace(file, mark)
        except OSError as error:
            self._fail(errno.errorcode.get(error.errno or 0, "failed"))
        else:
            self._kept, self._failing = mark.exchanges, False

    def _fail(self, code: str) -> None:
        if not self._failing:
            log.warning("the mark of the last exchange could not be kept: %s", code)
        self._failing = True

    def _own(self) -> tuple[str, _Run]:
        """Return the id of the desk and what the store says of itself."""
        with self._store.reading():
            desk, run = (notes.get(self._store, name) or "" for name in (notes.DESK, notes.RUN))
            last = self._store.models.Attempt.select(fn.MAX(self._store.models.Attempt.id)).scalar()
        return desk, _Run(run, int(last or 0))

    def _file(self, desk: str) -> Path:
        return self._folder / f"{desk}.json"


def _read(file: Path) -> _Run | None:
    """Return what the mark says, None where there is none that can be read."""
    try:
        with file.open("rb") as opened:
            held = json.loads(opened.read(LARGEST_FILE))
        return _Run(str(held["run"]), int(held["exchanges"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _replace(file: Path, mark: _Run) -> None:
    """Replace the file whole or not at all, and put it on disk."""
    private_folder(file.parent)
    part = file.with_name(f"{file.stem}-{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(json.dumps(mark._asdict()).encode() + b"\n")
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)
