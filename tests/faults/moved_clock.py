# SPDX-License-Identifier: MIT
"""The clocks of one process, moved from outside by a file of two doubles: seconds set off, seconds asleep.

Where a C compiler is, the system's own clocks are moved by ``clockjump.c``, for everything in that process. Anywhere
else, and beside it, a ``Clock`` that reads the same file is handed in, and APScheduler is given its time.
"""

from __future__ import annotations

import mmap
import os
import shutil
import struct
import subprocess
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Final

import apscheduler.schedulers.base

from vaxdesk.clock import Clock

_CLOCKS = struct.Struct("=dd")
VARIABLE: Final = "CLOCKS"
HANDED_IN, PRELOADED = "handed in", "preloaded"
KINDS = [HANDED_IN, PRELOADED] if shutil.which("cc") else [HANDED_IN]


class Clocks:
    """The clocks of a process that is started with ``environment``."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._file = folder / "clocks"
        self._file.write_bytes(_CLOCKS.pack(0.0, 0.0))
        self._mapped = self._map()
        self._moved_s = self._slept_s = 0.0
        self.environment = {VARIABLE: str(self._file)}
        if kind == PRELOADED:
            library, source = folder / "clockjump.so", Path(__file__).with_name("clockjump.c")
            subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
            self.environment["LD_PRELOAD"] = str(library)

    def set_off(self, by_s: float) -> None:
        """Set the wall clock so far off the true time; 0: right again."""
        self._moved_s = by_s
        self._write()

    def sleep(self, seconds: float) -> None:
        """Let the PC have slept for so long, at once."""
        self._slept_s += seconds
        self._write()

    def _map(self) -> mmap.mmap:
        with self._file.open("r+b") as file:
            return mmap.mmap(file.fileno(), _CLOCKS.size)

    def _write(self) -> None:
        self._mapped[:] = _CLOCKS.pack(self._moved_s, self._slept_s)


class FileClock(Clock):
    """The machine's clocks, moved as the file says."""

    def __init__(self) -> None:
        super().__init__()
        with Path(os.environ[VARIABLE]).open("rb") as file:
            self._mapped = mmap.mmap(file.fileno(), _CLOCKS.size, prot=mmap.PROT_READ)

    def now(self) -> datetime:
        """As ``Clock``."""
        return super().now() + timedelta(seconds=sum(_CLOCKS.unpack(self._mapped[:])))

    def monotonic(self) -> float:
        """As ``Clock``."""
        return super().monotonic() + _CLOCKS.unpack(self._mapped[:])[1]


def clock_here() -> Clock:
    """Return the clock of this very process, whichever way it is moved."""
    if "LD_PRELOAD" in os.environ:
        return Clock()
    clock = FileClock()

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    apscheduler.schedulers.base.datetime = Now
    return clock
