# SPDX-License-Identifier: MIT
"""The grounds that panels stand on in the window: with room around them, or one below another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget


def padded(panel: QWidget) -> QWidget:
    """Return a page with ``panel`` on it and room around."""
    page, column = _page()
    column.setContentsMargins(16, 16, 16, 12)
    column.addWidget(panel)
    return page


def below(above: QWidget, panel: QWidget) -> QWidget:
    """Return a page with ``panel`` under ``above``; the panel takes the room that is left."""
    page, column = _page()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(above)
    column.addWidget(panel, 1)
    return page


def _page() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    made.setProperty("class", "page")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made, QVBoxLayout(made)
