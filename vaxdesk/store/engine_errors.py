# SPDX-License-Identifier: MIT
"""What the database engine's errors mean for a person at the desk. Knows no query and changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import peewee
from sqlcipher3 import dbapi2 as sqlcipher

from vaxdesk.errors import DiskFull, StoreDamaged, StoreError

FULL_DISK_BYTES: Final = 1 << 20
PRIMARY_CODE: Final = 0xFF


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the engine's and the system's errors into ours; a broken constraint or a slip of ours stays as it
    is."""
    try:
        yield
    except (peewee.PeeweeException, sqlcipher.Error) as error:
        ours = _our_error(_sqlite_code(error), path)
        if ours is None:
            raise
        raise ours from error


def _sqlite_code(error: Exception) -> int:
    cause = getattr(error, "orig", error)  # peewee wraps the engine's own
    code: int = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & PRIMARY_CODE


def _our_error(code: int, path: Path) -> StoreError | None:
    match code:
        case sqlite3.SQLITE_CONSTRAINT | sqlite3.SQLITE_ERROR | sqlite3.SQLITE_MISUSE | sqlite3.SQLITE_RANGE:
            return None
        case sqlite3.SQLITE_FULL:
            return DiskFull("disk_full")
        case sqlite3.SQLITE_IOERR if shutil.disk_usage(path.parent).free < FULL_DISK_BYTES:
            return DiskFull("disk_full")
        case sqlite3.SQLITE_NOTADB:
            return StoreDamaged("store_unreadable")
        case sqlite3.SQLITE_CORRUPT:
            return StoreDamaged("store_damaged")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError("store_busy")
        case sqlite3.SQLITE_INTERRUPT:
            return StoreError("store_closed")
        case _:
            return StoreError("disk_failed")
