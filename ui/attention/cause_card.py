# SPDX-License-Identifier: MIT
"""What one cause means and what a person does about it, over the lines of those who have it. Does nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.text import button, plain_label
from vaxdesk.domain.attention import CauseGroup, Mend
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import causes


class CauseCard(QFrame):
    """Title, meaning, what to do, and the button for all of them where something is right for all.

    Signals:
        mend_asked: a person wants to do something for all of them.
    """

    mend_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._title = plain_label(role="title", wrap=True)
        self._meaning = plain_label(role="quiet", wrap=True)
        self._todo = plain_label(role="strong", wrap=True)
        self._mend = button("")
        self._mend.clicked.connect(self.mend_asked)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._todo, 1)
        row.addWidget(self._mend, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._meaning)
        column.addLayout(row)

    def show_group(self, group: CauseGroup, offered: tuple[Mend, ...]) -> None:
        """Show the words of ``group``; the button where anything is ``offered``."""
        self._title.setText(causes.title(group.cause))
        self._meaning.setText(causes.meaning(group.cause))
        self._todo.setText(causes.todo(group.cause))
        self._mend.setVisible(bool(offered))
        if len(offered) == 1:
            self._mend.setText(_("{mend}…   G").format(mend=causes.mend(offered[0])))
        elif offered:
            n = group.n
            self._mend.setText(ngettext("For this one…   G", "For all {n}…   G", n).format(n=n))
        said = (self._title, self._meaning, self._todo)
        self.setAccessibleName(" ".join(label.text() for label in said))
