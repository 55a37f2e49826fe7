# SPDX-License-Identifier: MIT
"""The bar as a widget: the buttons tell the truth of the worker, an answer takes no new room."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.status.status_bar import StatusBar
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus

WAITING = SyncStatus(Counts(confirmed=3, waiting=2), Connectivity.ONLINE, oldest_waiting_s=120)


def _bar(qtbot: QtBot) -> StatusBar:
    bar = StatusBar(Clock().local)
    qtbot.addWidget(bar)
    bar.resize(1366, bar.heightForWidth(1366))
    bar.show()
    return bar


def test_bar_shows_the_status_it_is_handed(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(WAITING)
    assert "5 recorded = 3 on the portal + 2 waiting" in bar.texts()
    assert "oldest 2 min" in bar.texts()
    assert "Pause" in bar.texts()


def test_button_offers_resume_only_while_paused(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(SyncStatus(WAITING.counts, Connectivity.ONLINE, paused=True))
    assert "Resume" in bar.texts()
    with qtbot.waitSignal(bar.resume_asked):
        bar._pause.click()
    bar.show_status(WAITING)
    with qtbot.waitSignal(bar.pause_asked):
        bar._pause.click()


def test_an_answer_makes_the_bar_no_higher(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(WAITING)
    before = bar.heightForWidth(1366)
    bar.answer("No network: 2 saved here, nothing lost. Trying once more now.")
    assert bar.answered().startswith("No network")
    assert bar.heightForWidth(1366) == before
    bar._end_answer()
    assert bar.answered() == ""


def test_narrow_bar_breaks_into_rows_instead_of_cutting(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(WAITING)
    assert bar.heightForWidth(400) > bar.heightForWidth(1366)
