# SPDX-License-Identifier: MIT
"""Whoever hears the desk instead of seeing it is told what each part is, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, rows
from ui import style
from ui.background import Background
from ui.main_window import MainWindow
from vaxdesk import i18n


@pytest.fixture(params=["en", "hi"])
def window(
    request: pytest.FixtureRequest, qtbot: QtBot, background: Background, tmp_path: Path
) -> Iterator[MainWindow]:
    i18n.set_language(request.param)
    desk = FakeDesk(language=request.param)
    desk.folder = tmp_path
    desk.rows += rows(confirmed=2, waiting=1, rejected=1)
    made = MainWindow(desk, background, people.CLERK)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made._leaving = True
    made.close()


def _places(window: MainWindow) -> tuple[str, ...]:
    return tuple(window.workplace()._pages)


def _reached(window: MainWindow) -> list[QWidget]:
    """Return what the keyboard or the mouse can come to."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def _name(widget: QWidget) -> str:
    heard = QAccessible.queryAccessibleInterface(widget)
    return "" if heard is None else heard.text(QAccessible.Text.Name).strip()


def test_every_part_that_can_be_reached_has_a_name(window: MainWindow) -> None:
    nameless = []
    for place in _places(window):
        window.workplace().go(place)
        nameless += [
            f"{place}: {type(widget).__name__} {widget.objectName()}"
            for widget in _reached(window)
            if not _name(widget)
        ]
    assert not nameless


def test_no_place_is_wider_than_a_small_screen(window: MainWindow) -> None:
    window.resize(1024, 700)
    for place in _places(window):
        window.workplace().go(place)
        assert window.minimumSizeHint().width() <= 1024, place


@pytest.mark.parametrize("percent", [150, 200])
def test_every_place_fits_a_common_screen_in_large_text(window: MainWindow, percent: int) -> None:
    app_style = style.text_percent()
    try:
        window._dress(percent)
        window._make_anew()
        for place in _places(window):
            window.workplace().go(place)
            assert window.minimumSizeHint().width() <= 1366, place
    finally:
        window._dress(app_style)
