# SPDX-License-Identifier: MIT
"""Linux and other POSIX systems: flock, permission bits, fsync of folders."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from vaxdesk.errors import DeskBusy, SetupError
from vaxdesk.paths import LOCK_FILE


class Lock:
    """The hold on a data folder. The lock file stays where it is: removing it would let two hold it at
    once."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def lock_folder(path: Path) -> Lock:
    """Hold the data folder ``path`` for this process alone, until ``release`` or its end.

    Raises:
        DeskBusy: another process holds it.
        SetupError: ``folder_not_writable``.
    """
    try:
        descriptor = os.open(path / LOCK_FILE, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise SetupError("folder_not_writable", folder=str(path)) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise DeskBusy("desk_busy", folder=str(path)) from error
    return Lock(descriptor)


def private_folder(path: Path) -> None:
    """Make ``path`` and what lacks above it, and let nobody but its owner in (0700)."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)


def private_file(path: Path) -> None:
    """Let nobody but its owner read or write the file ``path`` (0600)."""
    path.chmod(0o600)


def sync_folder(path: Path) -> None:
    """Put the names in folder ``path`` on disk: a new file is durable only after that."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
