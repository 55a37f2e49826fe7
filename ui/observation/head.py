# SPDX-License-Identifier: MIT
"""The head of the board: how many wait, the box for a token, and the buttons with their keys. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.observation.token_box import TokenBox
from ui.style import px
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import button, plain_label
from vaxdesk.i18n import _, ngettext

BOX_WIDTH = 120


class Head(QWidget):
    """A title, a box and five buttons.

    Signals:
        release_asked, all_asked, event_asked, note_asked, undo_asked: a button was pressed, or its key.
    """

    release_asked = Signal()
    all_asked = Signal()
    event_asked = Signal()
    note_asked = Signal()
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.token = TokenBox()
        self.token.setFixedWidth(px(BOX_WIDTH))
        self.token.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # it is no spring of the row
        self.token.setPlaceholderText(_("Token"))
        self.token.setAccessibleName(_("Token"))
        self._title = plain_label(role="heading")
        release = button(_("Let go   Enter"), "primary")
        self._all = button("")
        event, note, undo = button(_("Adverse event   A")), button(_("Note   N")), button(_("Undo   U"))
        self.token.agreed.connect(self.release_asked)
        for each, signal in (
            (release, self.release_asked),
            (self._all, self.all_asked),
            (event, self.event_asked),
            (note, self.note_asked),
            (undo, self.undo_asked),
        ):
            each.clicked.connect(signal)
        for key, signal in (
            ("G", self.all_asked),
            ("A", self.event_asked),
            ("N", self.note_asked),
            ("U", self.undo_asked),
        ):
            # A shortcut, since Qt finds the Latin letter of a key whatever the keyboard's language.
            pressed = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pressed.activated.connect(signal)
        self._line = QWidget()
        self._row = FlowLayout(self._line, QMargins(0, 0, 0, 0), 8)
        parts: tuple[QWidget, ...] = (self.token, release, self._all, event, note, undo)
        for part in parts:
            if isinstance(part, QPushButton):
                part.setFixedHeight(px(40) if part is release else px(36))
            self._row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._line)
        self.setFocusProxy(self.token)
        self.show_counts(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A page that scrolls asks for the least height; buttons in two rows need theirs all the same.
        self._line.setMinimumHeight(self._row.heightForWidth(event.size().width()))
        self.setMinimumHeight(self.minimumSizeHint().height())

    def show_counts(self, sitting: int, free: int) -> None:
        """Say how many wait, and how many of them may go."""
        if sitting:
            title = ngettext("{n} person waits", "{n} people wait", sitting).format(n=sitting)
        else:
            title = _("Nobody waits")
        self._title.setText(title)
        self._all.setText(_("All who may go: {n}   G").format(n=free))
        self._all.setEnabled(free > 0)
