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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_RSS_FIELD = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        what: in words, with the size it was measured at.
        aim: in the same unit, not to be passed; None where there is none.
        at_least: the aim is to be reached instead.
    """

    what: str
    value: float
    unit: str
    aim: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Return "met" or "missed", "" where there is no aim."""
        if self.aim is None:
            return ""
        return "met" if (self.value >= self.aim if self.at_least else self.value <= self.aim) else "missed"


@dataclass(frozen=True, slots=True)
class Table:
    """Many measured numbers, each row with a text for each column of ``head``; the first column is of words."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for the folder ``docs``, as SVG."""

    file: str
    svg: str


Finding = Figure | Table | Picture
_KINDS: dict[str, type[Finding]] = {kind.__name__: kind for kind in (Figure, Table, Picture)}


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


def as_text(findings: Iterable[Finding]) -> str:
    """Return ``findings`` as one line for ``from_text`` in another process."""
    return json.dumps([[type(finding).__name__, asdict(finding)] for finding in findings])


def from_text(text: str) -> list[Finding]:
    """Return what ``as_text`` was given."""
    return [_KINDS[kind](**fields) for kind, fields in json.loads(text)]


def tell(measure: Callable[[Path, float], Sequence[Finding]]) -> None:
    """Run ``measure(folder, scale)`` for the parent process and print its findings as the last line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1.0)
    logging.basicConfig(level=logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="vaxdesk-bench-") as folder:
        findings = measure(Path(folder), parser.parse_args().scale)
    sys.stdout.write(as_text(findings) + "\n")
