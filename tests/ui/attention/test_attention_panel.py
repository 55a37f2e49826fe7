# SPDX-License-Identifier: MIT
"""What waits for a person: grouped by cause, with one sentence each, opened by Enter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row
from ui.attention.panel import AttentionPanel
from ui.background import Background
from ui.bridge import Bridge
from vaxdesk.domain.register_row import CorrectionRow
from vaxdesk.domain.upload import State


def _correction(client_ref: str) -> CorrectionRow:
    at = datetime(2021, 1, 16, 7, 0, tzinfo=UTC)
    return CorrectionRow(
        client_ref, "001-1", "Asha Rani", "name", "Aasha Rani", "Asha Rani", "misread", "Asha", at, True
    )


def _shown(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> AttentionPanel:
    panel = AttentionPanel(desk.browsing, desk.register, background, bridge, people.CLERK)
    qtbot.addWidget(panel)
    panel.resize(890, 650)
    with qtbot.waitSignal(panel.count_changed):
        panel.show()
    return panel


def _column(panel: AttentionPanel, at: int) -> list[str]:
    model = panel.findChild(QTableView).model()
    return [model.index(i, at).data() for i in range(model.rowCount())]


def test_the_commonest_cause_comes_first_then_held_then_what_is_to_be_raised(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    name_refused = {"last_words": "Name does not match", "last_field": "name"}
    desk.rows = [
        row(0, State.HELD),
        row(1, State.REJECTED, **name_refused),
        row(2, State.REJECTED),
        row(3, State.REJECTED),
        row(4, State.CONFIRMED),
    ]
    desk.browsing.corrections = [_correction(desk.rows[4].client_ref)]
    panel = _shown(qtbot, desk, background, bridge)
    names = [r.vaccination.beneficiary.name for r in desk.rows]
    assert _column(panel, 2) == [None, names[2], names[3], None, names[1], None, names[0], None, "Asha Rani"]
    groups = [text for text, name in zip(_column(panel, 0), _column(panel, 2), strict=True) if name is None]
    assert "Mobile number is not valid" in groups[0] and groups[0].endswith("   2")
    assert "Name does not match" in groups[1]
    todo = [text for text in _column(panel, 3) if text is not None]
    assert "Mobile" in todo[0] and all(todo)
    assert "“Aasha Rani”" in todo[4] and "“Asha Rani”" in todo[4] and "misread" in todo[4]


def test_enter_opens_the_chosen_one_and_the_count_follows(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    desk.rows = [row(0, State.REJECTED), row(1, State.REJECTED)]
    panel = _shown(qtbot, desk, background, bridge)
    panel.activateWindow()
    table = panel.findChild(QTableView)
    table.setFocus()
    assert panel.findChild(QTableView).currentIndex().row() == 1, "the first person, not the heading over them"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.keyClick(QApplication.focusWidget() or table, Qt.Key.Key_Return)
    assert opened.args == [desk.rows[1].client_ref]
    with qtbot.waitSignal(panel.count_changed) as counted:
        desk.put(replace(desk.rows[1], state=State.WAITING))
    assert counted.args == [1]


def test_an_empty_list_says_so(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    labels = panel.findChildren(QLabel)
    assert "Nothing waits for a person" in [label.text() for label in labels]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
