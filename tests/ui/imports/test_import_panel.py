# SPDX-License-Identifier: MIT
"""Importing a register: the counts, the bad rows, cancelling, failing, dropping a file."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from ui.background import Background
from ui.imports.panel import ImportPanel
from ui.widgets.strip import Strip
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.errors import FileError
from vaxdesk.services.imports import ImportReport
from vaxdesk.wording.errors import for_error

REPORT = ImportReport(
    read=22,
    added=0,
    already_there=1,
    problems=(
        RowProblem(4, "Mobile No.", "98765", Problem("mobile", "mobile_length", params=(("count", "5"),))),
        RowProblem(9, "Gender", "x", Problem("gender", "unknown_gender")),
    ),
    ignored_headings=("Shoe size",),
    days=(date(2021, 1, 16),),
)


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background) -> ImportPanel:
    made = ImportPanel(desk.imports, background, people.CLERK)
    qtbot.addWidget(made)
    made.resize(890, 650)
    made.show()
    return made


def _words(panel: ImportPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_counts_and_every_bad_row_are_shown(qtbot: QtBot, desk: FakeDesk, panel: ImportPanel) -> None:
    desk.imports.report = REPORT
    with qtbot.waitSignal(panel.imported) as imported:
        panel.start(Path("a/register.csv"))
    assert imported.args == [REPORT]
    words = _words(panel)
    assert "22 rows read. 0 added, 1 already there, 21 with an error." in words
    assert "Shoe size" in words and "16-01-2021" in words and "register_bad_rows.csv" in words
    model = panel.findChild(QTableView).model()
    table = [[model.index(r, c).data() for c in range(5)] for r in range(2)]
    assert [line[:4] for line in table] == [["4", "Mobile No.", "98765", "error"], ["9", "Gender", "x", "error"]]
    assert all(line[4] for line in table)
    assert desk.imports.asked == [(Path("a/register.csv"), people.CLERK, Path("a/register_bad_rows.csv"))]


def test_the_file_of_bad_rows_may_be_left_out(qtbot: QtBot, desk: FakeDesk, panel: ImportPanel) -> None:
    box = panel.findChild(QCheckBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.imported):
        panel.start(Path("register.csv"))
    assert desk.imports.asked[0][2] is None


def test_a_dropped_file_is_imported(qtbot: QtBot, desk: FakeDesk, panel: ImportPanel, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "register.csv"))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(panel.imported):
        panel.dropEvent(drop)
    assert desk.imports.asked[0][0] == tmp_path / "register.csv"


def test_cancel_stops_the_import_and_a_second_one_does_not_begin_meanwhile(
    qtbot: QtBot, desk: FakeDesk, panel: ImportPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, went_on = threading.Event(), []

    def slow(path: Path, by: object, rejects: object, progress: object) -> ImportReport:
        assert callable(progress)
        progress(1, 10)
        asked.wait(10)
        went_on.append(progress(2, 10))
        return ImportReport(2, 2, 0, (), (), (), stopped=True)

    monkeypatch.setattr(desk.imports, "import_register", slow)
    panel.start(Path("register.csv"))
    panel.start(Path("another.csv"))
    cancel = next(b for b in panel.findChildren(QPushButton) if b.text() == "Cancel")
    assert cancel.isVisible()
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.imported):
        asked.set()
    assert went_on == [False]
    assert "cancelled" in _words(panel) and not cancel.isVisible()


def test_a_file_that_cannot_be_read_is_said_and_nothing_is_claimed(
    qtbot: QtBot, desk: FakeDesk, panel: ImportPanel
) -> None:
    desk.imports.fault = FileError("no_such_code")
    panel.start(Path("register.csv"))
    strip = panel.findChild(Strip)
    qtbot.waitUntil(lambda: strip.text() == for_error(FileError("no_such_code")))
    assert "added" not in _words(panel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))
