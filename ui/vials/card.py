# SPDX-License-Identifier: MIT
"""One vial of the board: what it is, what is left in it, how long it may be used. Asks within itself, does nothing.

A card is one thing to stand on: its keys are Enter (use it, or open it again) and Delete (close it).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from ui.style import mark
from ui.vials import words
from ui.vials.closing import Closing
from ui.vials.reopening import Reopening
from ui.widgets.text import button, plain_label
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.vial import VialRow
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MARGINS = (16, 12, 16, 12)
_WIDE_ENOUGH = 95
"""Letters that a card takes beside each other; below that its parts stand one under the other."""


class VialCard(QFrame):
    """One opened vial.

    Signals:
        use_asked: (VialRow) pin it.
        close_asked: (id, doses lost as typed, value of a LostWhy or "").
        reopen_asked: (id, reason).
    """

    use_asked = Signal(object)
    close_asked = Signal(int, str, str)
    reopen_asked = Signal(int, str)

    def __init__(self, row: VialRow, now: datetime, *, of_today: bool) -> None:
        super().__init__()
        self._row = row
        self._of_today = of_today
        self.setProperty("class", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._label = plain_label(role="readback")
        self._in_use = plain_label(_("✓ In use"), "pin")
        self._batch, self._opened = plain_label(role="strong", wrap=True), plain_label(role="quiet", wrap=True)
        self._doses, self._shape = plain_label(role="strong", wrap=True), plain_label(role="quiet")
        self._hours = plain_label(wrap=True)
        self._use = _pressed(_("Use it   Enter"), self._ask_to_use)
        self._close = _pressed(_("Close it   Del"), self._ask_to_close)
        self._reopen = _pressed(_("Open it again   Enter"), self._ask_to_reopen)
        self._closing, self._reopening = Closing(), Reopening()
        self._closing.agreed.connect(self._tell_closing)
        self._reopening.agreed.connect(self._tell_reopening)
        self._closing.left.connect(self.stop_asking)
        self._reopening.left.connect(self.stop_asking)
        self._lay_out()
        self._closing.hide()
        self._reopening.hide()
        self.show_row(row, now, in_use=False)

    @property
    def row(self) -> VialRow:
        """The vial as it was shown last."""
        return self._row

    def show_row(self, row: VialRow, now: datetime, *, in_use: bool) -> None:
        """Show ``row`` at the centre's time ``now``; what is being asked stays asked."""
        self._row = row
        usable = row.is_open and self._of_today
        hours = words.hours(row, now) if usable else words.Hours.GOOD
        self._label.setText(row.vial.label)
        self._batch.setText(words.batch_words(row.vial))
        self._opened.setText(self._when())
        self._doses.setText(words.doses_words(row) if row.is_open else words.closed_words(row))
        self._shape.setText(words.doses_shape(row))
        self._hours.setText(words.hours_words(row, now) if usable else "")
        mark(self._hours, hours=hours.value)
        mark(self, hours=hours.value)
        self._in_use.setVisible(in_use and usable)
        self._show_buttons()
        said = (row.vial.label, self._batch.text(), self._doses.text(), self._hours.text(), self._opened.text())
        self.setAccessibleName(". ".join(part for part in said if part))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Put what is wrong with the closing under its fields."""
        self._closing.show_problems(problems)

    def is_asking(self) -> bool:
        """Return whether the card waits for an answer."""
        return not (self._closing.isHidden() and self._reopening.isHidden())

    @Slot()
    def stop_asking(self) -> None:
        """Ask nothing any more and be one thing again."""
        self._closing.hide()
        self._reopening.hide()
        self._show_buttons()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _WIDE_ENOUGH * self.fontMetrics().averageCharWidth()
        side, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(down if narrow else side)
        self._parts.setSpacing(8 if narrow else 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or self.is_asking():
            super().keyPressEvent(event)
        elif event.key() in _ENTER and not self._row.is_open:
            self._ask_to_reopen()
        elif event.key() in _ENTER and self._of_today:
            self._ask_to_use()
        elif event.key() in (*_ENTER, Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._row.is_open:
            self._ask_to_close()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        name, what, left = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (name, (self._label, self._in_use)),
            (what, (self._batch, self._opened)),
            (left, (self._doses, self._shape, self._hours)),
        ):
            column.setSpacing(4)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in (self._use, self._close, self._reopen):
            buttons.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        buttons.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.addLayout(name)
        self._parts.addLayout(what, 3)
        self._parts.addLayout(left, 3)
        self._parts.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*_MARGINS)
        whole.setSpacing(0)
        whole.addLayout(self._parts)
        whole.addWidget(self._closing)
        whole.addWidget(self._reopening)

    def _when(self) -> str:
        if self._of_today:
            return words.opened_words(self._row)
        return _("Opened on {day} at {time} and never closed").format(
            day=day_text(self._row.vial.opened_on), time=f"{self._row.vial.opened_at:%H:%M}"
        )

    def _show_buttons(self) -> None:
        quiet, is_open = not self.is_asking(), self._row.is_open
        self._use.setVisible(is_open and self._of_today)
        self._close.setVisible(is_open)
        self._reopen.setVisible(not is_open)
        for each in (self._use, self._close, self._reopen):
            each.setEnabled(quiet)

    @Slot()
    def _ask_to_use(self) -> None:
        self.use_asked.emit(self._row)

    @Slot()
    def _ask_to_close(self) -> None:
        self._closing.show()
        self._show_buttons()
        self._closing.ask(self._row.left)

    @Slot()
    def _ask_to_reopen(self) -> None:
        self._reopening.show()
        self._show_buttons()
        self._reopening.ask()

    @Slot(str, str)
    def _tell_closing(self, lost: str, why: str) -> None:
        self.close_asked.emit(self._row.vial.id, lost, why)

    @Slot(str)
    def _tell_reopening(self, reason: str) -> None:
        self.reopen_asked.emit(self._row.vial.id, reason)


def _pressed(text: str, slot: object) -> QPushButton:
    """Return a button that leaves the focus to the card, whose key it names."""
    made = button(text)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.clicked.connect(slot)
    return made
