# SPDX-License-Identifier: MIT
"""The page of faults names every fault once, and only tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
FAULTS = range(23, 56)
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_fault_stands_once_with_a_test_or_why_there_is_none() -> None:
    rows = ROW.findall(PAGE)
    assert [int(number) for number, _what, _shown in rows] == list(FAULTS)
    assert all(shown.strip() for _number, _what, shown in rows)


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert named
    missing = [f"{file}::{name}" for file, name in named if not _is_there(file, name)]
    assert not missing, "\n".join(missing)


def _is_there(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    return path.is_file() and f"def {name}(" in path.read_text(encoding="utf-8")
