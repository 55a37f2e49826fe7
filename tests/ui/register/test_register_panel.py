# SPDX-License-Identifier: MIT
"""The register of a day: what it shows, how it keeps its place, how one is opened and cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTableView
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row, rows
from ui.background import Background
from ui.bridge import Bridge
from ui.register.panel import RegisterPanel
from ui.widgets.box import Box
from ui.widgets.strip import Strip
from vaxdesk.domain.upload import State


class Shown:
    """The panel, and the short words of the tests."""

    def __init__(self, qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> None:
        self.qtbot, self.desk, self.background = qtbot, desk, background
        self.panel = RegisterPanel(
            desk.browsing, desk.register, background, bridge, people.CLERK, desk.settings, desk.clock
        )
        qtbot.addWidget(self.panel)
        self.panel.resize(890, 650)
        self.table = self.panel.findChild(QTableView)
        self.panel.show()
        self.panel.activateWindow()
        self.until(lambda: self.names() == [r.vaccination.beneficiary.name for r in desk.rows])

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)

    def column(self, heading: str) -> list[str]:
        model = self.table.model()
        at = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())].index(heading)
        return [model.index(i, at).data() for i in range(model.rowCount())]

    def names(self) -> list[str]:
        return self.column("Name")

    def words(self) -> str:
        return "\n".join(label.text() for label in self.panel.findChildren(QLabel) if label.isVisible())

    def strip(self) -> str:
        return "\n".join(strip.text() for strip in self.panel.findChildren(Strip))

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def combo(self, name: str) -> QComboBox:
        return next(c for c in self.panel.findChildren(QComboBox) if c.accessibleName() == name)


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk()
    made.rows = rows(confirmed=6, waiting=3, doubtful=1, rejected=2)
    return made


@pytest.fixture
def shown(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> Iterator[Shown]:
    yield Shown(qtbot, desk, background, bridge)


def test_a_state_is_a_word_and_a_shape_and_an_id_is_masked(shown: Shown) -> None:
    assert shown.column("State")[0] == "✓ on the portal"
    assert shown.column("State")[-1] == "! to fix"
    assert shown.column("Photo ID")[0].startswith("··0000")
    assert not any(r.vaccination.beneficiary.id_number in shown.column("Photo ID")[1] for r in shown.desk.rows[1:2])
    assert shown.column("Centre")[0] == "LNJP Hospital, Kurukshetra"
    assert "12 recorded = 6 on the portal + 3 waiting + 1 checking + 2 to fix" in shown.words()


def test_a_change_of_state_keeps_the_choice_and_the_place(shown: Shown) -> None:
    shown.desk.rows += [row(n, State.WAITING) for n in range(12, 60)]
    shown.desk.hooks.outbox_changed.send()
    shown.until(lambda: len(shown.names()) == 60)
    shown.table.selectRow(40)
    shown.table.verticalScrollBar().setValue(33)
    chosen = shown.names()[40]
    shown.desk.put(replace(shown.desk.rows[41], state=State.SENDING))
    shown.until(lambda: shown.column("State")[41] == "↑ going now")
    assert shown.table.currentIndex().row() == 40 and shown.table.verticalScrollBar().value() == 33
    del shown.desk.rows[0]
    shown.desk.hooks.vaccination_saved.send("")
    shown.until(lambda: len(shown.names()) == 59)
    assert shown.names()[shown.table.currentIndex().row()] == chosen
    assert shown.table.verticalScrollBar().value() == 33


def test_it_is_filtered_by_state_and_by_what_is_typed(shown: Shown) -> None:
    states = shown.combo("State")
    states.setFocus()
    shown.qtbot.keyClicks(states, "to")
    assert shown.column("State") == ["! to fix", "! to fix"]
    assert "2 of 12 shown" in shown.words()
    shown.press(Qt.Key.Key_Home)
    find = shown.panel.findChild(Box)
    find.setFocus()
    mobile = shown.desk.rows[4].vaccination.beneficiary.mobile
    shown.qtbot.keyClicks(find, mobile)
    assert shown.column("Mobile") == [mobile]
    shown.press(Qt.Key.Key_Return)
    with shown.qtbot.waitSignal(shown.panel.open_requested) as opened:
        shown.press(Qt.Key.Key_Return)
    assert opened.args == [shown.desk.rows[4].client_ref]


def test_it_shows_another_day_after_an_import_and_goes_back_to_today(shown: Shown) -> None:
    old = row(90, State.WAITING)
    shown.desk.rows.append(replace(old, vaccination=replace(old.vaccination, given_on=date(2021, 1, 15))))
    shown.panel.show_day(date(2021, 1, 15))
    shown.until(lambda: len(shown.names()) == 1)
    days = shown.combo("Day")
    assert [days.itemText(i) for i in range(days.count())] == ["Today, 16-01-2021", "15-01-2021"]
    assert days.currentText() == "15-01-2021"
    days.setFocus()
    shown.press(Qt.Key.Key_Home)
    shown.until(lambda: len(shown.names()) == 12)


def test_one_is_cancelled_by_keys_with_a_reason_and_stays_on_record(shown: Shown) -> None:
    shown.table.setFocus()
    shown.table.selectRow(6)
    shown.press(Qt.Key.Key_Delete)
    assert QApplication.focusWidget().accessibleName() == "Reason of the cancellation"
    shown.press(Qt.Key.Key_Return)
    assert shown.desk.register.voided == []
    shown.qtbot.keyClicks(QApplication.focusWidget(), "typed twice")
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: shown.column("State")[6] == "⨯ void")
    assert shown.desk.register.voided == [(shown.desk.rows[6].client_ref, people.CLERK, "typed twice")]
    assert "11 recorded" in shown.words() and "1 void" in shown.words()


def test_escape_keeps_the_vaccination_whatever_the_window_does_with_that_key(shown: Shown) -> None:
    taken: list[str] = []
    QShortcut(QKeySequence("Esc"), shown.panel, lambda: taken.append("window"))
    shown.table.setFocus()
    shown.table.selectRow(6)
    shown.press(Qt.Key.Key_Delete)
    shown.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is shown.table and shown.desk.register.voided == []
    assert taken == []


@pytest.mark.parametrize(
    ("position", "why"), [(9, "locked until the portal's answer is known"), (0, "Only the portal")]
)
def test_what_cannot_be_cancelled_says_why(shown: Shown, position: int, why: str) -> None:
    shown.table.setFocus()
    shown.table.selectRow(position)
    shown.press(Qt.Key.Key_Delete)
    assert why in shown.strip()


def test_it_does_not_read_while_nobody_looks(shown: Shown) -> None:
    shown.panel.hide()
    asked: list[date] = []
    shown.desk.browsing.day = lambda on, centre="": asked.append(on) or ()  # type: ignore[method-assign, func-returns-value]
    shown.panel.refresh()
    shown.background.finish(10_000)
    assert asked == []


def test_every_label_is_plain_text(shown: Shown) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown.panel.findChildren(QLabel))
