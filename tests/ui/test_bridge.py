# SPDX-License-Identifier: MIT
"""The bridge: events of any thread arrive in the GUI thread, few at a time, with the truth read anew."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk, row
from ui.background import Background
from ui.bridge import Bridge
from vaxdesk.domain.upload import State
from vaxdesk.errors import StoreError


class Listener(QObject):
    """Notes what it hears and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(str)
    @Slot(object)
    def hear(self, value: object = None) -> None:
        self.heard.append(value)
        self.threads.add(QThread.currentThread())


def test_an_event_of_another_thread_arrives_in_the_gui_thread(qtbot: QtBot, desk: FakeDesk, bridge: Bridge) -> None:
    listener = Listener()
    bridge.vaccination_saved.connect(listener.hear)
    thread = threading.Thread(target=desk.hooks.vaccination_saved.send, args=("a-ref",))
    with qtbot.waitSignal(bridge.status_changed):
        thread.start()
        thread.join()
    assert listener.heard == ["a-ref"]
    assert listener.threads == {QThread.currentThread()}


def test_a_thousand_events_are_few_refreshes(qtbot: QtBot, desk: FakeDesk, bridge: Bridge) -> None:
    listener = Listener()
    bridge.outbox_changed.connect(listener.hear)
    with qtbot.waitSignal(bridge.status_changed):
        for _n in range(1000):
            desk.hooks.outbox_changed.send()
    assert len(listener.heard) == 1
    assert desk.sending.reads == 1


def test_the_status_follows_by_itself_while_something_waits(qtbot: QtBot, desk: FakeDesk, bridge: Bridge) -> None:
    desk.rows.append(row(1, State.WAITING))
    with qtbot.waitSignals([bridge.status_changed] * 2, timeout=5000):
        bridge.refresh()
    assert desk.sending.reads >= 2


def test_a_status_that_cannot_be_read_is_told_once(
    qtbot: QtBot, desk: FakeDesk, bridge: Bridge, background: Background
) -> None:
    desk.sending.fault = StoreError("store_failed")
    with qtbot.waitSignal(background.failed) as told:
        bridge.refresh()
    assert told.args[0].code == "store_failed"


def test_a_closed_bridge_hears_nothing(desk: FakeDesk, background: Background) -> None:
    closing = Bridge(desk.hooks, desk.sending.status, background)
    listener = Listener()
    closing.vaccination_saved.connect(listener.hear)
    closing.close()
    desk.hooks.vaccination_saved.send("a-ref")
    assert desk.sending.reads == 0
    assert listener.heard == []
