# SPDX-License-Identifier: MIT
"""How it goes with line and portal: words first, a shape and a colour that say the same again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.status import sentences
from ui.style import mark
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.wording import states


class ConnectivityPill(QLabel):
    """One label."""

    def __init__(self, local: sentences.Local, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("pill", "still")
        self._local = local

    def show_status(self, status: SyncStatus) -> None:
        """Show the words, the shape and the colour of ``status``."""
        symbol, look = sentences.shape(status)
        self.setText(f"{symbol}  {states.connectivity(status, self._local)}")
        mark(self, pill=look)
