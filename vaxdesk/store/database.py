# SPDX-License-Identifier: MIT
"""The store: one encrypted SQLite file, one writer thread, one read connection for every other thread.

Responsible for opening the file safely and for turning the engine's errors into ours. Every write is one
``BEGIN IMMEDIATE`` transaction that is on disk before its future says so. Holds no query of its own: those are the
neighbouring modules. Never deletes, re-creates or overwrites a database, and never opens the live file except through
SQLite: a plain ``open()`` would drop SQLite's locks.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from vaxdesk.errors import StoreDamaged, StoreError
from vaxdesk.platform import sync_folder
from vaxdesk.store import keys, models, schema
from vaxdesk.store.connections import Connections, refuse_old_sqlite, writing_here
from vaxdesk.store.engine_errors import translated

T = TypeVar("T")

READERS_LEAVE_S: Final = 1.0


class Store:
    """One open store.

    Attributes:
        path: the database file.
        models: the peewee classes of this very store.
    """

    def __init__(self, path: Path, data_key: bytes, *, writes: bool) -> None:
        """Use ``open`` or ``open_beside``: they make sure of the file first."""
        self.path = path
        self._data_key = data_key
        self._connections = Connections(path, data_key)
        self.models = models.build(self._connections)
        self._gate = threading.Condition()
        self._readers = 0
        self._closed = False
        self._changed = False
        self._files: tuple[tuple[int, int], ...] = ()
        self._queue: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        if writes:
            self._writer = threading.Thread(target=self._serve, name="writer", daemon=True)
            self._writer.start()

    @classmethod
    def create(cls, path: Path, data_key: bytes) -> None:
        """Make an empty store (0600) of the newest schema at ``path``, durable when this returns.

        Raises:
            StoreError: ``store_exists``; or the disk failed, and nothing is left at ``path``.
        """
        refuse_old_sqlite()
        if _wal(path).exists():
            raise StoreError("store_exists")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError as error:
            raise StoreError("store_exists") from error
        except OSError as error:
            raise StoreError("disk_failed") from error
        try:
            with translated(path), writing_here(path, data_key) as connections:
                schema.run_migrations(connections, backup=False)
            sync_folder(path.parent)
        except BaseException:
            for file in (path, _wal(path), Path(f"{path}-shm")):
                file.unlink(missing_ok=True)
            raise

    @classmethod
    def open(cls, path: Path, data_key: bytes) -> Store:
        """Open the store at ``path``, checked page by page and brought to the newest schema.

        Raises:
            StoreError: ``store_missing``, ``sqlite_too_old``, ``storage_not_safe``, or the disk failed.
            StoreDamaged: ``store_unreadable`` (not with this key) or ``store_damaged``.
            StoreNewer: a newer VaxDesk wrote it; nothing was changed.
        """
        refuse_old_sqlite()
        _refuse_missing(path)
        with translated(path), writing_here(path, data_key) as connections:
            connections.check_whole()
            schema.run_migrations(connections, backup=True)
        store = cls(path, data_key, writes=True)
        try:
            store.write(lambda: None).result()
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def open_beside(cls, path: Path, data_key: bytes) -> Store:
        """Open the store at ``path`` for reading only, perhaps while a desk has it open.

        Raises:
            StoreError: as ``open``, or ``store_older``: the desk has to be opened once first.
        """
        refuse_old_sqlite()
        _refuse_missing(path)
        store = cls(path, data_key, writes=False)
        try:
            with store.reading():
                schema.refuse_other_version(store._connections)
        except BaseException:
            store.close()
            raise
        return store

    def write(self, work: Callable[[], T]) -> Future[T]:
        """Run ``work`` on the writer thread in one transaction; the future is done when that is on disk.

        An exception of ``work`` rolls everything back and stands in the future; the engine's own become
        ``DiskFull``, ``StoreDamaged`` or ``StoreError``.

        Raises:
            RuntimeError: asked for by a work that is itself being written, or of a store opened beside.
        """
        if self._writer is None:
            raise RuntimeError("a store that was opened beside a desk cannot write")
        if threading.current_thread() is self._writer:
            raise RuntimeError("a write inside a write would wait for itself")
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                future.set_exception(StoreError("store_closed"))
            else:
                self._queue.put((work, future))
        return future

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let this thread read, on its own connection: one unchanging picture of the store until the end.

        Re-entrant, and inside a write it reads what that write has done so far. What is written meanwhile
        shows in the next ``reading``.

        Raises:
            StoreError: the store is closed, damaged or out of reach.
        """
        if self._connections.in_transaction():
            yield
            return
        with self._gate:
            if self._closed or self._changed:
                raise StoreError("storage_changed" if self._changed else "store_closed")
            self._readers += 1
        try:
            with translated(self.path):
                self._connections.connect(reuse_if_open=True)
                with self._connections.atomic():
                    yield
        finally:
            with self._gate:
                self._readers -= 1
                self._gate.notify_all()

    def derive_key(self, label: str) -> bytes:
        """Return the 32-byte key for the purpose ``label``; it can be made again, the data key cannot be told
        from it."""
        return keys.derive_key(self._data_key, label)

    def close(self, longest_write_s: float | None = None) -> None:
        """Finish every write already asked for, then close every connection of every thread.

        A disk that has not answered after ``longest_write_s`` is not waited for: what was not acknowledged is undone
        when the store is opened the next time.
        """
        with self._gate:
            if self._closed:
                return
            self._closed = True
            if not self._gate.wait_for(lambda: self._readers == 0, READERS_LEAVE_S):
                self._connections.interrupt_all()
                self._gate.wait_for(lambda: self._readers == 0, READERS_LEAVE_S)
            idle = self._readers == 0
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join(longest_write_s)
            idle = idle and not self._writer.is_alive()
        if idle:
            self._connections.close_all()

    # --- the writer thread ----------------------------------------------------------------------------------

    def _serve(self) -> None:
        self._connections.writer = threading.get_ident()
        while (task := self._queue.get()) is not None:
            work, future = task
            if future.set_running_or_notify_cancel():
                self._settle(work, future)
            del task, work, future  # a waiting thread keeps nothing of the last write alive
        self._disconnect(truncate=True)

    def _settle(self, work: Callable[[], T], future: Future[T]) -> None:
        try:
            result = self._commit(work)
        except BaseException as error:
            if isinstance(error, StoreError):
                self._disconnect(truncate=False)
            future.set_exception(error)
        else:
            future.set_result(result)

    def _commit(self, work: Callable[[], T]) -> T:
        if self._changed:
            raise StoreError("storage_changed")
        with translated(self.path):
            if self._connections.connect(reuse_if_open=True):
                self._files = _identities(self.path)
            with self._connections.atomic("IMMEDIATE"):
                result = work()
        if _identities(self.path) != self._files:
            # Another program removed or replaced the files under us: what we write now would go with them.
            self._changed = True
            raise StoreError("storage_changed")
        return result

    def _disconnect(self, *, truncate: bool) -> None:
        """Close the writer's connection; the next write opens a fresh one."""
        try:
            if truncate and not self._connections.is_closed() and not self._changed:
                self._connections.truncate_wal()
            self._connections.close()
        except (peewee.PeeweeException, sqlcipher.Error):
            self._connections.dispose()  # what was acknowledged is on disk; nothing is left to save


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise StoreError("store_missing")
    if path.stat().st_size == 0:  # SQLite would begin a new one in it
        raise StoreDamaged("store_damaged")


def _wal(path: Path) -> Path:
    return Path(f"{path}-wal")


def _identities(path: Path) -> tuple[tuple[int, int], ...]:
    """Say which files stand at the paths of database and -wal; a missing one is left out."""
    found = []
    for file in (path, _wal(path)):
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((status.st_dev, status.st_ino))
    return tuple(found)
