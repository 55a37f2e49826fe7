# SPDX-License-Identifier: MIT
"""May leave: the next few of the board beside the form. Shows what it is handed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.actions import shortcut
from ui.style import mark
from ui.widgets.text import LineLabel, plain_label
from vaxdesk.clock import Clock
from vaxdesk.domain.observation import Standing, Watched
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import observation as words

ROWS = 4
_LOOKS = {Standing.WATCHED: "", Standing.MAY_GO: "confirmed", Standing.UNWELL: "rejected", Standing.LEFT: "void"}
"""The colours of the upload's states that stand for those of the board."""


class LeaveCard(QFrame):
    """Token, name, and when they may go. Rows are filled in place, so nothing slides."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._clock = clock
        self._lines: list[tuple[QLabel, LineLabel, QLabel]] = []
        self._empty = plain_label(_("Nobody is watched now."), "quiet", wrap=True)
        self._more = plain_label("", "quiet", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for n in range(ROWS):
            line = (plain_label("", "strong"), LineLabel(), plain_label())
            for column, label in enumerate(line):
                grid.addWidget(label, n, column)
            self._lines.append(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        outer.setSpacing(8)
        outer.addWidget(plain_label(_("May leave"), "title"))
        outer.addWidget(self._empty)
        outer.addLayout(grid)
        outer.addWidget(self._more)
        self.show_people(())

    @Slot(object)
    def show_people(self, people: Sequence[Watched]) -> None:
        """Show the first of ``people``, who stand in the order in which they may go."""
        now = self._clock.now()
        for n, labels in enumerate(self._lines):
            for label in labels:
                label.setVisible(n < len(people))
            if n < len(people):
                token, name, state = labels
                standing = people[n].standing(now)
                token.setText(str(people[n].token))
                name.setText(people[n].name)
                state.setText(self._state(people[n], standing))
                mark(state, state=_LOOKS[standing])
        rest = len(people) - ROWS
        more = ngettext("and {n} more: {key}", "and {n} more: {key}", rest).format(n=rest, key=shortcut("observation"))
        self._more.setText(more)
        self._more.setVisible(rest > 0)
        self._empty.setVisible(not people)

    def _state(self, person: Watched, standing: Standing) -> str:
        if standing is Standing.WATCHED:
            return f"{self._clock.local(person.until_at):%H:%M}"
        return f"{words.symbol(standing)}  {words.standing(standing, person)}"
