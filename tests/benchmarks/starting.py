# SPDX-License-Identifier: MIT
"""From the start of the interpreter to the painted sign-in page, and the memory of that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, memory_now_mb, percentile, tell
from tests.support import desks

STARTS = 7
AIM_S = 1.5
STARTED_AT = "BENCH_STARTED_AT"


def measure(folder: Path, scale: float) -> list[Figure]:
    """Start the program several times on one desk; the first start, with cold caches, is left out."""
    desk = desks.make_folder(folder / "desk")
    starts = [_start(desk) for _start_no in range(max(3, int(STARTS * scale)))][1:]
    return [
        Figure("Start to sign-in page, median", percentile([s for s, _mb in starts], 0.5), "s", AIM_S),
        Figure("Resident memory at the sign-in page", percentile([mb for _s, mb in starts], 0.5), "MB"),
    ]


def _start(folder: Path) -> tuple[float, float]:
    env = {**os.environ, STARTED_AT: repr(time.monotonic())}
    command = [sys.executable, "-m", "tests.benchmarks.starting", "--child", str(folder)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    seconds, memory_mb = json.loads(done.stdout.splitlines()[-1])
    return seconds, memory_mb


def _child(folder: str) -> None:
    """Run the program as ``python main.py`` does, up to the moment when its window is painted."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    import main

    def until_painted(*_app: object) -> int:
        window = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
        QTest.qWaitForWindowExposed(window)
        QApplication.processEvents()
        took_s = time.monotonic() - float(os.environ[STARTED_AT])
        sys.stdout.write(json.dumps([took_s, memory_now_mb()]) + "\n")
        return 0

    QApplication.exec = until_painted
    sys.exit(main.main(["--data-dir", folder]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2])
    tell(measure)
