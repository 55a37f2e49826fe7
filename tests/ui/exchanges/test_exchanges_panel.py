# SPDX-License-Identifier: MIT
"""The exchanges: newest first, of all or of one, read only while somebody looks and at most once a second."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk, rows
from tests.support.fake_rows import exchange, slots
from ui.background import Background
from ui.bridge import Bridge
from ui.exchanges.panel import EVERY_MS, ExchangesPanel
from vaxdesk.errors import StoreError


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> ExchangesPanel:
    desk.rows = rows(confirmed=2, waiting=1)
    desk.sending.attempt_rows = [exchange(2, "busy", http_status=503), exchange(1), exchange(0)]
    desk.sending.slots = slots((2, 1, 0.4))
    made = ExchangesPanel(desk.sending, background, bridge, desk.clock)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    return made


def _show(qtbot: QtBot, panel: ExchangesPanel) -> None:
    with qtbot.waitSignal(panel._loader.loaded):
        panel.show()


def _column(panel: ExchangesPanel, at: int) -> list[str]:
    model = panel.findChild(QTableView).model()
    return [model.index(i, at).data() for i in range(model.rowCount())]


def _words(panel: ExchangesPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_exchanges_stand_newest_first_under_the_day(qtbot: QtBot, panel: ExchangesPanel) -> None:
    _show(qtbot, panel)
    assert _column(panel, 0) == ["11:00:02", "11:00:01", "11:00:00"]
    assert _column(panel, 4) == ["503", "200", "200"]
    assert _column(panel, 8)[0] == "The portal is busy. VaxDesk tries again by itself."
    said = _words(panel)
    assert "09:00 to 09:15: 2 answered fine, 1 troubled." in said
    assert "2 confirmed today: 1.5 calls and 600 B up for each confirmed." in said
    assert "3 exchanges." in said
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel.findChildren(QLabel))


def test_enter_shows_the_exchanges_of_one_and_the_button_all_again(qtbot: QtBot, panel: ExchangesPanel) -> None:
    _show(qtbot, panel)
    table = panel.findChild(QTableView)
    table.selectRow(1)
    with qtbot.waitSignal(panel._loader.loaded):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert _column(panel, 0) == ["11:00:01"]
    assert "Only those of 002-2 Ravi Namoona" in _words(panel)
    show_all = next(button for button in panel.findChildren(QPushButton) if button.text() == "Show all")
    with qtbot.waitSignal(panel._loader.loaded):
        show_all.click()
    assert len(_column(panel, 0)) == 3
    assert "Only those of" not in _words(panel)


def test_nobody_reads_while_nobody_looks(qtbot: QtBot, desk: FakeDesk, bridge: Bridge, panel: ExchangesPanel) -> None:
    with qtbot.waitSignal(bridge.status_changed):
        bridge.refresh()
    panel.refresh()
    panel.show_one(desk.rows[0].client_ref, "001-1")
    assert desk.sending.health_reads == 0
    _show(qtbot, panel)
    assert desk.sending.health_reads == 1


def test_however_much_happens_it_is_read_once_a_second(qtbot: QtBot, desk: FakeDesk, panel: ExchangesPanel) -> None:
    _show(qtbot, panel)
    for _n in range(20):
        panel.refresh()
    assert desk.sending.health_reads == 1
    assert panel._soon.isActive() and 0 < panel._soon.remainingTime() <= EVERY_MS
    desk.sending.attempt_rows.insert(0, exchange(9))
    with qtbot.waitSignal(panel._loader.loaded, timeout=5 * EVERY_MS):
        panel.refresh()
    assert desk.sending.health_reads == 2
    assert _column(panel, 0)[0] == "11:00:09"


def test_a_failed_read_is_said_and_leaves_what_stood(qtbot: QtBot, desk: FakeDesk, panel: ExchangesPanel) -> None:
    _show(qtbot, panel)
    desk.sending.fault = StoreError("store_busy")
    with qtbot.waitSignal(panel._loader.failed):
        panel._read()
    assert panel._strip.text()
    assert len(_column(panel, 0)) == 3


def test_a_desk_that_never_sent_says_so(qtbot: QtBot, desk: FakeDesk, panel: ExchangesPanel) -> None:
    desk.sending.attempt_rows, desk.sending.slots = [], ()
    _show(qtbot, panel)
    assert "No call to the portal today." in _words(panel)
    assert "No exchange yet." in _words(panel)
