# SPDX-License-Identifier: MIT
"""The form, ready to be typed into."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk
from tests.support.typed_form import TypedForm
from ui.background import Background


@pytest.fixture
def form(qtbot: QtBot, desk: FakeDesk, background: Background) -> Iterator[TypedForm]:
    """Blank, with the cursor in its first field."""
    made = TypedForm(qtbot, desk, background)
    yield made
    made.settle()
