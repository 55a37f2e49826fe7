# SPDX-License-Identifier: MIT
"""The Qt binding takes and gives references evenly; where it does not, the interpreter ends after a while."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 300


class _Bell(QObject):
    rung = Signal()


def test_calls_and_signals_leave_the_counts_of_none_and_true_alone(qtbot: QtBot) -> None:
    label, bell = QLabel(), _Bell()
    qtbot.addWidget(label)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _call in range(CALLS):
        label.setText("x")
        bell.rung.emit()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert max(abs(now - then) for now, then in zip(after, before, strict=True)) < CALLS / 2
