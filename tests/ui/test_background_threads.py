# SPDX-License-Identifier: MIT
"""The background's threads stay what they are between two calls, as a connection of their own needs."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.support import desks, people
from ui.background import THREADS, Background
from vaxdesk.desk import Desk

CALLS = 60


def test_what_a_thread_keeps_is_there_at_its_next_call(qtbot: QtBot, background: Background) -> None:
    own = threading.local()
    made: list[object] = []
    seen: list[bool] = []

    def work() -> bool:
        known = hasattr(own, "connection")
        if not known:
            own.connection = object()
            made.append(own.connection)
        return known

    for _call in range(CALLS):
        background.run(work, seen.append)
    qtbot.waitUntil(lambda: len(seen) == CALLS)
    assert 1 <= len(made) <= THREADS


def test_the_real_store_is_read_from_the_background(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    """With threads that Python does not know, this ended the process within a few calls."""
    desk = Desk(desks.make_folder(tmp_path / "desk"))
    desk.open(people.CLERK.name, desks.PASSWORD)
    desk.register.record(people.draft(0), people.CLERK)
    rows: list[int] = []
    try:
        for _call in range(CALLS):
            background.run(lambda: len(desk.browsing.last()), rows.append)
        qtbot.waitUntil(lambda: len(rows) == CALLS)
        assert background.finish(10_000)
    finally:
        desk.close()
    assert set(rows) == {1}
