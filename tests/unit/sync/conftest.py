# SPDX-License-Identifier: MIT
"""An upload on a still clock for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.uploads import Upload, upload_in


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    """Return an upload over an empty store."""
    with upload_in(tmp_path) as made:
        yield made
