# SPDX-License-Identifier: MIT
"""A strip with a sentence and buttons, standing where the work is: no dialog ever pops up over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.style import mark, px
from ui.widgets.text import button, plain_label


class Strip(QFrame):
    """Hidden until ``say`` or ``ask``; amber for what is worth knowing, red for what stopped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._words = plain_label(wrap=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 4, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        self.setMinimumHeight(px(44))
        self.hide()

    def text(self) -> str:
        """Return the sentence that stands, "" when none does."""
        return "" if self.isHidden() else self._words.text()

    def say(self, sentence: str, danger: bool = False) -> None:
        """Show ``sentence`` without buttons."""
        self.ask(sentence, ())
        mark(self, **{"class": "danger" if danger else "strip"})
        mark(self._words)
        self._words.style().polish(self._words)

    def ask(self, sentence: str, answers: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show ``sentence`` with one button an answer; the strip closes before the answer is given on."""
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        mark(self, **{"class": "strip"})
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        for words, answer in answers:
            made = button(words, parent=self)
            made.clicked.connect(_closing(self, answer))
            self._row.addWidget(made)
            self._buttons.append(made)
        self.show()

    def focus_first(self) -> None:
        """Put the focus on the first answer."""
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_last(self) -> None:
        """Put the focus on the last answer."""
        self._buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def is_asking(self) -> bool:
        """Return whether an answer is awaited."""
        return not self.isHidden() and bool(self._buttons)


def _closing(strip: Strip, answer: Callable[[], object]) -> Callable[[], None]:
    def give() -> None:
        strip.hide()
        answer()

    return give
