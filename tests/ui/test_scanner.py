# SPDX-License-Identifier: MIT
"""A scanner is told from fingers wherever the focus is; a code leaves no letter behind, anything else loses none."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support import codes
from tests.support.typing_scanner import Keyboard
from ui.key_places import _ROWS, american
from ui.scanner import GAP_MS, LANDING, LONG, SHORTEST, Scanner
from ui.widgets.box import Box
from ui.widgets.choice import Choice, Option
from vaxdesk.domain.scanned import AadhaarScan, SlipScan, UnreadableScan

SLIP = "VD1:037-0:1A2B3C4D"
GENDERS = (Option("female", "Female"), Option("male", "Male"), Option("other", "Other"))


class _Desk(QWidget):
    """Fields of each kind below each other; Enter goes on, as in the form."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.choice, self.line, self.text = Box(), Choice(GENDERS), QLineEdit(), QPlainTextEdit()
        self.button = QPushButton("Save")
        self.pressed = 0
        self.edited: list[str] = []
        self.name.edited.connect(lambda: self.edited.append(self.name.value()))
        self.button.clicked.connect(self._count)
        column = QVBoxLayout(self)
        for part in (self.name, self.choice, self.line, self.text, self.button):
            column.addWidget(part)
        self.scanner = Scanner(self, "xcb")
        self.scanned: list[object] = []
        self.scanner.scanned.connect(self.scanned.append)

    def _count(self) -> None:
        self.pressed += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Return:
            self.focusNextChild()


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


@pytest.fixture
def desk(qtbot: QtBot) -> _Desk:
    made = _Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    focus(made.name)
    return made


def focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()


def test_a_scanned_code_is_told_and_leaves_the_field_as_it_stood(desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.type("Suni")
    desk.name.setSelection(1, 2)
    keyboard.scan(SLIP + "\n")
    assert desk.scanned == [SlipScan("037-0", "1A2B3C4D")]
    assert (desk.name.text(), desk.name.selectedText()) == ("Suni", "un")
    assert desk.name.hasFocus()
    assert desk.edited[-1] == "Suni"


@pytest.mark.parametrize("end", ["\n", "\t"])
def test_a_code_may_end_with_enter_or_tab(desk: _Desk, keyboard: Keyboard, end: str) -> None:
    keyboard.scan(SLIP + end)
    assert len(desk.scanned) == 1
    assert desk.name.hasFocus()


def test_a_code_that_ends_with_nothing_is_told_after_a_pause(qtbot: QtBot, desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.scan(SLIP)
    assert not desk.scanned
    qtbot.waitUntil(lambda: len(desk.scanned) == 1)
    assert not desk.name.text()
    keyboard.press("\n")  # the scanner's own, late
    assert desk.name.hasFocus()
    keyboard.press("\n", gap_ms=2_000)
    assert desk.choice.hasFocus()


def test_a_whole_aadhaar_card_is_read_in_any_field(desk: _Desk, keyboard: Keyboard) -> None:
    for field in (desk.name, desk.line, desk.text, desk.button):
        focus(field)
        keyboard.scan(codes.secure_qr(picture=codes.photo(size=200)) + "\n")
        keyboard.scan(codes.letter() + "\n")
    assert len(desk.scanned) == 8
    assert all(isinstance(scanned, AadhaarScan) for scanned in desk.scanned)
    assert (desk.name.text(), desk.line.text(), desk.text.toPlainText(), desk.pressed) == ("", "", "", 0)


def test_digits_that_land_in_a_list_choose_nothing(desk: _Desk, keyboard: Keyboard) -> None:
    desk.choice.set_value("male")
    focus(desk.choice)
    keyboard.scan("1" + "3" * 400 + "\n")
    assert desk.scanned == [UnreadableScan("aadhaar")]
    assert desk.choice.value() == "male"


def test_a_letter_whose_first_line_ends_with_enter_is_one_code(desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.scan(codes.letter().replace("?><", "?>\n<") + "\n")
    assert len(desk.scanned) == 1
    assert (desk.name.text(), desk.name.hasFocus()) == ("", True)


def test_an_unknown_code_is_given_back_to_the_field_and_enter_goes_on(desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.scan("ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789\n")
    assert desk.name.text() == "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789"
    assert desk.choice.hasFocus()
    assert not desk.scanned


def test_an_unknown_code_without_an_end_is_given_back_after_a_pause(
    qtbot: QtBot, desk: _Desk, keyboard: Keyboard
) -> None:
    keyboard.scan("4120Z005")
    qtbot.waitUntil(lambda: desk.name.text() == "4120Z005")


def test_fingers_are_never_held_up(desk: _Desk, keyboard: Keyboard) -> None:
    for n, sign in enumerate(SLIP, start=1):
        keyboard.press(sign, gap_ms=GAP_MS)
        assert desk.name.text() == SLIP[:n]


def test_the_end_of_a_quick_roll_of_fingers_comes_with_the_next_slow_key(desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.scan("Meena", gap_ms=GAP_MS - 1)
    assert desk.name.text() == "Meena"[:LANDING]
    keyboard.press("x")
    assert desk.name.text() == "Meenax"


def test_a_held_down_key_is_no_scanner(desk: _Desk, keyboard: Keyboard) -> None:
    focus(desk.line)  # a Box stops a stuck key by itself
    keyboard.press("a")
    for _time in range(60):
        keyboard.press("a", gap_ms=30, repeated=True)
    assert desk.line.text() == "a" * 61


def test_keys_without_a_time_stamp_are_fingers(qtbot: QtBot, desk: _Desk) -> None:
    qtbot.keyClicks(desk.name, "Sunita Namoona")
    assert desk.name.text() == "Sunita Namoona"


def test_what_was_typed_is_in_the_field_before_a_shortcut_or_a_click(
    qtbot: QtBot, desk: _Desk, keyboard: Keyboard
) -> None:
    keyboard.scan("Meena Kalpit")
    qtbot.keyClick(desk.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.name.text() == "Meena Kalpit"
    keyboard.scan("Meena")
    qtbot.mouseClick(desk.button, Qt.MouseButton.LeftButton)
    assert desk.name.text() == "Meena KalpitMeena"


def test_backspace_right_after_quick_keys_takes_the_last_of_them(qtbot: QtBot, desk: _Desk, keyboard: Keyboard) -> None:
    keyboard.scan("Meenaa")
    qtbot.keyClick(desk.name, Qt.Key.Key_Backspace)
    assert desk.name.text() == "Meena"


def test_a_scanner_on_a_hindi_layout_is_read_by_the_places_of_its_keys(desk: _Desk, keyboard: Keyboard) -> None:
    number = codes.secure_qr(picture=b"")
    letters = str.maketrans({str(n): chr(0x0915 + n) for n in range(9)} | {"9": "क्ष"})  # one key, three letters
    for at, sign in enumerate(number):
        keyboard.press(sign.translate(letters), gap_ms=4 if at else 2_000, code=place(sign))
    keyboard.press("\n", gap_ms=4)
    assert len(desk.scanned) == 1
    assert not desk.name.text()


def test_fingers_on_a_hindi_layout_lose_no_conjunct(desk: _Desk, keyboard: Keyboard) -> None:
    for at, sign in enumerate(("ल", "क्ष", "्", "म", "ी", " ", "श्र", "ी", "व", "ा", "स", "्", "त", "व")):
        keyboard.press(sign, gap_ms=4 if at else 2_000, code=38 + at)
    keyboard.press("\n", gap_ms=4)
    assert desk.name.text() == "लक्ष्मी श्रीवास्तव"
    assert desk.choice.hasFocus()


def place(sign: str) -> int:
    """Return the X11 key code of ``sign``."""
    return next(first + 8 + row.index(sign) for first, *rows in _ROWS for row in rows if sign in row)


def test_places_are_known_where_the_platform_tells_them() -> None:
    assert american("xcb", 24, shifted=False) == "q"
    assert american("windows", 39, shifted=True) == ":"
    assert american("offscreen", 24, shifted=False) == ""
    assert american("xcb", 900, shifted=False) == ""


def test_nothing_happens_while_the_desk_is_not_in_sight(qtbot: QtBot, desk: _Desk, keyboard: Keyboard) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    desk.hide()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    focus(other)
    keyboard.scan(SLIP + "\n")
    assert other.text() == SLIP
    assert not desk.scanned


def test_a_field_that_goes_away_in_the_middle_of_a_scan_harms_nothing(
    qtbot: QtBot, desk: _Desk, keyboard: Keyboard
) -> None:
    keyboard.scan(SLIP[:8])
    desk.line.deleteLater()
    desk.name.setParent(None)
    desk.name.deleteLater()
    focus(desk.text)
    for sign in SLIP[8:] + "\n":
        keyboard.press(sign, gap_ms=4)
    qtbot.waitUntil(lambda: len(desk.scanned) == 1)


def test_no_garbage_at_any_pace_is_lost_or_harms(qtbot: QtBot, desk: _Desk, keyboard: Keyboard) -> None:
    chance = random.Random(4)
    expected = ""
    for _burst in range(60):
        word = "".join(chance.choice("abcXYZ0189 :;-_/()<>?=\"'") for _sign in range(chance.randint(1, 40)))
        keyboard.scan(word, gap_ms=chance.choice((1, 8, 20, 34, 35, 60)))
        expected += word
    qtbot.waitUntil(lambda: desk.name.text() == expected)
    assert not desk.scanned
    assert SHORTEST > LANDING


def test_a_long_burst_says_that_it_is_read_and_that_it_was_no_code(
    qtbot: QtBot, desk: _Desk, keyboard: Keyboard
) -> None:
    with qtbot.waitSignal(desk.scanner.reading):
        keyboard.scan("a" * LONG)
    with qtbot.waitSignal(desk.scanner.unknown):
        keyboard.press("\n", gap_ms=4)
    assert desk.name.text() == "a" * LONG
