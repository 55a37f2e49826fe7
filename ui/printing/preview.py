# SPDX-License-Identifier: MIT
"""Shows a slip as it will be printed, as large as its place allows. Makes no slip."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import colours


class Preview(QWidget):
    """One picture, never stretched past its own size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setMinimumSize(200, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, spoken: str) -> None:
        """Show ``image``; ``spoken`` is what a screen reader says of it."""
        self._image = image
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def image(self) -> QImage:
        """Return what is shown, null when nothing is."""
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(320, 440)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._image.isNull():
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(self._image.size())
        place = QRect(0, 0, size.width(), size.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        painter.setPen(colours().line)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
