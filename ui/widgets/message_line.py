# SPDX-License-Identifier: MIT
"""One sentence across the window for what holds until it is mended."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _


class MessageLine(QFrame):
    """Hidden while it has nothing to say; a person can send it away."""

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
        self.hide()

    def text(self) -> str:
        """Return the sentence that stands, "" when none does."""
        return self._label.text()

    @Slot(str)
    def hold(self, sentence: str) -> None:
        """Show ``sentence`` until the next one; "" hides the line."""
        self._label.setText(sentence)
        self.setVisible(bool(sentence))

    @Slot()
    def clear(self) -> None:
        """Say nothing."""
        self.hold("")
