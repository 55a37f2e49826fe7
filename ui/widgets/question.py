# SPDX-License-Identifier: MIT
"""One sentence and one or two buttons over the window, never waiting in the middle of other work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


class Question(QMessageBox):
    """Calls ``on_yes`` when the first button is pressed; Esc is the second, where there is one."""

    def __init__(self, parent: QWidget | None, sentence: str, yes: str, no: str, on_yes: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("VaxDesk")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._on_yes = on_yes
        self.yes: QPushButton = self.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        self.setDefaultButton(self.yes)
        if no:
            self.setEscapeButton(self.addButton(no, QMessageBox.ButtonRole.RejectRole))
        self.buttonClicked.connect(self._answer)

    def _answer(self, pressed: QPushButton) -> None:
        if pressed is self.yes:
            self._on_yes()
