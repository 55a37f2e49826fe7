# SPDX-License-Identifier: MIT
"""One line to type into: what stands there is replaced by whoever comes by key, not by whoever points."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.box import Box


@pytest.mark.parametrize(
    ("reason", "selected"),
    [
        (Qt.FocusReason.TabFocusReason, "16-01-2021"),
        (Qt.FocusReason.BacktabFocusReason, "16-01-2021"),
        (Qt.FocusReason.ShortcutFocusReason, "16-01-2021"),
        (Qt.FocusReason.OtherFocusReason, "16-01-2021"),
        (Qt.FocusReason.MouseFocusReason, ""),
        (Qt.FocusReason.ActiveWindowFocusReason, ""),
    ],
)
def test_coming_by_key_selects_what_stands_there(qtbot: QtBot, reason: Qt.FocusReason, selected: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    other, box = Box(window), Box(window)
    box.set_value("16-01-2021")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    other.setFocus()
    box.setFocus(reason)
    assert box.selectedText() == selected
