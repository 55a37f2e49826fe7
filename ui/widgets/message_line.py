# SPDX-License-Identifier: MIT
"""One sentence across the window: the answer to a click, or something that holds until it is mended."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _

ANSWER_MS = 12_000


class MessageLine(QFrame):
    """Hidden while it has nothing to say. An answer leaves by itself; a person can send it away at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "message")
        self._label = plain_label(wrap=True)
        self._away = button(_("Hide"), "link")
        self._away.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addWidget(self._label, 1)
        row.addWidget(self._away)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def text(self) -> str:
        """Return the sentence that stands, "" when none does."""
        return self._label.text()

    @Slot(str)
    def answer(self, sentence: str) -> None:
        """Show ``sentence`` for a while."""
        self._show(sentence)
        self._timer.start(ANSWER_MS)

    @Slot(str)
    def hold(self, sentence: str) -> None:
        """Show ``sentence`` until the next one; "" hides the line."""
        self._timer.stop()
        self._show(sentence)

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._show("")

    def _show(self, sentence: str) -> None:
        self._label.setText(sentence)
        self.setVisible(bool(sentence))
