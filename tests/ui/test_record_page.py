# SPDX-License-Identifier: MIT
"""The right column shows what there is room for, and never makes the page higher than the form."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.record_page import RecordPage
from ui.widgets.scrolled import Scrolled
from ui.widgets.text import plain_label


class Shown:
    """A page with one card that stays and two that give way, 200 high each."""

    def __init__(self, qtbot: QtBot) -> None:
        self.form, self.stays, self.first, self.second = QWidget(), _card(), _card(), _card()
        self.page = RecordPage(self.form, (self.stays, self.first, self.second), only_wide=(self.first, self.second))
        self.area = Scrolled(self.page)
        self.page.set_narrow(False)
        qtbot.addWidget(self.area)
        self.area.resize(1000, 800)
        self.area.show()
        qtbot.waitExposed(self.area)

    def cards(self) -> tuple[bool, bool, bool]:
        """Return which cards are seen."""
        return self.stays.isVisible(), self.first.isVisible(), self.second.isVisible()


def _card() -> QWidget:
    made = plain_label("a sentence that goes on for more than one line " * 3, wrap=True)
    made.setMinimumHeight(200)
    return made


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    return Shown(qtbot)


def test_a_high_window_shows_all_and_a_low_one_the_first_that_fit(shown: Shown) -> None:
    assert shown.cards() == (True, True, True)
    shown.area.resize(1000, 500)
    assert shown.cards() == (True, True, False)
    shown.area.resize(1000, 300)
    assert shown.cards() == (True, False, False)
    shown.area.resize(1000, 800)
    assert shown.cards() == (True, True, True)


def test_the_column_makes_no_page_scroll(shown: Shown) -> None:
    shown.area.resize(1000, 300)
    assert shown.page.height() == shown.area.viewport().height()


def test_what_is_asked_about_somebody_has_the_column_for_itself(shown: Shown) -> None:
    shown.page.give_room(True)
    assert shown.cards() == (True, False, False)
    shown.page.give_room(False)
    assert shown.cards() == (True, True, True)


def test_above_the_form_stands_only_what_always_does(shown: Shown) -> None:
    shown.page.set_narrow(True)
    assert shown.cards() == (True, False, False)
