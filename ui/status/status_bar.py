# SPDX-License-Identifier: MIT
"""The bar below every panel: it adds up in sight, tells the oldest, and lets a person upload or pause.

Shows the last snapshot it was handed and tells of clicks; asks nothing of the core.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.status import sentences
from ui.status.pill import ConnectivityPill
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import button, plain_label
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.i18n import _

ANSWER_MS = 12_000


class StatusBar(QFrame):
    """One row, more where the window is narrow.

    An answer stands for a while in the place of the quiet words, so that nothing above the bar moves.

    Signals:
        upload_asked, pause_asked, resume_asked: a button was pressed.
    """

    upload_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, local: sentences.Local, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "status")
        self._local = local
        self._paused = False
        self._pill = ConnectivityPill(local)
        self._sum = plain_label()
        self._void = plain_label("", "quiet")
        self._oldest = plain_label("", "quiet")
        self._next = plain_label("", "quiet")
        self._last = plain_label("", "quiet")
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._upload = button(_("Upload now") + "  F5", "link")
        self._upload.clicked.connect(self.upload_asked)
        self._pause = button(_("Pause"), "link")
        self._pause.clicked.connect(self._tell_pause)
        row = FlowLayout(self, QMargins(16, 5, 8, 4), 14)
        self._answer = plain_label("", "strong")
        quiet = (self._void, self._oldest, self._next, self._answer, spring, self._last)
        for part in (self._pill, self._sum, *quiet):
            row.addWidget(part)
        self._answered = QTimer(self)
        self._answered.setSingleShot(True)
        self._answered.timeout.connect(self._end_answer)
        row.addWidget(self._upload)
        row.addWidget(self._pause)
        self._optional = (self._void, self._oldest, self._next, self._last)
        self._hide_empty()
        self._pill.hide()

    @Slot(object)
    def show_status(self, status: SyncStatus) -> None:
        """Show the truth as it was read just now."""
        self._paused = status.paused
        self._pill.show_status(status)
        self._sum.setText(sentences.adds_up(status.counts))
        self._void.setText(sentences.void_beside(status.counts))
        self._oldest.setText(sentences.oldest(status))
        self._next.setText(sentences.next_try(status, self._local))
        self._last.setText(sentences.last_confirmed(status, self._local))
        self._pause.setText(_("Resume") if status.paused else _("Pause"))
        self._hide_empty()
        self._pill.show()

    @Slot(str)
    def answer(self, sentence: str) -> None:
        """Show for a while what a click did."""
        self._answer.setText(sentence)
        self._answered.start(ANSWER_MS)
        self._hide_empty()

    def answered(self) -> str:
        """Return the answer that stands, "" when none does."""
        return self._answer.text()

    @Slot()
    def _end_answer(self) -> None:
        self._answer.clear()
        self._hide_empty()

    def texts(self) -> tuple[str, ...]:
        """Return every text that stands, from left to right."""
        labels = (self._sum, *self._optional, self._upload, self._pause)
        return tuple(text for text in (self._pill.words(), *(each.text() for each in labels)) if text)

    @Slot()
    def _tell_pause(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _hide_empty(self) -> None:
        for label in self._optional:
            label.setVisible(bool(label.text()) and not self._answer.text())
        self._answer.setVisible(bool(self._answer.text()))
