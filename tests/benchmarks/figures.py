# SPDX-License-Identifier: MIT
"""What a measurement says, and how one process hands it to another. Measures nothing itself."""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_RSS_FIELD = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        what: in words, with the size it was measured at.
        aim: in the same unit; 0 where there is none.
    """

    what: str
    value: float
    unit: str
    aim: float = 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` (0 to 1) of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory_now_mb() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[_RSS_FIELD])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory_peak_mb() -> float:
    """Return the most resident memory that this process ever held, in MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def tell(measure: Callable[[Path, float], list[Figure]]) -> None:
    """Run ``measure(folder, scale)`` for the parent process and print its figures as the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1.0)
    logging.basicConfig(level=logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="vaxdesk-bench-") as folder:
        figures = measure(Path(folder), parser.parse_args().scale)
    sys.stdout.write(json.dumps([asdict(figure) for figure in figures]) + "\n")
