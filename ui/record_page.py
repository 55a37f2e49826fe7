# SPDX-License-Identifier: MIT
"""The page on which people are recorded: the form, and on its right what helps with this very person.

Places its parts and follows the width of the window; knows no service.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ui.style import px

RIGHT_WIDTH: Final = 320
MARGINS: Final = (16, 8, 16, 8)


class RecordPage(QWidget):
    """The form beside its right column."""

    def __init__(self, form: QWidget, right: Sequence[QWidget], only_wide: Sequence[QWidget]) -> None:
        """Set ``right`` from top to bottom; those of ``only_wide`` are shown while there is room for them."""
        super().__init__()
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._only_wide = tuple(only_wide)
        self._is_narrow = self._is_asked = False
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in right:
            column.addWidget(part)
        column.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(*MARGINS)
        self._row.setSpacing(16)
        self._row.addWidget(form, 1)
        self._row.addWidget(self._right)

    def set_narrow(self, narrow: bool) -> None:
        """Stand above the form instead of beside it."""
        side, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        self._row.setDirection(above if narrow else side)
        self._right.setMaximumWidth(16_777_215 if narrow else px(RIGHT_WIDTH))
        self._right.setMinimumWidth(0 if narrow else px(RIGHT_WIDTH))
        self._row.setContentsMargins(*((8, 4, 8, 4) if narrow else MARGINS))
        self._row.setSpacing(4 if narrow else 16)
        self._is_narrow = narrow
        self._show_what_fits()

    @Slot(bool)
    def give_room(self, asked: bool) -> None:
        """Keep the right column to this very person while something is asked about them there."""
        self._is_asked = asked
        self._show_what_fits()

    def _show_what_fits(self) -> None:
        for part in self._only_wide:
            part.setVisible(not (self._is_narrow or self._is_asked))
