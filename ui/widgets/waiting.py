# SPDX-License-Identifier: MIT
"""One sentence in a window of its own while something is made ready."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.text import plain_label

SIZE = (420, 120)


class Waiting(QWidget):
    """Says what is under way."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("VaxDesk")
        column = QVBoxLayout(self)
        column.addWidget(plain_label(words, "strong"), 0, Qt.AlignmentFlag.AlignCenter)
        self.resize(*SIZE)
