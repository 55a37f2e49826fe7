# SPDX-License-Identifier: MIT
"""A list of people expected: shown before it is added, its columns said by keyboard, its end told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from tests.support.fake_lists import LISTED_ON, list_preview
from ui.background import Background
from ui.imports.expected_panel import ExpectedPanel
from ui.imports.panel import ImportPanel
from ui.imports.place import EXPECTED, REGISTER, ImportPlace
from ui.widgets.box import Box
from ui.widgets.choice import Choice
from ui.widgets.strip import Strip
from vaxdesk.domain.expected import ExpectedReport, ImportPreview, ListedDay
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.errors import FileError, StoreError
from vaxdesk.wording.errors import for_error

LIST = Path("lists/hcw.csv")
TWICE = RowProblem(7, "Name", "Asha", Problem("name", "twice_in_file", Severity.NOTE, (("row", "4"),)))


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background) -> ExpectedPanel:
    made = ExpectedPanel(desk.expected, background, people.CLERK)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    return made


def _words(panel: ExpectedPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def _button(panel: ExpectedPanel, words: str) -> QPushButton:
    return next(b for b in panel.findChildren(QPushButton) if b.text().startswith(words) and b.isVisible())


def _may_press(panel: ExpectedPanel, words: str) -> bool:
    return any(b.text().startswith(words) and b.isVisible() and b.isEnabled() for b in panel.findChildren(QPushButton))


def _shown(qtbot: QtBot, panel: ExpectedPanel, path: Path = LIST) -> None:
    panel.start(path)
    qtbot.waitUntil(lambda: not panel.findChild(QProgressBar).isVisible())


def _columns(panel: ExpectedPanel) -> dict[str, Choice]:
    return {box.accessibleName(): box for box in panel.findChildren(Choice)}


def test_a_list_is_counted_before_anybody_is_added(qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel) -> None:
    desk.expected.shown = lambda fields, day: replace(list_preview(fields, day), problems=(TWICE,))
    _shown(qtbot, panel)
    words = _words(panel)
    assert "2\nto be added" in words and "1\non the list already" in words
    assert "19-01-2021 (LNJP 2)" in words
    assert "hcw.csv: 3 rows read." in words
    assert panel.findChild(QTableView).model().index(0, 3).data() == "left out"
    assert "with an error" not in words  # what is nought is not said
    assert panel.findChild(QTableView).model().index(0, 4).data() == "The same person stands in row 4 already."
    assert _button(panel, "Add 2 people").hasFocus()
    assert desk.expected.added == []


def test_adding_takes_what_was_shown_and_tells_what_became_of_it(
    qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel
) -> None:
    desk.expected.report = ExpectedReport(
        4, 2, 1, 0, 1, ((LISTED_ON, "LNJP", 2),), (TWICE,), ("Shoe size",), stopped=False
    )
    _shown(qtbot, panel)
    with qtbot.waitSignal(panel.imported):
        qtbot.keyClick(_button(panel, "Add 2 people"), Qt.Key.Key_Return)
    assert desk.expected.added == [(LIST, people.CLERK, (), None, LIST.with_name("hcw_bad_rows.csv"))]
    words = _words(panel)
    assert "2 added, 1 on the list already, 0 twice in the file, 1 with an error." in words
    assert "19-01-2021 (LNJP 2)" in words and "Shoe size" in words and "hcw_bad_rows.csv" in words
    assert "1 of them was vaccinated here already" in words
    assert _button(panel, "Choose a list").hasFocus()


def test_columns_are_said_with_number_keys_and_counted_anew(qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel) -> None:
    _shown(qtbot, panel)
    boxes = _columns(panel)
    assert [name for name, box in boxes.items() if box.isVisible()] == ["Cadre code", "Shoe size"]
    boxes["Cadre code"].setFocus()
    qtbot.keyClick(boxes["Cadre code"], Qt.Key.Key_3)
    qtbot.waitUntil(lambda: desk.expected.asked[-1] == (LIST, ("name", "mobile", "gender", ""), None))
    qtbot.waitUntil(lambda: _may_press(panel, "Add"))
    assert boxes["Cadre code"].hasFocus()
    qtbot.keyClick(boxes["Cadre code"], Qt.Key.Key_Return)
    assert boxes["Shoe size"].hasFocus()
    qtbot.keyClick(boxes["Shoe size"], Qt.Key.Key_Return)
    assert _button(panel, "Add").hasFocus()
    with qtbot.waitSignal(panel.imported):
        _button(panel, "Add").click()
    assert desk.expected.added[0][2] == ("name", "mobile", "gender", "")


def test_one_field_said_of_two_columns_leaves_the_first(qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel) -> None:
    _shown(qtbot, panel)
    boxes = _columns(panel)
    boxes["Shoe size"].setFocus()
    qtbot.keyClick(boxes["Shoe size"], Qt.Key.Key_1)
    qtbot.waitUntil(lambda: desk.expected.asked[-1][1] == ("", "mobile", "", "name"))
    assert boxes["Name"].isVisible()


def test_without_a_column_of_names_nothing_can_be_added_and_the_first_open_one_has_the_focus(
    qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel
) -> None:
    desk.expected.shown = lambda fields, day: list_preview(fields or ("", "mobile", "", ""), day)
    _shown(qtbot, panel)
    assert "which column holds the names?" in _words(panel)
    assert not _button(panel, "Nobody to add").isEnabled()
    assert _columns(panel)["Name"].hasFocus()
    qtbot.keyClick(_columns(panel)["Name"], Qt.Key.Key_1)
    qtbot.waitUntil(lambda: _may_press(panel, "Add 2 people"))


def test_the_day_is_said_for_rows_that_name_none(qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel) -> None:
    _shown(qtbot, panel)
    box = next(b for b in panel.findChildren(Box) if b.accessibleName() == "Day of rows that name none")
    assert box.value() == "19-01-2021"
    box.setFocus()
    box.clear()
    qtbot.keyClicks(box, "20-01-2021")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.expected.asked[-1][2] == date(2021, 1, 20))
    qtbot.waitUntil(lambda: _may_press(panel, "Add"))
    box.clear()
    qtbot.keyClicks(box, "tomorrow")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert "16-01-2021" in panel.findChild(Strip).text()
    assert desk.expected.asked[-1][2] == date(2021, 1, 20)


def test_one_question_at_a_time_and_an_answer_to_an_earlier_one_is_not_shown(
    qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel
) -> None:
    """A key held down in a box of columns must not keep every thread reading the file."""
    first, going = threading.Event(), []

    def shown(fields: tuple[str, ...], day: date | None) -> ImportPreview:
        going.append(desk.expected.asked[-1][0].name)
        if len(going) == 1:
            first.wait(10)
            return replace(list_preview(fields, day), good=99)
        return list_preview(fields, day)

    desk.expected.shown = shown
    panel.start(Path("slow.csv"))
    qtbot.waitUntil(lambda: bool(going))
    panel.start(Path("second.csv"))
    panel.start(LIST)
    assert going == ["slow.csv"]
    first.set()
    qtbot.waitUntil(lambda: _may_press(panel, "Add 2 people"))
    assert going == ["slow.csv", "hcw.csv"]
    assert "99" not in _words(panel)


def test_cancelling_stops_the_adding_and_another_list_does_not_begin_meanwhile(
    qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, went_on = threading.Event(), []

    def slow(*args: object) -> ExpectedReport:
        progress = args[-1]
        assert callable(progress)
        progress(1, 10)
        asked.wait(10)
        went_on.append(progress(2, 10))
        return ExpectedReport(2, 2, 0, 0, 0, (), (), (), stopped=True)

    monkeypatch.setattr(desk.expected, "add", slow)
    _shown(qtbot, panel)
    panel.add()
    panel.start(Path("another.csv"))
    cancel = _button(panel, "Cancel")
    assert cancel.hasFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.imported):
        asked.set()
    assert went_on == [False] and len(desk.expected.asked) == 1
    assert "cancelled" in _words(panel) and not cancel.isVisible()


@pytest.mark.parametrize("when", ["shown", "added"])
def test_what_cannot_be_read_or_saved_is_said_and_nothing_is_claimed(
    qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel, when: str
) -> None:
    error = FileError("file_missing", file="hcw.csv") if when == "shown" else StoreError("disk_failed")
    if when == "added":
        _shown(qtbot, panel)
    desk.expected.fault = error
    if when == "shown":
        panel.start(LIST)
    else:
        panel.add()
    qtbot.waitUntil(lambda: panel.findChild(Strip).text() == for_error(error))
    assert "added," not in _words(panel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


def test_a_dropped_file_is_shown(qtbot: QtBot, desk: FakeDesk, panel: ExpectedPanel, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "hcw.csv"))])
    panel.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    qtbot.waitUntil(lambda: bool(desk.expected.asked))
    assert desk.expected.asked[0][0] == tmp_path / "hcw.csv"


def test_whoever_is_listed_from_today_on_is_counted_there(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    desk.expected.listed = (
        ListedDay(date(2021, 1, 20), "LNJP", 30, 0, 0),
        ListedDay(date(2021, 1, 19), "PEHOWA", 45, 7, 1),
    )
    panel = ExpectedPanel(desk.expected, background, people.CLERK)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: "On the list from today on:" in _words(panel))
    lines = _words(panel).splitlines()
    at = lines.index("19-01-2021, PEHOWA: 45 listed, 7 vaccinated")
    assert lines[at + 1] == "20-01-2021, LNJP: 30 listed, 0 vaccinated"


def test_the_place_asks_which_kind_and_begins_with_the_register(
    qtbot: QtBot, desk: FakeDesk, background: Background
) -> None:
    register = ImportPanel(desk.imports, background, people.CLERK)
    panel = ExpectedPanel(desk.expected, background, people.CLERK)
    place = ImportPlace(register, panel)
    qtbot.addWidget(place)
    place.show()
    assert place.kind() == REGISTER
    assert register.isVisible() and not panel.isVisible()
    kind = place.focusProxy()
    assert kind is not None
    qtbot.keyClick(kind, Qt.Key.Key_2)
    assert (place.kind(), register.isVisible(), panel.isVisible()) == (EXPECTED, False, True)
    qtbot.keyClick(kind, Qt.Key.Key_Delete)
    assert (place.kind(), register.isVisible()) == (REGISTER, True)
