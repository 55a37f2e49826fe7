# SPDX-License-Identifier: MIT
"""The observation board over a real store, with all that a test looks at, and the keys pressed at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.clocks import StillClock
from ui.observation.event_card import EventCard
from ui.observation.note_strip import NoteStrip
from ui.observation.panel import ObservationPanel
from ui.observation.token_box import TokenBox
from vaxdesk.services.observation import Observation
from vaxdesk.services.register import Register

TEN = datetime(2021, 1, 16, 4, 30, tzinfo=UTC)
"""10:00 at the centre."""


@dataclass
class Board:
    """The panel with all that a test looks at."""

    panel: ObservationPanel
    service: Observation
    register: Register
    clock: StillClock
    told: list[str]
    beeps: list[None]
    counts: list[int]
    refs: list[str]

    @property
    def token(self) -> TokenBox:
        return self.panel.findChild(TokenBox)

    @property
    def note(self) -> NoteStrip:
        return self.panel.findChild(NoteStrip)

    @property
    def card(self) -> EventCard:
        return self.panel.findChild(EventCard)

    def column(self, at: int) -> list[str]:
        model = self.panel.findChild(QTableView).model()
        return [model.index(row, at).data() for row in range(model.rowCount())]

    def save(self, n: int, at: str) -> str:
        typed = people.draft(n, given_at=at, vial="", vial_opened_at="")
        return self.register.record(typed, people.CLERK).client_ref


def keys(qtbot: QtBot, text: str) -> None:
    """Press each letter of ``text`` where the focus is; \\n is Enter."""
    for letter in text:
        focused = QApplication.focusWidget()
        if letter == "\n":
            qtbot.keyClick(focused, Qt.Key.Key_Return)
        else:
            qtbot.keyClick(focused, letter)


def until_told(qtbot: QtBot, board: Board, words: str) -> None:
    qtbot.waitUntil(lambda: any(words in sentence for sentence in board.told))


def wait(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds)
