# SPDX-License-Identifier: MIT
"""Counts side by side, each large above its words: what an import would do, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import frame, plain_label


class CountRow(QWidget):
    """Shows pairs of a number and what it counts; it breaks into a second row where the window is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, QMargins(0, 0, 0, 0), 12)

    def show_counts(self, counts: Sequence[tuple[int, str]]) -> None:
        """Show ``counts`` in the place of what was shown."""
        while (item := self._flow.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for number, words in counts:
            card = frame("card", self)
            inside = QVBoxLayout(card)
            inside.setContentsMargins(16, 8, 16, 8)
            inside.setSpacing(0)
            inside.addWidget(plain_label(str(number), "heading"))
            inside.addWidget(plain_label(words, "quiet"))
            card.setAccessibleName(f"{number} {words}")
            self._flow.addWidget(card)
            card.show()
        self.setVisible(bool(counts))
        self.updateGeometry()
