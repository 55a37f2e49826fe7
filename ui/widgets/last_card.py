# SPDX-License-Identifier: MIT
"""Last at this desk: the newest rows with the truth about each. Shows what it is handed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.text import LineLabel, plain_label
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.i18n import _
from vaxdesk.wording import states

ROWS = 6


class LastCard(QFrame):
    """Time, name, state; the newest on top. Rows are filled in place, so nothing slides."""

    def __init__(self, local: Callable[[datetime], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._local = local
        self._empty = plain_label(_("Nobody yet. Who is saved stands here."), "quiet", wrap=True)
        self._lines: list[tuple[QLabel, LineLabel, QLabel]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for n in range(ROWS):
            line = (plain_label("", "quiet"), LineLabel(), plain_label())
            for column, label in enumerate(line):
                grid.addWidget(label, n, column)
            self._lines.append(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(8)
        outer.addWidget(plain_label(_("Last at this desk"), "title"))
        outer.addWidget(self._empty)
        outer.addLayout(grid)
        self.show_rows(())

    def show_rows(self, rows: tuple[RegisterRow, ...]) -> None:
        """Show at most six rows, newest first."""
        self._empty.setVisible(not rows)
        for n, labels in enumerate(self._lines):
            for label in labels:
                label.setVisible(n < len(rows))
            if n < len(rows):
                self._fill(labels, rows[n])

    def _fill(self, labels: tuple[QLabel, LineLabel, QLabel], row: RegisterRow) -> None:
        at, name, state = labels
        at.setText(f"{self._local(row.recorded_at):%H:%M}")
        name.setText(row.vaccination.beneficiary.name)
        state.setText(f"{states.symbol(row.state)}  {states.word(row.state)}")
        mark(state, state=row.state.value)
