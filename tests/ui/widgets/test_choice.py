# SPDX-License-Identifier: MIT
"""The short list: number keys of any script, first letters, arrows; nothing while it is locked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.hindi_keys import commit_text, type_text
from ui.widgets.choice import Choice, Option

OPTIONS = (Option("f", "Female"), Option("m", "Male"), Option("o", "Other"), Option("n", "Not said"))


@pytest.fixture
def choice(qtbot: QtBot) -> Choice:
    made = Choice(OPTIONS)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_number_key_chooses_and_shows_number_and_word(qtbot: QtBot, choice: Choice) -> None:
    with qtbot.waitSignal(choice.edited):
        qtbot.keyClicks(choice, "2")
    assert choice.value() == "m" and choice.text() == "2  Male"
    qtbot.keyClicks(choice, "9")
    assert choice.value() == "m"


def test_a_hindi_digit_chooses_by_key_and_by_input_method(choice: Choice) -> None:
    type_text(choice, "३")
    assert choice.value() == "o"
    commit_text(choice, "१")
    assert choice.value() == "f"


def test_a_first_letter_chooses_the_next_such_option(qtbot: QtBot) -> None:
    choice = Choice((Option("a", "Aadhaar"), Option("p", "PAN"), Option("pp", "Passport")))
    qtbot.addWidget(choice)
    qtbot.keyClicks(choice, "p")
    assert choice.value() == "p"
    qtbot.keyClicks(choice, "p")
    assert choice.value() == "pp"
    qtbot.keyClicks(choice, "P")
    assert choice.value() == "p"
    qtbot.keyClicks(choice, "z")
    assert choice.value() == "p"


def test_arrows_go_up_and_down_and_delete_empties(qtbot: QtBot, choice: Choice) -> None:
    for key, value in (
        (Qt.Key.Key_Down, "f"),
        (Qt.Key.Key_Down, "m"),
        (Qt.Key.Key_Up, "f"),
        (Qt.Key.Key_Up, "f"),
        (Qt.Key.Key_Delete, ""),
    ):
        qtbot.keyClick(choice, key)
        assert choice.value() == value
    assert choice.text() == ""


def test_a_locked_one_takes_no_key(qtbot: QtBot, choice: Choice) -> None:
    choice.set_value("m")
    choice.set_locked(True)
    qtbot.keyClicks(choice, "1f")
    commit_text(choice, "1")
    assert choice.value() == "m"


def test_text_that_is_no_option_is_shown_as_it_stands(choice: Choice) -> None:
    choice.set_value("<i>unknown</i>")
    assert choice.value() == choice.text() == "<i>unknown</i>"


def test_a_value_that_was_set_is_no_edit(qtbot: QtBot, choice: Choice) -> None:
    with qtbot.assertNotEmitted(choice.edited):
        choice.set_value("m")


def test_a_narrow_one_shows_its_number_however_one_comes_to_it(choice: Choice) -> None:
    choice.setFixedWidth(60)
    choice.set_value("n")
    for come in (lambda: choice.setFocus(Qt.FocusReason.TabFocusReason), choice.selectAll, lambda: choice.end(False)):
        come()
        assert choice.cursorPosition() == 0
    choice.selectAll()
    assert choice.selectedText() == "4  Not said"
