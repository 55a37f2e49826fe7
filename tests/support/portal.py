# SPDX-License-Identifier: MIT
"""The practice portal for tests: in this process, to look into; or in one of its own, as a desk meets it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaxdesk.portal.practice import PracticePortal

ROOT = Path(__file__).resolve().parents[2]
_LEAVES_S = 10


@contextmanager
def practice_portal(profile: str = "calm", seed: int = 1) -> Iterator[tuple[PracticePortal, str]]:
    """Run a practice portal in this process; yields it and its base URL."""
    portal = PracticePortal(profile, seed)
    base_url = portal.start()
    try:
        yield portal, base_url
    finally:
        portal.stop()


@contextmanager
def portal_process(profile: str = "calm", seed: int = 1, ledger: Path | None = None) -> Iterator[str]:
    """Run the command ``practice-portal``; yields its base URL. ``ledger`` is complete when this ends."""
    command = [sys.executable, str(ROOT / "main.py"), "practice-portal", "--port", "0"]
    command += ["--profile", profile, "--seed", str(seed)]
    if ledger is not None:
        command += ["--ledger", str(ledger)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline().split()
            if not said:
                raise RuntimeError("the practice portal did not start")
            yield said[-1]
        finally:
            process.terminate()
            process.wait(_LEAVES_S)
