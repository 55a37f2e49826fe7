# SPDX-License-Identifier: MIT
"""What every connection to the store is told before its first statement, and which of them may write.

One door to the engine: the key, the pragmas and the engine's own checks stand here. Holds no thread and no query;
those are ``database``'s and its neighbours'.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playhouse.sqlcipher_ext import SqlCipherDatabase
from sqlcipher3 import dbapi2 as sqlcipher

from vaxdesk.errors import StoreDamaged, StoreError

OLDEST_SQLITE: Final = (3, 51, 3)  # before it two connections could lose a commit while the WAL was reset
BUSY_TIMEOUT_MS: Final = 5000
CLOSING_TIMEOUT_MS: Final = 500

# What each connection is told, and what it must answer when asked back.
_PRAGMAS: Final = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("trusted_schema", "OFF", 0),
    ("cache_size", "-16384", -16384),  # KiB: a page that is not kept is deciphered and checked anew
)


class _Connection(sqlcipher.Connection):  # type: ignore[misc]
    """A connection that can be referred to weakly, so that it goes when its thread goes."""


class Connections(SqlCipherDatabase):  # type: ignore[misc]
    """One connection a thread; only the writer's may change anything.

    A statement on a thread that has no connection is an error, never a stray connection.

    Attributes:
        writer: ident of the thread whose connection may write, None when nobody's may.
    """

    def __init__(self, path: Path, data_key: bytes, writer: int | None = None) -> None:
        super().__init__(str(path), autoconnect=False)
        self.path = path
        self.writer = writer
        self._data_key = data_key
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()

    def _connect(self) -> _Connection:
        connection = _connect(self.path, self._data_key)
        try:
            _make_safe(connection)
            self._add_conn_hooks(connection)
            if threading.get_ident() != self.writer:
                connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        self._open.add(connection)
        return connection

    def rollback(self) -> Any:
        """Roll back, unless SQLite has already done so by itself (as it does on a full disk)."""
        if self.connection().in_transaction:
            super().rollback()

    def interrupt_all(self) -> None:
        """Stop every statement that runs, on any thread."""
        for connection in list(self._open):
            connection.interrupt()

    def close_all(self) -> None:
        """Close the connections of every thread; none may be in use."""
        for connection in list(self._open):
            connection.close()

    def check_whole(self) -> None:
        """Read every page against its checksum, then the structure.

        Raises:
            StoreDamaged: something does not read as it was written.
        """
        if self.execute_sql("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise StoreDamaged("store_damaged")
        if self.execute_sql("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreDamaged("store_damaged")

    def copy_to(self, target: Path) -> None:
        """Copy the whole store into ``target``, an empty file, under the same key, and check the copy.

        Raises:
            StoreDamaged: the copy does not read as it was written.
        """
        copy = _connect(target, self._data_key)
        try:
            self.connection().backup(copy)
        finally:
            copy.close()
        written = Connections(target, self._data_key)
        written.connect()
        try:
            written.check_whole()
        finally:
            written.close()

    def truncate_wal(self) -> None:
        """Move all of the -wal file into the database, if nobody else is reading just now."""
        self.execute_sql(f"PRAGMA busy_timeout = {CLOSING_TIMEOUT_MS}")
        self.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def writing_here(path: Path, data_key: bytes) -> Iterator[Connections]:
    """Let the calling thread alone write, before the writer thread exists."""
    connections = Connections(path, data_key, writer=threading.get_ident())
    connections.connect()
    try:
        yield connections
    finally:
        connections.close()


def refuse_old_sqlite() -> None:
    """Raise StoreError ``sqlite_too_old`` when the engine still has a fault that loses commits."""
    version = sqlcipher.sqlite_version_info
    if version < OLDEST_SQLITE:
        raise StoreError("sqlite_too_old", version=".".join(map(str, version)))


def _connect(path: Path, data_key: bytes) -> _Connection:
    """Open ``path``, which must be there, under the raw key. Says nothing on stderr when the key is wrong."""
    uri = f"{path.resolve().as_uri()}?mode=rw"
    connection: _Connection = sqlcipher.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    return connection


def _make_safe(connection: _Connection) -> None:
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        if connection.execute(f"PRAGMA {name}").fetchone() != (expected,):
            raise StoreError("storage_not_safe", setting=name)
