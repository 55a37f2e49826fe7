# SPDX-License-Identifier: MIT
"""The columns of a file, each with a sample and a box that says what it holds. Reads no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.choice import Choice, Option
from ui.widgets.text import LineLabel, button, plain_label
from vaxdesk.domain.expected import LIST_FIELDS, NOT_READ, ListColumn
from vaxdesk.i18n import _
from vaxdesk.wording.listing import list_field

SIDE_BY_SIDE = 3


class ColumnCard(QFrame):
    """Shows the columns that nobody has given a meaning yet; a button shows the others too.

    Signals:
        edited: a person said what a column holds.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._columns: tuple[ListColumn, ...] = ()
        self._boxes: list[Choice] = []
        self._cells: list[QWidget] = []
        self._open: set[int] = set()
        self._title = plain_label(_("What the columns hold"), "strong")
        self._all_button = button(_("Show all columns"), "link")
        self._all_button.setCheckable(True)
        self._all_button.toggled.connect(self._arrange)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._title)
        top.addStretch()
        top.addWidget(self._all_button)
        self._help = plain_label(
            _("A number or first letter chooses, arrows go on, Delete leaves the column out. It is remembered."),
            "quiet",
            wrap=True,
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for at in range(SIDE_BY_SIDE):
            self._grid.setColumnStretch(at, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._help)
        column.addLayout(self._grid)

    def fields(self) -> tuple[str, ...]:
        """Return what each column holds, in the order of the file."""
        return tuple(box.value() for box in self._boxes)

    def show_columns(self, columns: Sequence[ListColumn]) -> None:
        """Show ``columns``; those of the file that stands already keep their boxes and the focus."""
        if [each.heading for each in columns] != [each.heading for each in self._columns]:
            self._make(columns)
        for box, column in zip(self._boxes, columns, strict=True):
            box.set_value(column.field)
        self._columns = tuple(columns)
        self._arrange()

    def in_order(self) -> tuple[QWidget, ...]:
        """Return what takes the focus, in the order in which Tab goes on."""
        return self._all_button, *self._boxes

    def open_column(self) -> QWidget | None:
        """Return the first box that nobody has filled, None when all are."""
        return next((box for box in self._boxes if not box.value()), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next box, as Tab does and as it does in the form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _make(self, columns: Sequence[ListColumn]) -> None:
        for old in self._cells:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        options = [Option(field, list_field(field)) for field in (*LIST_FIELDS, NOT_READ)]
        self._boxes, self._cells = [], []
        self._open = {at for at, column in enumerate(columns) if not column.field}
        for column in columns:
            box = Choice(options)
            box.setAccessibleName(column.heading)
            box.setAccessibleDescription(column.sample)
            box.setPlaceholderText(_("Not read"))
            box.edited.connect(self._take)
            self._boxes.append(box)
            self._cells.append(_cell(column, box, self))

    @Slot()
    def _take(self) -> None:
        """One field stands in one column: who says another has it takes it away from the first."""
        said = self.sender()
        value = said.value() if isinstance(said, Choice) else ""
        for at, box in enumerate(self._boxes):
            if box is not said and value and value != NOT_READ and box.value() == value:
                box.set_value("")
                self._open.add(at)
        self._arrange()
        self.edited.emit()

    @Slot()
    def _arrange(self) -> None:
        shown_all = self._all_button.isChecked()
        place = 0
        for at, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            shown = shown_all or at in self._open
            if shown:
                self._grid.addWidget(cell, place // SIDE_BY_SIDE, place % SIDE_BY_SIDE, Qt.AlignmentFlag.AlignTop)
                place += 1
            cell.setVisible(shown)
            mark(self._boxes[at], severity="" if self._boxes[at].value() else "note")
        self._help.setVisible(bool(place))
        self._all_button.setVisible(len(self._open) < len(self._cells))


def _cell(column: ListColumn, box: Choice, parent: QWidget) -> QWidget:
    cell = QWidget(parent)
    words = _("{heading}: {sample}").format(heading=column.heading, sample=column.sample)
    label = LineLabel(words if column.sample else column.heading, "label")
    label.setBuddy(box)
    inside = QVBoxLayout(cell)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(2)
    inside.addWidget(label)
    inside.addWidget(box)
    return cell
