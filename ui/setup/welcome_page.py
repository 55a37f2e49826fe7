# SPDX-License-Identifier: MIT
"""Two large choices for who starts VaxDesk here for the first time. Does neither itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.widgets.language_switch import LanguageSwitch
from ui.widgets.middle import in_the_middle
from ui.widgets.text import button, frame, plain_label
from vaxdesk.i18n import _

WIDTH = 560


class WelcomePage(QWidget):
    """The first page.

    Signals:
        practise_chosen, set_up_chosen: one of the two.
        language_chosen: ("en" or "hi").
    """

    practise_chosen = Signal()
    set_up_chosen = Signal()
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        languages = LanguageSwitch()
        languages.chosen.connect(self.language_chosen)
        self.practise = button(_("Practise"))
        self.set_up = button(_("Set up this desk"), "primary")
        self.practise.clicked.connect(self.practise_chosen)
        self.set_up.clicked.connect(self.set_up_chosen)
        self._note = plain_label(" ", "quiet", wrap=True)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(16)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Welcome to VaxDesk"), "heading"), 1)
        head.addWidget(languages)
        column.addLayout(head)
        column.addWidget(
            plain_label(
                _("Each vaccination is saved on this PC at once and goes up to the portal by itself."),
                "quiet",
                wrap=True,
            )
        )
        column.addWidget(
            _choice(
                _("This PC is a vaccination desk"),
                _("Choose the centre and who signs in. It takes two minutes and needs no network."),
                self.set_up,
            )
        )
        column.addWidget(
            _choice(
                _("I want to try it first"),
                _("Invented people and a portal inside the program. Nothing is real, and nothing stays."),
                self.practise,
            )
        )
        column.addWidget(self._note)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(in_the_middle(inner))
        outer.addStretch(2)

    def set_busy(self, note: str) -> None:
        """Say what is under way, and let nobody choose twice; "" ends it."""
        self._note.setText(note or " ")
        self.practise.setEnabled(not note)
        self.set_up.setEnabled(not note)

    def say(self, sentence: str) -> None:
        """Show ``sentence`` below the choices."""
        self._note.setText(sentence)


def _choice(title: str, words: str, pressed: QPushButton) -> QFrame:
    card = frame("card")
    row = QHBoxLayout(card)
    row.setContentsMargins(16, 16, 16, 16)
    row.setSpacing(16)
    said = QVBoxLayout()
    said.setSpacing(4)
    said.addWidget(plain_label(title, "strong"))
    said.addWidget(plain_label(words, "quiet", wrap=True))
    row.addLayout(said, 1)
    pressed.setMinimumWidth(168)
    pressed.setAccessibleDescription(words)
    row.addWidget(pressed)
    return card
