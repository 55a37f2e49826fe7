# SPDX-License-Identifier: MIT
"""A state as a word, a shape and a colour together, painted in a table cell. Decides nothing about states."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.style import state_colour
from vaxdesk.domain.upload import State
from vaxdesk.wording import states

STATE_ROLE = Qt.ItemDataRole.UserRole + 1
SHAPE_WIDTH = 20
PADDING = 11


def badge_text(state: State) -> str:
    """Return the state in words with its shape before it: what is read aloud and copied."""
    return f"{states.symbol(state)} {states.word(state)}"


class StateDelegate(QStyledItemDelegate):
    """Paints the ``State`` that a cell holds under ``STATE_ROLE``, else its text; shapes stand in one column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        state = index.data(STATE_ROLE)
        if state is None:
            super().paint(painter, option, index)
            return
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        blank.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, blank, painter, widget)
        painter.save()
        painter.setFont(_strong(option.font))
        painter.setPen(state_colour(State(state)))
        place = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(
            QRect(place.left(), place.top(), SHAPE_WIDTH, place.height()), flags, states.symbol(State(state))
        )
        painter.drawText(place.adjusted(SHAPE_WIDTH, 0, 0, 0), flags, states.word(State(state)))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        if index.data(STATE_ROLE) is None:
            return hint
        words = QFontMetrics(_strong(option.font)).horizontalAdvance(states.word(State(index.data(STATE_ROLE))))
        return QSize(words + SHAPE_WIDTH + 2 * PADDING, hint.height())


def _strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
