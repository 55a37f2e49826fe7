# SPDX-License-Identifier: MIT
"""The bar as a widget: every state of line and portal is told, the buttons tell the truth, nothing jumps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeClock
from ui.status.pill import ConnectivityPill
from ui.status.status_bar import StatusBar
from ui.widgets.text import LineLabel
from vaxdesk.domain.sync_status import Connectivity, Counts, Hold, SyncStatus

NOW = FakeClock().now()
NEXT = NOW + timedelta(minutes=10)
WAITING = SyncStatus(
    Counts(confirmed=18, waiting=204),
    Connectivity.ONLINE,
    oldest_waiting_s=120,
    last_contact_at=NOW,
    last_confirmed_at=NOW - timedelta(minutes=4),
)


def _bar(qtbot: QtBot) -> StatusBar:
    bar = StatusBar(FakeClock())
    qtbot.addWidget(bar)
    bar.resize(1366, bar.heightForWidth(1366))
    bar.show()
    return bar


def _pill(bar: StatusBar) -> ConnectivityPill:
    return bar.findChild(ConnectivityPill)


def test_bar_shows_the_status_it_is_handed(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(replace(WAITING, time_left_s=360.0))
    assert bar.texts() == (
        "●  Online",
        "222 recorded = 18 on the portal + 204 waiting",
        "18 of 222 confirmed",
        "about 6 min left",
        "oldest 2 min",
        "last confirmed 11:28",
        "last contact 11:32",
        "Upload now  F5",
        "Pause",
    )


@pytest.mark.parametrize(
    ("changed", "pill", "look", "fact"),
    [
        ({}, "●  Online", "good", "18 of 222 confirmed"),
        ({"connectivity": Connectivity.SLOW, "exchange_s": 4.24},
         "◐  Slow line: 4.2 s an exchange", "slow", "oldest 2 min"),
        ({"connectivity": Connectivity.BUSY, "next_try_at": NEXT, "hold": Hold.ASKED},
         "◐  Portal busy · next try 11:42", "slow", "the portal asks us to wait until then"),
        ({"connectivity": Connectivity.OFFLINE, "next_try_at": NEXT, "hold": Hold.BACKOFF},
         "○  No internet · 204 saved here", "slow", "waiting after trouble; next try 11:42"),
        ({"connectivity": Connectivity.CAPTIVE}, "◇  Internet wants a sign-in", "bad",
         "Open a browser and sign in to the network; sending goes on by itself."),
        ({"connectivity": Connectivity.SIGNED_OUT}, "◇  Portal signed out", "bad",
         "The portal does not take our key. Tell the supervisor; everything is safe here."),
        ({"connectivity": Connectivity.STOPPED}, "■  Upload stopped", "bad",
         "The portal does not serve this desk. Tell the supervisor; everything is safe here."),
        ({"stop_reason": "portal_missing"}, "■  Upload stopped", "bad",
         "No portal address is set. Recording goes on; set base_url in settings.toml."),
        ({"paused": True}, "‖  Upload paused · 204 saved here", "still", "18 of 222 confirmed"),
        ({"last_contact_at": None, "next_try_at": NEXT, "hold": Hold.SPLAY},
         "○  Not tried yet · 204 saved here", "still",
         "sending starts at 11:42, so that not all desks call at once; F5 sends now"),
        ({"comparing": 37}, "?  Comparing with the portal · 37 left", "slow", "18 of 222 confirmed"),
    ],
)  # fmt: skip
def test_every_state_has_its_words_its_shape_and_its_colour(
    qtbot: QtBot, changed: dict[str, object], pill: str, look: str, fact: str
) -> None:
    bar = _bar(qtbot)
    bar.show_status(replace(WAITING, **changed))
    assert bar.texts()[0] == pill
    assert _pill(bar).property("pill") == look
    assert fact in bar.texts()
    assert _pill(bar).accessibleName() == pill


@pytest.mark.parametrize("by_key", [False, True])
def test_a_press_on_the_pill_asks_for_the_exchanges(qtbot: QtBot, by_key: bool) -> None:
    bar = _bar(qtbot)
    bar.show_status(WAITING)
    with qtbot.waitSignal(bar.exchanges_asked):
        if by_key:
            qtbot.keyClick(_pill(bar), Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(_pill(bar), Qt.MouseButton.LeftButton)
    assert "F11" in _pill(bar).accessibleDescription()


def test_button_offers_resume_only_while_paused(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(SyncStatus(WAITING.counts, Connectivity.ONLINE, paused=True))
    assert "Resume" in bar.texts()
    with qtbot.waitSignal(bar.resume_asked):
        bar._pause.click()
    bar.show_status(WAITING)
    with qtbot.waitSignal(bar.pause_asked):
        bar._pause.click()


def test_neither_an_answer_nor_many_facts_make_the_bar_higher(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(SyncStatus(Counts(), Connectivity.ONLINE))
    before = bar.heightForWidth(1366)
    bar.show_status(replace(WAITING, time_left_s=24_000.0, next_try_at=NEXT, hold=Hold.PACE, calls_per_5min=80))
    assert bar.heightForWidth(1366) == before
    bar.answer("No network: 2 saved here, nothing lost. Trying once more now.")
    assert bar.answered().startswith("No network")
    assert bar.heightForWidth(1366) == before
    bar._end_answer()
    assert bar.answered() == ""
    assert bar._line.text().startswith("18 of 222 confirmed")


def test_what_is_cut_at_the_end_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.resize(500, bar.heightForWidth(500))
    bar.show_status(replace(WAITING, connectivity=Connectivity.CAPTIVE, time_left_s=24_000.0))
    line = bar.findChild(LineLabel)
    assert line.is_cut()
    assert line.toolTip().startswith("Open a browser") and line.toolTip().endswith("last contact 11:32")


def test_a_narrow_bar_gives_the_sum_a_row_of_its_own(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.show_status(WAITING)
    bar.set_narrow(True)
    assert bar._sum_below.isVisible() and not bar._sum.isVisible()
    assert bar._sum_below.text() == "222 recorded = 18 on the portal + 204 waiting"
    assert bar.heightForWidth(683) < 110
