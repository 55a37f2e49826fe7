# SPDX-License-Identifier: MIT
"""The foot of the form: save, clear, what was saved last, and above them what can be chosen or was answered.

What is said has one line of room; where it needs more it grows upward over the end of the sheet: nothing ever jumps.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.style import px
from ui.widgets.text import LineLabel, button, plain_label
from vaxdesk.i18n import _

DOUBLE_MS = 400
"""An Enter that follows so soon was the second of a double one: nobody has read back what would be saved."""


LINE_HEIGHT = 16


class Foot(QWidget):
    """Three buttons, what was saved beside them, and a hint above.

    Signals:
        save_asked, visit_asked, clear_asked: a button was pressed.
    """

    save_asked = Signal()
    visit_asked = Signal()
    clear_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._save = button("", "primary")
        self._save.clicked.connect(self._on_save)
        self._came = QElapsedTimer()
        self._visit = button(_("Not vaccinated…   Ctrl+R"))
        self._visit.clicked.connect(self.visit_asked)
        self._visit.setFixedHeight(px(40))
        self._clear = button("")
        self._clear.clicked.connect(self.clear_asked)
        self._clear.setFixedHeight(px(40))
        self._line = LineLabel("", "quiet")
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hint = plain_label(role="hint", wrap=True)
        self._hint.setAutoFillBackground(True)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._room = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._room)
        row = QHBoxLayout()
        row.setSpacing(12)
        column.addLayout(row)
        row.addWidget(self._save)
        row.addWidget(self._visit)
        row.addWidget(self._clear)
        row.addWidget(self._line, 1)

    def focus_save(self) -> None:
        """Put the focus on the button that saves: the next Enter saves, one that was meant for before does not."""
        self._came.start()
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, words: str) -> None:
        """Show ``words`` above the buttons, however many lines they need; "" shows nothing."""
        self._hint.setText(words)
        self._place_hint()

    def show_saved(self, words: str) -> None:
        """Show what was saved last; it stands until the next save. What was said before it is over."""
        self._line.setText(words)
        self.say("")

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hint.setParent(self.parentWidget())
        self._hint.ensurePolished()
        self._room.setFixedHeight(max(px(LINE_HEIGHT), self._hint.fontMetrics().height()))
        self._place_hint()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        page = self.parentWidget()
        if page is None or self._hint.parentWidget() is not page:
            return
        room = self._room.height()
        height = max(room, self._hint.heightForWidth(self.width()))
        self._hint.setGeometry(self.x(), self.y() + room - height, self.width(), height)
        self._hint.setVisible(self.isVisibleTo(page) and bool(self._hint.text()))
        self._hint.raise_()

    @Slot()
    def _on_save(self) -> None:
        if not self._came.isValid() or self._came.elapsed() >= DOUBLE_MS:
            self.save_asked.emit()

    def show_work(self, *, saving: bool, correcting: bool, may_save: bool) -> None:
        """Name the buttons for what is done now."""
        if saving:
            self._save.setText(_("Saving…"))
        else:
            self._save.setText(_("Save correction   Ctrl+S") if correcting else _("Save and next   Ctrl+S"))
        self._save.setVisible(may_save)
        self._visit.setVisible(not correcting)
        self._clear.setText(_("Leave   Esc") if correcting else _("Clear   Esc"))
        for part in (self._save, self._visit, self._clear):
            part.setEnabled(not saving)
