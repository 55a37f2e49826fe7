# SPDX-License-Identifier: MIT
"""A row that goes on in a second row when the window is narrow, as it is at 200 %. Only places things."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays items from left to right and breaks the row where one no longer fits.

    What is left of a row goes to its expanding items; each item stands in the middle of its row's height.
    """

    def __init__(self, parent: QWidget, margins: QMargins, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(margins)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        rows = self._rows(width - margins.left() - margins.right())
        heights = [max(item.sizeHint().height() for item in row) for row in rows]
        gaps = self.spacing() // 2 * max(0, len(rows) - 1)
        return sum(heights) + gaps + margins.top() + margins.bottom()

    def is_one_row(self, width: int) -> bool:
        """Return whether everything fits beside each other in ``width`` px."""
        margins = self.contentsMargins()
        return len(self._rows(width - margins.left() - margins.right())) <= 1

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        width = sum(item.sizeHint().width() for item in self._shown()) + margins.left() + margins.right()
        width += self.spacing() * max(0, len(self._items) - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._shown()), default=0)
        tallest = max((item.minimumSize().height() for item in self._shown()), default=0)
        return QSize(widest + margins.left() + margins.right(), tallest + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        inner = rect.marginsRemoved(self.contentsMargins())
        top = inner.top()
        for row in self._rows(inner.width()):
            height = max(item.sizeHint().height() for item in row)
            self._lay_row(row, QRect(inner.left(), top, inner.width(), height))
            top += height + self.spacing() // 2

    def _shown(self) -> Iterator[QLayoutItem]:
        return (item for item in self._items if not item.isEmpty())

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if rows and used + self.spacing() + needed <= width:
                rows[-1].append(item)
                used += self.spacing() + needed
            else:
                rows.append([item])
                used = needed
        return rows

    def _lay_row(self, row: list[QLayoutItem], place: QRect) -> None:
        widths = [min(item.sizeHint().width(), place.width()) for item in row]
        spare = place.width() - sum(widths) - self.spacing() * (len(row) - 1)
        growing = [n for n, item in enumerate(row) if _grows(item)]
        for n in growing:
            widths[n] += max(0, spare) // len(growing)
        left = place.left()
        for item, width in zip(row, widths, strict=True):
            height = min(item.sizeHint().height(), place.height())
            top = place.top() + (place.height() - height) // 2
            item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
            left += width + self.spacing()


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)
