# SPDX-License-Identifier: MIT
"""The table itself: one row is chosen, and new rows leave the choice and the place in sight alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.style import px
from ui.widgets.rows_model import Group, RowsModel

R = TypeVar("R")
ROW_HEIGHT = 36


class RowsView(QTableView, Generic[R]):
    """One row is chosen at a time; new rows leave the choice and the scrolling where they are."""

    def __init__(self, model: RowsModel[R], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumHeight(px(ROW_HEIGHT))
        for column in range(model.columnCount()):
            self.setColumnWidth(column, px(model.width(column)))

    def show_rows(self, rows: Sequence[R | Group]) -> None:
        """Show ``rows`` with the same row chosen and the same place in sight."""
        chosen = self.chosen_key()
        scrolled = self.verticalScrollBar().value()
        if not self._model.set_rows(rows):
            return
        self.clearSpans()
        for position in self._model.groups():
            self.setSpan(position, 0, 1, self._model.columnCount())
        position = self._model.position(chosen) if chosen else -1
        if position >= 0:
            self.selectRow(position)
        elif self.hasFocus():
            self._choose_first()
        self.verticalScrollBar().setValue(scrolled)

    def chosen_key(self) -> str:
        """Return the key of the row that is chosen, "" when none is."""
        return self._model.key_at(self.currentIndex().row())

    def chosen(self) -> R | None:
        """Return the row that is chosen."""
        return self._model.at(self.currentIndex().row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection():
            self._choose_first()

    def _choose_first(self) -> None:
        """Choose the first row, so that Enter has something to open at once."""
        first = next((i for i in range(self._model.rowCount()) if self._model.key_at(i)), -1)
        if first >= 0:
            self.selectRow(first)

    def sizeHint(self) -> QSize:
        return QSize(480, 8 * ROW_HEIGHT)
