# SPDX-License-Identifier: MIT
"""Stores on real files, made fast: a fresh one is a copy of one that was made once under a random key."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import resources
from vaxdesk.clock import Clock
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import StoreError
from vaxdesk.events import Hooks
from vaxdesk.services.register import Register
from vaxdesk.store.database import Store

from . import people

T = TypeVar("T")

DATA_KEY = secrets.token_bytes(32)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vaxdesk.db"
        Store.create(path, DATA_KEY)
        return path.read_bytes()


@cache
def reference_table() -> ReferenceTable:
    """Return the table that the desk itself uses."""
    return ReferenceTable.from_json(resources.path("reference/vaccines.json").read_text(encoding="utf-8"))


def make(folder: Path) -> Path:
    """Put an empty store of the newest schema under ``DATA_KEY`` into ``folder``; return its path."""
    path = folder / "vaxdesk.db"
    path.write_bytes(_empty())
    path.chmod(0o600)
    return path


@contextmanager
def opened(folder: Path) -> Iterator[FailingStore]:
    """Open a new store in ``folder``, for one test."""
    store = reopen(make(folder))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def thrown_away() -> Iterator[FailingStore]:
    """Open a new store in a folder of its own that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="vaxdesk-test-"))
    try:
        with opened(folder) as store:
            yield store
    finally:
        shutil.rmtree(folder)


def reopen(path: Path) -> FailingStore:
    """Open ``path`` for writing without the slow checks of a start."""
    return FailingStore(path, DATA_KEY, writes=True)


def register_of(store: Store, clock: Clock, hooks: Hooks | None = None) -> Register:
    """Return the register service over ``store``."""
    return Register(store, reference_table(), people.CENTRES, clock, hooks or Hooks())


class FailingStore(Store):
    """A store whose disk fails at the end of as many of the next writes as ``failures`` says."""

    failures = 0

    def write(self, work: Callable[[], T]) -> Future[T]:
        """As ``Store.write``; a failing one has done its work and is rolled back."""

        def failing() -> T:
            done = work()
            if self.failures:
                self.failures -= 1
                raise StoreError("disk_failed")
            return done

        return super().write(failing)
