# SPDX-License-Identifier: MIT
"""Where the window stands: as last time, and over the whole of a screen that is no larger than it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui import window_state


def _window(qtbot: QtBot, width: int, height: int) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(width, height)
    return made


def test_a_window_comes_back_in_its_size(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = _window(qtbot, 500, 400), _window(qtbot, 300, 200)
    assert not window_state.restore(second, tmp_path)
    window_state.keep(first, tmp_path)
    assert window_state.restore(second, tmp_path)
    assert (second.width(), second.height()) == (500, 400)


def test_a_broken_note_of_the_place_is_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / window_state.FILE).write_text("[General]\ngeometry=nonsense\n")
    window = _window(qtbot, 300, 200)
    assert not window_state.restore(window, tmp_path)
    assert window.width() == 300


def test_only_a_window_with_no_room_to_spare_fills_the_screen(qtbot: QtBot) -> None:
    small, large = _window(qtbot, 300, 200), _window(qtbot, 300, 200)
    large.resize(large.screen().availableSize().width(), 200)
    window_state.show(small)
    window_state.show(large)
    assert small.isVisible() and not small.isMaximized()
    assert large.isMaximized()
