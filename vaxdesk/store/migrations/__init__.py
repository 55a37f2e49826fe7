# SPDX-License-Identifier: MIT
"""Numbered steps from one schema to the next. Each is self-contained: it must not import the models.

A step runs inside one transaction of the writer and never changes once it has been released.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from peewee import Database

from vaxdesk.store.migrations import m0001_first, m0002_upload, m0003_session_day

MIGRATIONS: Final[tuple[tuple[int, Callable[[Database], None]], ...]] = (
    (1, m0001_first.apply),
    (2, m0002_upload.apply),
    (3, m0003_session_day.apply),
)
LATEST: Final = MIGRATIONS[-1][0]
