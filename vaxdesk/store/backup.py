# SPDX-License-Identifier: MIT
"""A whole, checked, encrypted copy of the store before its schema is changed.

Made through SQLite's own backup, never by copying the live file. Copies are not removed here: nothing is lost
by keeping one, and everything may be by deleting it.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.errors import DiskFull, StoreError
from vaxdesk.platform import private_folder, sync_folder
from vaxdesk.store.connections import Connections

FOLDER: Final = "backups"


def back_up_before(connections: Connections, version: int) -> Path:
    """Copy the store into ``backups/`` beside it, before the migration to ``version``; durable when this
    returns.

    Returns:
        The copy, of mode 0600, readable under the same key.

    Raises:
        StoreDamaged: the copy does not read back whole; it is not kept under a backup's name.
        DiskFull, StoreError: ``backup_failed``; the store was not touched.
    """
    folder = connections.path.parent / FOLDER
    target = folder / f"vaxdesk-before-v{version}-{Clock().now():%Y%m%dT%H%M%S%fZ}.db"
    part = target.with_suffix(".part")
    try:
        private_folder(folder)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            connections.copy_to(part)
            _sync_file(part)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull("disk_full") from error
        raise StoreError("backup_failed") from error
    return target


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
