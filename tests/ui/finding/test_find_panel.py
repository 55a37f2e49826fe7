# SPDX-License-Identifier: MIT
"""The search box as a clerk uses it: one types, Enter takes, and no key goes astray."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk
from ui.background import Background
from ui.finding.panel import FindPanel
from ui.finding.results import Results
from ui.widgets.box import Box
from ui.widgets.strip import Strip
from vaxdesk.domain.found import VACCINATED, Found, FoundKind
from vaxdesk.errors import VaxDeskError

TODAY = date(2021, 1, 16)
SUNITA = Found(
    FoundKind.EXPECTED, 1, "Sunita Namoona", "1984", "female", "9876543210", "aadhaar", "8606",
    facility="Namoona Hospital", dose_due="1", listed_on=TODAY,
)  # fmt: skip
SURESH = Found(
    FoundKind.RECORDED, 2, "Suresh Namoona", "1970", "male", "9900000001", "pan", "ABCDE1234F",
    dose_due="2", due_from=date(2021, 1, 10), state=VACCINATED, given_on=date(2020, 12, 12), vaccine="COVISHIELD",
)  # fmt: skip


class Search:
    """The panel over an empty page with one more box, and the words of the tests."""

    def __init__(self, qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
        self.qtbot, self.desk, self.background = qtbot, desk, background
        desk.finding.people = [SUNITA, SURESH]
        self.page = QWidget()
        self.panel = FindPanel(desk.finding, background, desk.clock)  # type: ignore[arg-type]
        self.other = Box()
        column = QVBoxLayout(self.page)
        column.addWidget(self.panel)
        column.addWidget(self.other)
        column.addStretch(1)
        self.page.resize(800, 600)
        qtbot.addWidget(self.page)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.panel.setFocus()
        self.filled: list[str] = []
        self.walked_in: list[str] = []
        self.panel.filled.connect(self._on_filled)
        self.panel.walked_in.connect(self._on_walked_in)

    def _on_filled(self, draft: object) -> None:
        self.filled.append(draft.name)  # type: ignore[attr-defined]
        self.other.setFocus()

    def _on_walked_in(self, typed: str) -> None:
        self.walked_in.append(typed)
        self.other.setFocus()

    def keys(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def names(self) -> list[str]:
        results = self.page.findChild(Results)
        assert results is not None
        return [line.name for line in results.lines()]

    def wait_for(self, *names: str) -> None:
        self.qtbot.waitUntil(lambda: self.names() == list(names))


@pytest.fixture
def search(qtbot: QtBot, desk: FakeDesk, background: Background) -> Iterator[Search]:
    made = Search(qtbot, desk, background)
    yield made
    if desk.finding.gate is not None:
        desk.finding.gate.set()
    assert background.finish(10_000)
    QApplication.processEvents()


def test_results_come_as_one_types_and_the_last_row_is_a_new_person(search: Search) -> None:
    search.keys("su")
    search.wait_for("Sunita Namoona", "Suresh Namoona", "New person: su")
    search.keys("n")
    search.wait_for("Sunita Namoona", "New person: sun")


def test_a_row_tells_people_of_one_name_apart_and_hides_what_it_need_not_show(search: Search) -> None:
    search.keys("su")
    search.wait_for("Sunita Namoona", "Suresh Namoona", "New person: su")
    results = search.page.findChild(Results)
    assert results is not None
    first, second = results.lines()[:2]
    assert first.facts == "Female · 1984 · mobile …3210 · ID …8606 · Namoona Hospital"
    assert first.expected and first.due == "first dose is due"
    assert second.due == "second dose is due" and not second.expected
    assert "9876543210" not in first.facts and "ABCDE" not in second.facts


def test_enter_takes_the_chosen_one_and_arrows_choose(search: Search) -> None:
    search.keys("su")
    search.wait_for("Sunita Namoona", "Suresh Namoona", "New person: su")
    search.press(Qt.Key.Key_Down)
    search.press(Qt.Key.Key_Return)
    search.qtbot.waitUntil(lambda: search.filled == ["Suresh Namoona"])
    assert search.panel.typed() == "" and search.names() == []


def test_enter_waits_for_the_answer_and_keys_after_it_go_where_the_cursor_goes(search: Search) -> None:
    search.desk.finding.gate = threading.Event()
    search.keys("sunita")
    search.press(Qt.Key.Key_Return)
    search.keys("198")
    assert search.filled == [] and search.panel.typed() == "sunita"
    search.desk.finding.gate.set()
    search.qtbot.waitUntil(lambda: search.other.text() == "198")
    assert search.filled == ["Sunita Namoona"] and search.panel.typed() == ""


def test_a_double_enter_means_one(search: Search) -> None:
    search.desk.finding.gate = threading.Event()
    search.keys("sunita")
    search.press(Qt.Key.Key_Return)
    search.press(Qt.Key.Key_Return)
    search.press(Qt.Key.Key_Return)
    search.desk.finding.gate.set()
    search.qtbot.waitUntil(lambda: search.filled == ["Sunita Namoona"])
    assert search.walked_in == []


def test_who_is_not_found_walks_in_with_what_was_typed(search: Search) -> None:
    search.keys("Kavita Rani")
    search.press(Qt.Key.Key_Return)
    search.qtbot.waitUntil(lambda: search.walked_in == ["Kavita Rani"])


def test_shift_enter_is_somebody_new_whoever_was_found(search: Search) -> None:
    search.keys("Sunita")
    search.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    search.qtbot.waitUntil(lambda: search.walked_in == ["Sunita"])
    assert search.filled == []


def test_an_answer_about_older_text_is_dropped(search: Search) -> None:
    search.desk.finding.gate = threading.Event()
    search.keys("sur")
    search.qtbot.waitUntil(lambda: search.panel._searching._busy > 0)
    search.press(Qt.Key.Key_Backspace)
    search.keys("n")
    search.desk.finding.gate.set()
    search.wait_for("Sunita Namoona", "New person: sun")
    assert search.desk.finding.asked[-1] == "sun"


def test_esc_empties_the_box_and_then_leaves_it(search: Search) -> None:
    left: list[bool] = []
    search.panel.left.connect(lambda: left.append(True))
    search.keys("su")
    search.press(Qt.Key.Key_Escape)
    assert search.panel.typed() == "" and left == []
    search.press(Qt.Key.Key_Escape)
    assert left == [True]


def test_a_search_that_fails_says_so_and_the_next_one_works(search: Search) -> None:
    search.desk.finding.fault = VaxDeskError("unexpected")
    search.keys("su")
    strip = search.panel.findChild(Strip)
    assert strip is not None
    search.qtbot.waitUntil(lambda: bool(strip.text()))
    search.keys("n")
    search.wait_for("Sunita Namoona", "New person: sun")
    assert strip.text() == ""


def test_a_held_down_key_fills_no_more_than_the_box_holds(search: Search) -> None:
    search.keys("s" * 300)
    assert len(search.panel.typed()) == 100


def test_a_namesake_of_whom_nobody_is_due_today_is_not_taken_by_enter(search: Search) -> None:
    search.desk.finding.people = [replace(SURESH, due_from=date(2021, 2, 10))]
    search.keys("Suresh Namoona")
    search.press(Qt.Key.Key_Return)
    search.qtbot.waitUntil(lambda: search.walked_in == ["Suresh Namoona"])
    search.panel.setFocus()
    search.keys("0001")
    search.wait_for("Suresh Namoona", "New person: 0001")
    search.press(Qt.Key.Key_Return)
    search.qtbot.waitUntil(lambda: search.filled == ["Suresh Namoona"])


def test_whoever_is_due_is_chosen_before_those_who_had_their_dose_today(search: Search) -> None:
    done = replace(SURESH, name="Sunita Udaharan", given_on=TODAY, dose_due="", due_from=None)
    search.desk.finding.people = [done, SUNITA]
    search.keys("sunita")
    search.press(Qt.Key.Key_Return)
    search.qtbot.waitUntil(lambda: search.filled == ["Sunita Namoona"])
