# SPDX-License-Identifier: MIT
"""A mend that fails leaves its value and reason to be tried again; out of sight the causes are read seldom."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row
from ui.attention.panel import AttentionPanel
from ui.background import Background
from ui.bridge import Bridge
from vaxdesk.domain.upload import State
from vaxdesk.errors import StoreError

BATCH = {"last_words": "vaccine_batch is not valid", "last_field": "batch"}


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> AttentionPanel:
    desk.rows = [row(n, State.REJECTED, **BATCH) for n in range(2)]
    made = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, people.CLERK, desk.clock)
    qtbot.addWidget(made)
    made.resize(1206, 650)
    return made


def _show(qtbot: QtBot, panel: AttentionPanel) -> None:
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(lambda: panel.isActiveWindow() and panel._cause_model.rowCount() > 0)
    panel.setFocus()


def _type_mend(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_G, Qt.Key.Key_Return):
        qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.keyClicks(QApplication.focusWidget(), "4120Z006")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "misread")


def test_value_and_reason_survive_a_failing_disk(qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel) -> None:
    _show(qtbot, panel)
    _type_mend(qtbot)
    desk.attention.fault = StoreError("disk_failed")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "was not saved" in panel._strip.text())
    assert panel.is_half_typed() and panel._mend.reason.hasFocus()
    assert (panel._mend.value.value(), panel._mend.reason.value()) == ("4120Z006", "misread")

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not panel._mend.is_asking())
    assert len(desk.attention.asked) == 1 and panel._table.hasFocus()
    assert panel._strip.text().startswith("2 put right")


def test_while_a_mend_is_done_it_is_neither_left_nor_done_twice(
    qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, mend = threading.Event(), desk.attention.mend
    monkeypatch.setattr(desk.attention, "mend", lambda *given: (gate.wait(5), mend(*given))[1])
    _show(qtbot, panel)
    _type_mend(qtbot)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_X):
        qtbot.keyClick(panel._mend.reason, key)
    assert panel._mend.is_asking() and panel._mend.reason.value() == "misread"
    gate.set()
    qtbot.waitUntil(lambda: not panel._mend.is_asking())
    assert len(desk.attention.asked) == 1


def test_out_of_sight_many_changes_are_read_once_and_a_look_shows_the_last(
    qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, groups = [], desk.attention.groups
    monkeypatch.setattr(desk.attention, "groups", lambda: (reads.append(None), groups())[1])
    qtbot.waitUntil(lambda: panel._cause_model.rowCount() > 0)
    desk.rows.append(row(2, State.REJECTED, **BATCH))
    for _change in range(20):
        panel.refresh()
    assert reads == []

    with qtbot.waitSignal(panel.count_changed, check_params_cb=lambda n: n == 3):
        panel._seldom.timeout.emit()
    assert len(reads) == 1
    panel.refresh()
    _show(qtbot, panel)
    qtbot.waitUntil(lambda: len(reads) >= 2)
