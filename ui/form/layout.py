# SPDX-License-Identifier: MIT
"""How the parts of the form stand: strips above, the sheet scrolling in the middle, the foot below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


def stacked(page: QWidget, above: Sequence[QWidget], sheet: QWidget, below: Sequence[QWidget]) -> QScrollArea:
    """Lay the parts out on ``page`` and return what scrolls the sheet."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    scroll.setWidget(sheet)
    upper = QVBoxLayout()
    upper.setSpacing(8)
    for part in above:
        upper.addWidget(part)
    upper.addWidget(scroll, 1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addLayout(upper, 1)
    for part in below:
        column.addWidget(part)
    return scroll
