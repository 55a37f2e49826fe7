# SPDX-License-Identifier: MIT
"""Windows: a byte-range lock instead of flock; the profile's own access list instead of permission bits."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vaxdesk.errors import DeskBusy, SetupError
from vaxdesk.paths import LOCK_FILE

assert sys.platform == "win32"

import msvcrt  # noqa: E402  (it exists only there)


class Lock:
    """The hold on a data folder. The lock file stays where it is."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let the next one in; a second call does nothing."""
        if self._descriptor is not None:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            msvcrt.locking(self._descriptor, msvcrt.LK_UNLCK, 1)
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
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except OSError as error:
        os.close(descriptor)
        raise DeskBusy("desk_busy", folder=str(path)) from error
    return Lock(descriptor)


def private_folder(path: Path) -> None:
    """Make ``path`` and what lacks above it; a folder in the user's profile is the user's alone by
    inheritance."""
    path.mkdir(parents=True, exist_ok=True)


def private_file(path: Path) -> None:
    """Nothing to do: a file inherits who may read it from its folder."""


def sync_folder(path: Path) -> None:
    """Nothing to do: NTFS keeps names in its own journal, and a folder cannot be flushed."""
