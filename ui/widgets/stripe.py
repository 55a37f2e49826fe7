# SPDX-License-Identifier: MIT
"""The striped edge of a desk where nothing is real. Paints; knows nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import style

HEIGHT = 10
BAND = 16


class Stripe(QWidget):
    """Slanting bands across the whole width, in no colour that a state has alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        scheme = style.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(scheme.stripe))
        painter.setBrush(QColor(scheme.on_stripe))
        painter.setPen(QColor(scheme.on_stripe))
        for left in range(-HEIGHT, self.width() + HEIGHT, 2 * BAND):
            corners = ((left, HEIGHT), (left + HEIGHT, 0), (left + HEIGHT + BAND, 0), (left + BAND, HEIGHT))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.end()
