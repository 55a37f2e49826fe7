# SPDX-License-Identifier: MIT
"""Frozen rows behind a table: swapped quietly, each known by a key. Knows no column of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.widgets.state_badge import STATE_ROLE, badge_text
from vaxdesk.domain.upload import State

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its heading in the language in use, its width in pixels, and what it shows of a row."""

    heading: str
    width: int
    value: Callable[[R], str | State]


class RowsModel(QAbstractTableModel, Generic[R]):
    """Frozen rows, each with a key that stays the same while the row changes."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._key = key
        self._rows: tuple[R, ...] = ()

    def set_rows(self, rows: Sequence[R]) -> bool:
        """Show ``rows``; return whether other rows stand there now (and not only other words)."""
        rows = tuple(rows)
        if [self._key(row) for row in rows] == [self._key(row) for row in self._rows]:
            changed = [i for i, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            if changed:
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self._columns) - 1))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row(self, position: int) -> R:
        """Return the row that stands at ``position``."""
        return self._rows[position]

    def position(self, key: str) -> int:
        """Return where the row with ``key`` stands, -1 when it does not."""
        return next((i for i, row in enumerate(self._rows) if self._key(row) == key), -1)

    def key_at(self, position: int) -> str:
        """Return the key of the row at ``position``, "" outside."""
        return self._key(self._rows[position]) if 0 <= position < len(self._rows) else ""

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, STATE_ROLE):
            return None
        value = self._columns[index.column()].value(self._rows[index.row()])
        if isinstance(value, State):
            return value if role == STATE_ROLE else badge_text(value)
        return None if role == STATE_ROLE else value

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def width(self, column: int) -> int:
        """Return how wide ``column`` wants to be."""
        return self._columns[column].width
