# SPDX-License-Identifier: MIT
"""A second start on the same folder raises the first window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.single_instance import RaiseListener, ask_to_raise


def test_the_second_start_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    listener = RaiseListener(tmp_path)
    with ThreadPoolExecutor(1) as second_start, qtbot.waitSignal(listener.raise_asked):
        heard = second_start.submit(ask_to_raise, tmp_path)
    assert heard.result()
    listener.close()


def test_another_folder_hears_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    listener = RaiseListener(tmp_path)
    assert not ask_to_raise(tmp_path / "another")
    listener.close()


def test_a_window_after_one_that_was_killed_is_heard(qtbot: QtBot, tmp_path: Path) -> None:
    killed = RaiseListener(tmp_path)
    listener = RaiseListener(tmp_path)
    with ThreadPoolExecutor(1) as second_start, qtbot.waitSignal(listener.raise_asked):
        second_start.submit(ask_to_raise, tmp_path)
    listener.close()
    killed.close()
