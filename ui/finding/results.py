# SPDX-License-Identifier: MIT
"""The list under the search box: one row a person, painted in two lines, and one row for a new person.

Shows lines and remembers which is chosen; knows no service and no form.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.finding.words import Line
from ui.style import colours, font, px
from vaxdesk.i18n import _

NAME_PX, FACTS_PX = 17, 13
ROW_PX, NEW_ROW_PX, EDGE_PX = 52, 44, 16
_Index = QModelIndex | QPersistentModelIndex


class Results(QListView):
    """Never has the focus: the keys stay in the box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self.setModel(QStringListModel(self))
        self.setItemDelegate(_LineDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("People who were found"))
        self.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show ``lines`` with the first one chosen; the last one is the new person."""
        self._lines = tuple(lines)
        model = self.model()
        assert isinstance(model, QStringListModel)
        model.setStringList([", ".join(part for part in (each.name, each.facts, each.due) if part) for each in lines])
        self.choose(0)
        self.show()
        self.raise_()

    def lines(self) -> tuple[Line, ...]:
        """Return the rows as they stand."""
        return self._lines if not self.isHidden() else ()

    def chosen(self) -> int:
        """Return the place of the chosen row."""
        return self.currentIndex().row()

    def choose(self, place: int) -> None:
        """Choose the row at ``place``; past either end goes round."""
        if self._lines:
            self.setCurrentIndex(self.model().index(place % len(self._lines), 0))

    def is_new_person(self, place: int) -> bool:
        """Return whether the row at ``place`` stands for somebody new."""
        return place == len(self._lines) - 1

    def height_wanted(self) -> int:
        """Return the height, in px, that shows every row."""
        return px(ROW_PX) * (len(self._lines) - 1) + px(NEW_ROW_PX) + px(4)

    def line_at(self, place: int) -> Line:
        """Return the row at ``place``."""
        return self._lines[place]


class _LineDelegate(QStyledItemDelegate):
    """Paints one row: name and what is due above, what tells them apart below."""

    def __init__(self, results: Results) -> None:
        super().__init__(results)
        self._results = results

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, px(NEW_ROW_PX if self._results.is_new_person(index.row()) else ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, scheme = self._results.line_at(index.row()), colours()
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, QColor(scheme.accent_soft))
            painter.fillRect(QRect(option.rect.left(), option.rect.top(), px(4), option.rect.height()), scheme.accent)
        elif index.row():
            painter.setPen(QPen(QColor(scheme.line)))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())
        room = option.rect.adjusted(px(EDGE_PX), px(6), -px(EDGE_PX), -px(6))
        new = self._results.is_new_person(index.row())
        self._paint_words(painter, room, line, new)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, line: Line, new: bool) -> None:
        scheme = colours()
        due_width = self._paint_due(painter, room, line)
        left = room.adjusted(0, 0, -due_width, 0)
        top = QRect(left.left(), left.top(), left.width(), left.height() * 11 // 20)
        below = QRect(left.left(), top.bottom() + 1, left.width(), left.height() - top.height())
        _write(painter, top, line.name, font(NAME_PX if not new else FACTS_PX + 1, strong=True), scheme.ink)
        _write(painter, below, line.facts, font(FACTS_PX), scheme.quiet)

    def _paint_due(self, painter: QPainter, room: QRect, line: Line) -> int:
        """Paint what is due at the right, with the mark of the list of today below; return the width it takes."""
        scheme = colours()
        mark = _("✓ expected today") if line.expected else ""
        taken = 0
        half = room.height() // 2
        for words, ink, top in ((line.due, scheme.ink, room.top()), (mark, scheme.accent, room.top() + half)):
            if not words:
                continue
            made = font(FACTS_PX, strong=words is mark)
            place = QRect(room.left(), top, room.width(), half)
            taken = max(taken, _write(painter, place, words, made, ink, Qt.AlignmentFlag.AlignRight) + px(16))
        return taken


def _write(
    painter: QPainter,
    place: QRect,
    words: str,
    made: QFont,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Write ``words``, cut where they do not fit; return their width in px."""
    painter.setFont(made)
    painter.setPen(QColor(ink))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)
