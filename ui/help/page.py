# SPDX-License-Identifier: MIT
"""The list of keys and the words of the states, on one plain page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from ui.actions import BOARD_KEYS, FIELD_KEYS, KEYS
from ui.widgets.text import frame, plain_label
from vaxdesk.domain.upload import State
from vaxdesk.i18n import _
from vaxdesk.wording import states


class HelpPage(QWidget):
    """Two cards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        keys = tuple((key.shortcut, _(key.words)) for key in (*KEYS, *FIELD_KEYS, *BOARD_KEYS))
        column.addWidget(_card(_("Keys"), keys, "strong"))
        column.addWidget(self._states())
        column.addStretch(1)

    def _states(self) -> QFrame:
        card = frame("card")
        grid = _grid(card, _("What the words mean"))
        for n, state in enumerate(State, start=1):
            word = plain_label(f"{states.symbol(state)}  {states.word(state)}")
            word.setProperty("state", state.value)
            grid.addWidget(word, n, 0)
            grid.addWidget(plain_label(states.sentence(state), wrap=True), n, 1)
        return card


def _card(title: str, lines: tuple[tuple[str, str], ...], role: str) -> QFrame:
    card = frame("card")
    grid = _grid(card, title)
    for n, (left, right) in enumerate(lines, start=1):
        grid.addWidget(plain_label(left, role), n, 0)
        grid.addWidget(plain_label(right, wrap=True), n, 1)
    return card


def _grid(card: QFrame, title: str) -> QGridLayout:
    grid = QGridLayout(card)
    grid.setContentsMargins(16, 14, 16, 14)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.addWidget(plain_label(title, "title"), 0, 0, 1, 2)
    return grid
