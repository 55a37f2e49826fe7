# SPDX-License-Identifier: MIT
"""A practice portal that serves so many calls a second and turns the others away with a 503 and Retry-After.

``python -m tests.benchmarks.crowded CALLS_A_SECOND LEDGER`` prints the base URL, works until its input ends, then
writes the ledger.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.portal import ROOT
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.portal.practice.mischief import Mischief, Plan

RETRY_AFTER_S = 1
_LEAVES_S = 10


class Capacity:
    """A bucket of one second's worth of calls, full at first and filled all the time."""

    def __init__(self, calls_a_s: float) -> None:
        self._calls_a_s = calls_a_s
        self._left = max(1.0, calls_a_s)
        self._at = 0.0
        self._lock = threading.Lock()

    def plan(self, now: float) -> Plan:
        """Return what becomes of a call that arrives at ``now``, in seconds."""
        with self._lock:
            self._left = min(max(1.0, self._calls_a_s), self._left + (now - self._at) * self._calls_a_s)
            self._at = now
            if self._left < 1.0:
                return Plan(Mischief.UNAVAILABLE_UNTIL, retry_after_s=RETRY_AFTER_S)
            self._left -= 1.0
            return Plan(Mischief.NONE)


@contextmanager
def crowded_portal(calls_a_s: float, ledger: Path) -> Iterator[str]:
    """Run such a portal; yields its base URL. ``ledger`` is complete when this ends."""
    command = [sys.executable, "-m", "tests.benchmarks.crowded", str(calls_a_s), str(ledger)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.communicate(timeout=_LEAVES_S)


def main(calls_a_s: str, ledger: str) -> int:
    """Serve until the input ends."""
    capacity = Capacity(float(calls_a_s))
    portal = PracticePortal(plan=lambda _number: capacity.plan(time.monotonic()))
    sys.stdout.write(f"{portal.start()}\n")
    sys.stdout.flush()
    sys.stdin.read()
    portal.stop()
    Path(ledger).write_text(json.dumps(portal.ledger()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
