# SPDX-License-Identifier: MIT
"""One person and the one line of their story, safe to show across the desk: no mobile, no ID."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.text import LineLabel, plain_label
from vaxdesk.domain.story import Story
from vaxdesk.i18n import _
from vaxdesk.wording import choices, slips, states


class StoryCard(QFrame):
    """Name, dose, state and story; empty until ``show_story``."""

    def __init__(self, local: Callable[[datetime], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._local = local
        self._name = LineLabel("", "readback")
        self._dose, self._state = plain_label("", "quiet", wrap=True), plain_label("", "state", wrap=True)
        self._line = plain_label("", wrap=True)
        self._line.setAccessibleName(_("What became of it"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(4)
        column.addWidget(plain_label(_("Slip"), "title"))
        column.addWidget(self._name)
        column.addWidget(self._dose)
        column.addSpacing(8)
        column.addWidget(self._state)
        column.addSpacing(12)
        column.addWidget(plain_label(_("What became of it"), "title"))
        column.addWidget(self._line)
        column.addStretch(1)

    def show_story(self, story: Story) -> None:
        """Show ``story``."""
        self._name.setText(story.name)
        said = _("{year} · receipt {receipt} · dose {dose}, {vaccine}")
        self._dose.setText(
            said.format(
                year=story.birth_year,
                receipt=story.receipt_no,
                dose=story.dose,
                vaccine=choices.vaccine(story.vaccine),
            )
        )
        sentence = states.sentence(story.state, story.portal_ref, story.reason)
        self._state.setText(f"{states.symbol(story.state)} {sentence}")
        mark(self._state, state=story.state.value)
        self._line.setText(slips.line(story, self._local))

    def show_nobody(self, words: str) -> None:
        """Show ``words`` where a name would stand, and nothing else."""
        self._name.setText(words)
        for label in (self._dose, self._state, self._line):
            label.setText("")

    def texts(self) -> tuple[str, ...]:
        """Return name, dose, state and story as they stand."""
        return self._name.text(), self._dose.text(), self._state.text(), self._line.text()
