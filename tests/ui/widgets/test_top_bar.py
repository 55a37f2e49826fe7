# SPDX-License-Identifier: MIT
"""The bar above every panel: one row, whatever the vial in use says of itself."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.support import people
from ui.widgets.top_bar import TopBar

DAY = "Tuesday 24 November 2026"
VIAL = "COVISHIELD · 4120Z005 · L1 · 10 of 10 left · discard 12:16"


def test_a_long_pin_leaves_the_bar_one_row_and_what_is_known_gives_way(qtbot: QtBot) -> None:
    bar = TopBar("LNJP Hospital, Kurukshetra", people.SUPERVISOR, practice=True, can_lock=True)
    qtbot.addWidget(bar)
    bar.show_day(DAY)
    bar.resize(1366, bar.heightForWidth(1366))
    bar.show()
    one_row = bar.heightForWidth(1366)
    assert bar._who.text() == f"{people.SUPERVISOR.name} · supervisor"
    bar.show_vial(VIAL, "good")
    assert bar.heightForWidth(1366) == one_row
    assert bar._pinned.isVisible() and bar._pinned.text() == VIAL
    assert "supervisor" not in bar._who.text()
    bar.show_vial("", "")
    assert bar._who.text() == f"{people.SUPERVISOR.name} · supervisor", "there is room again"
    assert bar._day.isVisible()
