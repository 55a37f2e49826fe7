# SPDX-License-Identifier: MIT
"""A fault of the program itself: one sentence with a code, once, and nothing of a person."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.uncaught import UncaughtHook
from ui.widgets.question import Question


class Before:
    """The hook that stood there: remembers what was handed on."""

    def __init__(self) -> None:
        self.seen: list[type[BaseException]] = []

    def __call__(self, kind: type[BaseException], error: BaseException, frames: object) -> None:
        del error, frames
        self.seen.append(kind)


def _boxes() -> list[Question]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Question) and each.isVisible()]


def _strike(hook: UncaughtHook, error: BaseException) -> None:
    try:
        raise error
    except type(error):
        kind, caught, frames = sys.exc_info()
        assert kind is not None and caught is not None
        hook(kind, caught, frames)


@pytest.fixture
def before(qtbot: QtBot) -> Iterator[Before]:
    del qtbot
    yield Before()
    for box in _boxes():
        box.close()


def test_a_fault_is_logged_and_told_once_by_code(before: Before) -> None:
    hook = UncaughtHook(before)
    _strike(hook, ValueError("Asha Namoona 9900000001"))
    _strike(hook, KeyError("again"))
    assert before.seen == [ValueError, KeyError]
    [box] = _boxes()
    assert "(ValueError test_uncaught:" in box.text()
    assert "What was saved is safe" in box.text()
    assert "Namoona" not in box.text() and "99000" not in box.text()


def test_a_fault_after_the_first_was_read_is_told_again(before: Before) -> None:
    hook = UncaughtHook(before)
    _strike(hook, ValueError("one"))
    _boxes()[0].done(0)
    _strike(hook, ValueError("two"))
    assert len(_boxes()) == 1


def test_ctrl_c_is_no_fault(before: Before) -> None:
    hook = UncaughtHook(before)
    _strike(hook, KeyboardInterrupt())
    assert before.seen == [KeyboardInterrupt]
    assert _boxes() == []
