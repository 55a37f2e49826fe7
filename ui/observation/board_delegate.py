# SPDX-License-Identifier: MIT
"""Paints the board's cells: the token large, the state in its colour. Decides nothing about anybody."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.observation.board_rows import LEFT_COLUMN, STATE_COLUMN, TOKEN_COLUMN, BoardRow
from ui.style import colours, font
from ui.widgets.rows_model import RowsModel
from vaxdesk.domain.observation import Standing

TOKEN_PX: Final = 24
_INKS: Final = {
    Standing.WATCHED: "quiet",
    Standing.MAY_GO: "green",
    Standing.UNWELL: "red",
    Standing.LEFT: "quiet",
}


class BoardDelegate(QStyledItemDelegate):
    """Token 24 px and strong; state, and the token of whoever may go, in the state's ink."""

    def __init__(self, model: RowsModel[BoardRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = self._model.at(index.row())
        if row is None:
            return
        gone = row.standing is Standing.LEFT
        if index.column() == TOKEN_COLUMN:
            option.font = font(TOKEN_PX, strong=True)
        elif index.column() in (STATE_COLUMN, LEFT_COLUMN):
            option.font = font(strong=True)
        if gone or index.column() == STATE_COLUMN:
            ink = QColor(getattr(colours(), _INKS[row.standing]))
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, ink)
