# SPDX-License-Identifier: MIT
"""Places at twice the size of the text: what is typed can be read, and every button is whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from ui import style
from ui.background import Background
from ui.bridge import Bridge
from ui.export.panel import ExportPanel
from ui.pages.panel import PagesPanel
from ui.register.panel import RegisterPanel

WIDTH = 1010
"""What is left of 1366 px beside the navigation, px."""


@pytest.fixture(autouse=True)
def _two_hundred_per_cent(qapp: QApplication) -> Iterator[None]:
    style.set_text_percent(200)
    style.dress(qapp)
    yield
    style.set_text_percent(100)
    style.dress(qapp)


def shown(qtbot: QtBot, panel: QWidget) -> QWidget:
    qtbot.addWidget(panel)
    panel.resize(WIDTH, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def assert_whole(panel: QWidget) -> None:
    assert panel.width() == WIDTH, "nothing asks for more than there is"
    for button in panel.findChildren(QPushButton):
        if button.isVisible():
            assert button.mapTo(panel, button.rect().topRight()).x() < WIDTH, button.text()
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_day_of_the_sheet_can_be_read(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    panel = ExportPanel(desk.export, background, desk.settings, desk.clock)
    shown(qtbot, panel)
    assert panel._day.width() > panel._day.fontMetrics().horizontalAdvance("24-11-2026") + 20
    assert_whole(panel)


def test_a_name_can_be_searched_in_the_register(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    panel = RegisterPanel(desk.browsing, desk.register, background, bridge, people.CLERK, desk.settings, desk.clock)
    shown(qtbot, panel)
    assert panel._find.width() > panel._find.fontMetrics().horizontalAdvance("Name, mobile or receipt")
    assert_whole(panel)


def test_the_button_that_types_a_page_is_whole(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    panel = PagesPanel(desk.pages, background, bridge, people.CLERK, desk.settings, desk.clock)
    shown(qtbot, panel)
    assert_whole(panel)
