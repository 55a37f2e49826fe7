# SPDX-License-Identifier: MIT
"""The pin beside the label of a value that stays for the next person. Says nothing else."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.style import colours

PIN_SIZE = 12


class PinMark(QWidget):
    """A small pin: this value stays for the next person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(PIN_SIZE, PIN_SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(colours().quiet)
        painter.setPen(QPen(ink, 1.4))
        painter.drawLine(3, 10, 6, 7)
        painter.setBrush(ink)
        painter.drawEllipse(5, 1, 5, 5)
        painter.end()
