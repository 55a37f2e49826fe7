# SPDX-License-Identifier: MIT
"""The foot of the form: save, clear, and one quiet line that says what was saved or what can be chosen."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.style import px
from ui.widgets.text import LineLabel, button
from vaxdesk.i18n import _

DOUBLE_MS = 400
"""An Enter that follows so soon was the second of a double one: nobody has read back what would be saved."""


class Foot(QWidget):
    """Three buttons and a line.

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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._save)
        row.addWidget(self._visit)
        row.addWidget(self._clear)
        row.addWidget(self._line, 1)

    def focus_save(self) -> None:
        """Put the focus on the button that saves: the next Enter saves, one that was meant for before does not."""
        self._came.start()
        self._save.setFocus(Qt.FocusReason.TabFocusReason)

    def say(self, words: str) -> None:
        """Show ``words`` in the line."""
        self._line.setText(words)

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
