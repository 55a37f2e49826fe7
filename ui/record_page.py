# SPDX-License-Identifier: MIT
"""The page on which people are recorded: the form, and on its right what helps with this very person.

Places its parts and follows the width of the window; knows no service.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.style import px

RIGHT_WIDTH: Final = 320
MARGINS: Final = (16, 8, 16, 8)
SPACING: Final = 16


class RecordPage(QWidget):
    """The form beside its right column."""

    def __init__(self, form: QWidget, right: Sequence[QWidget], only_wide: Sequence[QWidget]) -> None:
        """Set ``right`` from top to bottom; those of ``only_wide`` are shown while there is room for them."""
        super().__init__()
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._only_wide = tuple(only_wide)
        self._always = tuple(part for part in right if part not in self._only_wide)
        self._is_narrow = self._is_asked = False
        self._right = _Column()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        for part in right:
            column.addWidget(part)
        column.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(*MARGINS)
        self._row.setSpacing(16)
        self._row.addWidget(_Fitting(form), 1)
        self._row.addWidget(self._right)

    def set_narrow(self, narrow: bool) -> None:
        """Stand above the form instead of beside it."""
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._row.setDirection(above if narrow else side)
        self._right.setMaximumWidth(16_777_215 if narrow else px(RIGHT_WIDTH))
        self._right.setMinimumWidth(0 if narrow else px(RIGHT_WIDTH))
        self._right.stand(beside=not narrow)
        self._row.setContentsMargins(*((8, 4, 8, 4) if narrow else MARGINS))
        self._row.setSpacing(4 if narrow else 16)
        self._is_narrow = narrow
        self._show_what_fits()

    @Slot(bool)
    def give_room(self, asked: bool) -> None:
        """Keep the right column to this very person while something is asked about them there."""
        self._is_asked = asked
        self._show_what_fits()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_what_fits()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a card has grown
            self._show_what_fits()
        return done

    def _show_what_fits(self) -> None:
        """Show those of the right column for whom there is room, the first of them first."""
        left = self.contentsRect().height() - MARGINS[1] - MARGINS[3] + SPACING
        left -= sum(_height(part) for part in self._always if not part.isHidden())
        for part in self._only_wide:
            left -= _height(part)
            fits = left >= 0 or not self.isVisible()
            part.setVisible(fits and not (self._is_narrow or self._is_asked))


class _Fitting(QWidget):
    """Holds the form, which scrolls by itself: a sentence that wraps in it never makes the page higher."""

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(form)

    def hasHeightForWidth(self) -> bool:
        return False


class _Column(QWidget):
    """Beside the form it takes what height there is, and does not make the page higher than the form needs."""

    def __init__(self) -> None:
        super().__init__()
        self.stand(beside=True)

    def stand(self, *, beside: bool) -> None:
        """Stand beside the form, or above it with all its height."""
        self._beside = beside
        upwards = QSizePolicy.Policy.Ignored if beside else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upwards)

    def hasHeightForWidth(self) -> bool:
        return not self._beside and super().hasHeightForWidth()


def _height(part: QWidget) -> int:
    """Return how much of the column ``part`` takes, with the space before the next."""
    return part.sizeHint().height() + SPACING
