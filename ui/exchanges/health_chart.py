# SPDX-License-Identifier: MIT
"""The portal over one day as a small chart: bars of exchanges, a line of seconds. Shows what it is handed.

Trouble is hatched and the seconds are dots on a line, so that nothing is told by colour alone; all of it stands in
words in the accessible description too.
"""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import style
from ui.exchanges.words import SLOT, summary
from vaxdesk.domain.upload_health import HealthSlot
from vaxdesk.i18n import _

HEIGHT: Final = 168
LEFT, RIGHT, TOP, BOTTOM = 40, 44, 24, 22
FEWEST_SLOTS: Final = 8
"""A chart of a few minutes keeps the width of two hours, so that its bars stay bars."""
MARK: Final = 48
"""What the name of an hour takes, with its gap."""
_SMALL_PX: Final = 12


class HealthChart(QWidget):
    """Bars: answered fine, and troubled upon it; line: the median seconds of an exchange."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(_("The portal over the day"))
        self._slots: tuple[HealthSlot, ...] = ()
        self.show_slots(())

    def show_slots(self, slots: tuple[HealthSlot, ...]) -> None:
        """Show one day's quarters of an hour, in order and without a gap."""
        self._slots = slots
        self.setAccessibleDescription(summary(slots))
        self.setToolTip(summary(slots))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font(_SMALL_PX))
        _Drawing(painter, QRectF(self.rect()), self._slots).draw()
        painter.end()


class _Drawing:
    """One painting of the chart."""

    def __init__(self, painter: QPainter, whole: QRectF, slots: tuple[HealthSlot, ...]) -> None:
        self._painter = painter
        self._slots = slots
        self._box = whole.adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        self._most = _nice(max((slot.fine + slot.troubled for slot in slots), default=0), least=4)
        self._longest = _nice(max((slot.median_s or 0.0 for slot in slots), default=0.0), least=1)
        self._step = self._box.width() / max(FEWEST_SLOTS, len(slots))
        scheme = style.colours()
        self._ink, self._quiet, self._line = QColor(scheme.ink), QColor(scheme.quiet), QColor(scheme.line)
        self._fine, self._troubled, self._ground = QColor(scheme.accent), QColor(scheme.amber), QColor(scheme.card)

    def draw(self) -> None:
        if not self._slots:
            self._painter.setPen(self._quiet)
            self._painter.drawText(self._box, int(Qt.AlignmentFlag.AlignCenter), summary(()))
            return
        self._scales()
        for n, slot in enumerate(self._slots):
            self._bar(n, slot)
        self._seconds()
        self._hours()
        self._legend()

    def _scales(self) -> None:
        """Draw the ground line and the half and the whole of both scales."""
        for part in (0.0, 0.5, 1.0):
            y = self._box.bottom() - part * self._box.height()
            self._painter.setPen(QPen(self._line, 1))
            self._painter.drawLine(QPointF(self._box.left(), y), QPointF(self._box.right(), y))
            self._painter.setPen(self._quiet)
            if part:
                self._text(QRectF(0, y - 10, LEFT - 6, 20), f"{self._most * part:g}", Qt.AlignmentFlag.AlignRight)
                seconds = _("{n} s").format(n=f"{self._longest * part:g}")
                self._text(QRectF(self._box.right() + 6, y - 10, RIGHT, 20), seconds, Qt.AlignmentFlag.AlignLeft)

    def _bar(self, n: int, slot: HealthSlot) -> None:
        width = max(2.0, self._step - min(4.0, self._step / 4))
        left = self._box.left() + n * self._step + (self._step - width) / 2
        unit = self._box.height() / self._most
        fine = QRectF(left, self._box.bottom() - slot.fine * unit, width, slot.fine * unit)
        troubled = QRectF(left, fine.top() - slot.troubled * unit, width, slot.troubled * unit)
        if slot.fine:
            self._painter.fillRect(fine, self._fine)
        if slot.troubled:
            self._hatched(troubled)

    def _hatched(self, box: QRectF) -> None:
        self._painter.fillRect(box, self._ground)
        self._painter.fillRect(box, QBrush(self._troubled, Qt.BrushStyle.BDiagPattern))
        self._painter.setPen(QPen(self._troubled, 1))
        self._painter.drawRect(box)

    def _seconds(self) -> None:
        """Draw the medians; the line breaks where nothing was exchanged."""
        before: QPointF | None = None
        for n, slot in enumerate(self._slots):
            here = None if slot.median_s is None else self._point(n, slot.median_s)
            if here is not None:
                if before is not None:
                    self._painter.setPen(QPen(self._ink, 1.5))
                    self._painter.drawLine(before, here)
                self._dot(here)
            before = here

    def _point(self, n: int, seconds: float) -> QPointF:
        x = self._box.left() + (n + 0.5) * self._step
        return QPointF(x, self._box.bottom() - seconds / self._longest * self._box.height())

    def _dot(self, at: QPointF) -> None:
        self._painter.setPen(QPen(self._ground, 1))
        self._painter.setBrush(self._ink)
        self._painter.drawEllipse(at, 3.5, 3.5)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _hours(self) -> None:
        self._painter.setPen(self._quiet)
        for n, words in marks(self._slots[0].starts_at, max(FEWEST_SLOTS, len(self._slots)), self._step):
            x = self._box.left() + n * self._step
            self._text(QRectF(x - MARK / 2, self._box.bottom() + 3, MARK, 18), words, Qt.AlignmentFlag.AlignHCenter)

    def _legend(self) -> None:
        x = self._box.left()
        for words, swatch in (
            (_("answered fine"), "fine"),
            (_("troubled"), "troubled"),
            (_("median seconds of an exchange"), "seconds"),
        ):
            box = QRectF(x, 5, 12, 10)
            if swatch == "fine":
                self._painter.fillRect(box, self._fine)
            elif swatch == "troubled":
                self._hatched(box)
            else:
                self._painter.setPen(QPen(self._ink, 1.5))
                self._painter.drawLine(QPointF(x, 10), QPointF(x + 12, 10))
                self._dot(QPointF(x + 6, 10))
            self._painter.setPen(self._quiet)
            width = self._painter.fontMetrics().horizontalAdvance(words)
            self._text(QRectF(x + 18, 0, width + 4, 20), words, Qt.AlignmentFlag.AlignLeft)
            x += 18 + width + 20

    def _text(self, box: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
        self._painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), words)


def marks(first: datetime, slots: int, step: float) -> list[tuple[int, str]]:
    """Return which of ``slots`` quarters from ``first`` are named under the chart, each ``step`` pixels wide.

    Full hours, as many as have room; and the first quarter, where no hour stands close to it.
    """
    every = max(1, ceil(MARK / (4 * step)))
    times = [first + n * SLOT for n in range(slots)]
    hours = [n for n, at in enumerate(times) if at.minute == 0 and at.hour % every == 0]
    if not hours or hours[0] * step >= MARK:
        hours.insert(0, 0)
    return [(n, f"{times[n]:%H:%M}") for n in hours]


def _nice(value: float, least: int) -> int:
    """Return the next round number that ``value`` fits under: 4, 6, 8, 10, 20, 40, …"""
    top = max(least, value)
    power = 1
    while True:
        for first in (1, 2, 4, 6, 8):
            if first * power >= top:
                return first * power
        power *= 10
