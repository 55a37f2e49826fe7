# SPDX-License-Identifier: MIT
"""A store on a real file for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.boxes import Box, box_in
from vaxdesk.store.database import Store

DATA_KEY = bytes(range(32))


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Return the path of a new, closed store under ``DATA_KEY``."""
    path = tmp_path / "vaxdesk.db"
    Store.create(path, DATA_KEY)
    return path


@pytest.fixture
def data_key() -> bytes:
    """Return the key of ``store_path``."""
    return DATA_KEY


@pytest.fixture
def open_store(store_path: Path) -> Iterator[Store]:
    """Return an open store; it is closed after the test."""
    store = Store.open(store_path, DATA_KEY)
    yield store
    store.close()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """Return an outbox over an empty store, on a still clock."""
    with box_in(tmp_path) as made:
        yield made
