# SPDX-License-Identifier: MIT
"""Sets text, lines and squares from top to bottom, through Qt's own text layout, in twentieths of a millimetre.

Black on white only: a thermal printer knows no grey. With no painter it measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QTextLayout, QTextOption

from ui.style import FAMILIES

PER_MM: Final = 20
DPI: Final = 508
"""Dots an inch at which one unit is one dot: 20 x 25.4."""
_PITCH, _BASELINE = 1.42, 1.08
"""Of a letter's size: from line to line with room for the marks of Devanagari, and from a line's top to its baseline.
The same for both scripts, so that a Hindi value stands level with a Latin one beside it."""


def mm(length: float) -> float:
    """Return ``length`` millimetres in units."""
    return length * PER_MM


class Pen:
    """Where the next thing stands on the paper."""

    def __init__(self, painter: QPainter | None, left: float, width: float, y: float) -> None:
        self.left = left
        self.width = width
        self.y = y
        self._painter = painter

    def part(self, left: float, width: float) -> Pen:
        """Return a pen for a column beside others, from here down."""
        return Pen(self._painter, self.left + left, width, self.y)

    def space(self, height: float) -> None:
        """Leave room."""
        self.y += height

    def text(self, text: str, size: float, *, strong: bool = False, centred: bool = False) -> None:
        """Set ``text`` with letters ``size`` high, broken into lines where it is too long."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(round(size))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        layout = QTextLayout(text, font)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, height + _BASELINE * size - line.ascent()))
            height += _PITCH * size
        layout.endLayout()
        if self._painter is not None:
            self._painter.setPen(Qt.GlobalColor.black)
            layout.draw(self._painter, QPointF(self.left, self.y))
        self.y += height

    def rule(self, thick: float) -> None:
        """Draw a line across."""
        if self._painter is not None:
            self._painter.fillRect(QRectF(self.left, self.y, self.width, thick), QColor(Qt.GlobalColor.black))
        self.y += thick

    def box(self, top: float, bottom: float, thick: float) -> None:
        """Draw a frame from ``top`` to ``bottom``."""
        if self._painter is not None:
            self._painter.setPen(QPen(Qt.GlobalColor.black, thick))
            self._painter.drawRect(QRectF(self.left, top, self.width, bottom - top))

    def squares(self, rows: Sequence[Sequence[bool]], side: float) -> None:
        """Draw a square of ``side`` made of dark and light ones; each is a whole number of units wide."""
        one = int(side / len(rows))
        if self._painter is not None:
            dark = QPainterPath()  # one path: squares side by side must show no seam
            for down, row in enumerate(rows):
                for across in (at for at, is_dark in enumerate(row) if is_dark):
                    dark.addRect(self.left + across * one, self.y + down * one, one, one)
            self._painter.fillPath(dark, Qt.GlobalColor.black)
        self.y += one * len(rows)
