# SPDX-License-Identifier: MIT
"""The bar below every panel: it adds up in sight, tells what is known, and lets a person upload or pause.

Shows the last snapshot it was handed and tells of clicks; asks nothing of the core.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.status import facts
from ui.status.pill import ConnectivityPill
from ui.style import mark, px
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import LineLabel, button, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.i18n import _
from vaxdesk.wording import states

ANSWER_MS = 12_000
BETWEEN = "   ·   "
UPLOAD_KEY = "  F5"
LINE_HEIGHT = 24
"""Room for the marks above and below Devanagari; the same for every text, so that the bar never moves."""


class StatusBar(QFrame):
    """Two rows: what must be seen, and the quiet facts.

    The facts stand with the most important first and are cut at the end. An answer to a click stands for a while in
    their place. Nothing above the bar moves for either.

    Signals:
        upload_asked, pause_asked, resume_asked: a button was pressed.
        exchanges_asked: the pill was pressed.
    """

    upload_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    exchanges_asked = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "status")
        self._clock = clock
        self._paused = False
        self._facts: tuple[str, ...] = ()
        self._advised = False
        self._answer = ""
        self._pill = ConnectivityPill(clock)
        self._pill.clicked.connect(self.exchanges_asked)
        self._sum, self._sum_below = plain_label(), plain_label(wrap=True)
        self._sum_below.hide()
        self._upload = button(_("Upload now") + UPLOAD_KEY, "link")
        self._upload.clicked.connect(self.upload_asked)
        self._pause = button(_("Pause"), "link")
        self._pause.clicked.connect(self._tell_pause)
        self._line = LineLabel("", "quiet")
        self._line.setFixedHeight(px(LINE_HEIGHT))
        self._answered = QTimer(self)
        self._answered.setSingleShot(True)
        self._answered.timeout.connect(self._end_answer)
        self._lay_out()
        self._pill.hide()

    def _lay_out(self) -> None:
        first = QWidget()
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = FlowLayout(first, QMargins(0, 0, 0, 0), 14)
        for part in (self._pill, self._sum, spring, self._upload, self._pause):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 3, 8, 4)
        column.setSpacing(0)
        column.addWidget(first)
        column.addWidget(self._sum_below)
        column.addWidget(self._line)

    def set_narrow(self, narrow: bool) -> None:
        """Give the sum a row of its own, so that pill and buttons share one and more of the form is seen."""
        self._sum.setVisible(not narrow)
        self._sum_below.setVisible(narrow)
        self._upload.setText(_("Upload now") + ("" if narrow else UPLOAD_KEY))

    @Slot(object)
    def show_status(self, status: SyncStatus) -> None:
        """Show the truth as it was read just now."""
        self._paused = status.paused
        self._pill.show_status(status)
        self._sum.setText(facts.adds_up(status.counts))
        self._sum_below.setText(self._sum.text())
        self._facts = facts.facts(status, self._clock)
        self._advised = bool(states.advice(status))
        self._pause.setText(_("Resume") if status.paused else _("Pause"))
        self._pill.show()
        self._show_line()

    @Slot(str)
    def answer(self, sentence: str) -> None:
        """Show for a while what a click did."""
        self._answer = sentence
        self._answered.start(ANSWER_MS)
        self._show_line()

    def answered(self) -> str:
        """Return the answer that stands, "" when none does."""
        return self._answer

    @Slot()
    def _end_answer(self) -> None:
        self._answer = ""
        self._show_line()

    def texts(self) -> tuple[str, ...]:
        """Return every text that stands, the most important first."""
        said = (self._pill.words(), self._sum.text(), *self._facts, self._upload.text(), self._pause.text())
        return tuple(text for text in said if text)

    @Slot()
    def _tell_pause(self) -> None:
        (self.resume_asked if self._paused else self.pause_asked).emit()

    def _show_line(self) -> None:
        self._line.setText(self._answer or BETWEEN.join(self._facts))
        mark(self._line, role="strong" if self._answer else "" if self._advised else "quiet")
