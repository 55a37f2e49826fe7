# SPDX-License-Identifier: MIT
"""EN | हिं: shows the language in use and tells when a person chooses the other. Switches nothing itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.widgets.text import button
from vaxdesk import i18n

# Each language under its own name: who cannot read the one in use must still find theirs.
NAMES: Final = {"en": "EN", "hi": "हिं"}


class LanguageSwitch(QWidget):
    """Two small buttons.

    Signals:
        chosen: ("en" or "hi") another language than the one in use.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for language, name in NAMES.items():
            each = button(name, "link")
            each.setCheckable(True)
            each.setAccessibleName({"en": "English", "hi": "हिंदी"}[language])
            each.setToolTip(each.accessibleName() + "  (Ctrl+H)")
            self._group.addButton(each)
            self._buttons[language] = each
            row.addWidget(each)
        self._group.buttonClicked.connect(self._tell)
        self.show_current()

    def show_current(self) -> None:
        """Mark the language in use."""
        self._buttons[i18n.language()].setChecked(True)

    def press(self, language: str) -> None:
        """Choose ``language`` as a click on it does."""
        self._buttons[language].click()

    @Slot(QPushButton)
    def _tell(self, pressed: QPushButton) -> None:
        language = next(key for key, each in self._buttons.items() if each is pressed)
        if language != i18n.language():
            self.chosen.emit(language)
