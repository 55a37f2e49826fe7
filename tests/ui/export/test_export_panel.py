# SPDX-License-Identifier: MIT
"""Writing the daily sheet: the name it is offered, what is asked of the service, what is said after."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk, rows
from ui.background import Background
from ui.export.panel import ExportPanel
from ui.widgets.box import Box
from ui.widgets.strip import Strip
from vaxdesk.errors import FileError
from vaxdesk.wording.errors import for_error


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path) -> ExportPanel:
    desk.rows = rows(confirmed=5)
    made = ExportPanel(desk.export, background, desk.settings, desk.clock)
    qtbot.addWidget(made)
    made.resize(890, 650)
    made.show()
    made.activateWindow()
    return made


def _box(panel: ExportPanel, name: str) -> Box:
    return next(b for b in panel.findChildren(Box) if b.accessibleName() == name)


def _combo(panel: ExportPanel, name: str) -> QComboBox:
    return next(c for c in panel.findChildren(QComboBox) if c.accessibleName() == name)


def _button(panel: ExportPanel, words: str) -> QPushButton:
    return next(b for b in panel.findChildren(QPushButton) if b.text() == words)


def _words(panel: ExportPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def _retype(qtbot: QtBot, box: Box, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


def test_the_name_of_the_file_follows_what_is_chosen(qtbot: QtBot, panel: ExportPanel) -> None:
    file = _box(panel, "File")
    assert Path(file.text()).name == "VaxDesk_all_2021-01-16_r1.xlsx"
    qtbot.keyClick(_combo(panel, "Centre"), Qt.Key.Key_End)
    qtbot.keyClick(_combo(panel, "Kind"), Qt.Key.Key_End)
    assert Path(file.text()).name == "VaxDesk_PEHOWA_2021-01-16_r1.csv"
    _retype(qtbot, _box(panel, "Day"), "15-01-2021")
    assert Path(file.text()).name == "VaxDesk_PEHOWA_2021-01-15_r1.csv"
    panel.show_day(date(2021, 1, 14))
    assert Path(file.text()).name == "VaxDesk_PEHOWA_2021-01-14_r1.csv"


def test_the_sheet_is_written_and_the_sentence_says_where_and_how_many(
    qtbot: QtBot, desk: FakeDesk, panel: ExportPanel, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.xlsx"
    _retype(qtbot, _box(panel, "File"), str(out))
    masked = panel.findChild(QCheckBox)
    qtbot.keyClick(masked, Qt.Key.Key_Space)
    qtbot.keyClick(_button(panel, "Write the sheet"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: f"5 rows written to {out}." in _words(panel))
    assert desk.export.asked == [(date(2021, 1, 16), "all", "xlsx", out, True)]
    assert _button(panel, "Open folder").isVisible()
    qtbot.keyClick(_combo(panel, "Kind"), Qt.Key.Key_End)
    assert _box(panel, "File").text() == str(out)


def test_a_day_that_is_none_is_said_beside_it(qtbot: QtBot, desk: FakeDesk, panel: ExportPanel) -> None:
    _retype(qtbot, _box(panel, "Day"), "31-02-2021")
    qtbot.keyClick(_button(panel, "Write the sheet"), Qt.Key.Key_Space)
    assert "16-01-2021" in panel.findChild(Strip).text()
    assert desk.export.asked == []


def test_a_sheet_that_cannot_be_written_is_said(qtbot: QtBot, desk: FakeDesk, panel: ExportPanel) -> None:
    error = FileError("export_disk_full")
    desk.export.fault = error
    qtbot.keyClick(_button(panel, "Write the sheet"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.findChild(Strip).text() == for_error(error))
    assert _button(panel, "Write the sheet").isEnabled()


def test_every_label_is_plain_text(panel: ExportPanel) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))
