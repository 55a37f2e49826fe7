# SPDX-License-Identifier: MIT
"""Frozen rows behind a table: swapped quietly, each known by a key. Knows no column of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.style import font
from ui.widgets.state_badge import STATE_ROLE, badge_text
from ui.widgets.text import plain_tip
from vaxdesk.domain.upload import State

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its heading in the language in use, its width in pixels, and what it shows of a row.

    Attributes:
        number: it stands at the right, so that digits of one worth stand below each other.
    """

    heading: str
    width: int
    value: Callable[[R], str | State]
    number: bool = False


@dataclass(frozen=True)
class Group:
    """A line that names the rows below it, across all columns; it cannot be chosen."""

    title: str


class RowsModel(QAbstractTableModel, Generic[R]):
    """Frozen rows, each with a key that stays the same while the row changes; groups may stand between them."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._key = key
        self._rows: tuple[R | Group, ...] = ()

    def set_rows(self, rows: Sequence[R | Group]) -> bool:
        """Show ``rows``; return whether other rows stand there now (and not only other words)."""
        rows = tuple(rows)
        if [self._key_of(row) for row in rows] == [self._key_of(row) for row in self._rows]:
            changed = [i for i, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            if changed:
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self._columns) - 1))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def at(self, position: int) -> R | None:
        """Return the row that stands at ``position``; None for a group, and outside."""
        row = self._rows[position] if 0 <= position < len(self._rows) else None
        return None if isinstance(row, Group) else row

    def groups(self) -> tuple[int, ...]:
        """Return where groups stand."""
        return tuple(i for i, row in enumerate(self._rows) if isinstance(row, Group))

    def position(self, key: str) -> int:
        """Return where the row with ``key`` stands, -1 when it does not."""
        return next((i for i in range(len(self._rows)) if self.key_at(i) == key), -1)

    def key_at(self, position: int) -> str:
        """Return the key of the row at ``position``, "" for a group and outside."""
        row = self.at(position)
        return "" if row is None else self._key(row)

    def _key_of(self, row: R | Group) -> str:
        return row.title if isinstance(row, Group) else self._key(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self.at(index.row()) is None else super().flags(index)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if isinstance(row, Group):
            return _of_group(row, role) if index.column() == 0 else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, STATE_ROLE):
            return None
        value = self._columns[index.column()].value(row)
        if isinstance(value, State):
            return value if role == STATE_ROLE else badge_text(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(value)
        return None if role == STATE_ROLE else value

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def width(self, column: int) -> int:
        """Return how wide ``column`` wants to be."""
        return self._columns[column].width


def _of_group(group: Group, role: int) -> object:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return group.title
    if role == Qt.ItemDataRole.FontRole:
        return font(strong=True)
    return None
