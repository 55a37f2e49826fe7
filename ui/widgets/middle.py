# SPDX-License-Identifier: MIT
"""Puts a card into the middle of a page, as wide as it may be. Knows nothing of the card."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def in_the_middle(card: QWidget) -> QHBoxLayout:
    """Return a row with ``card`` in its middle; unlike an alignment it lets wrapped words have their height."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 100)
    row.addStretch(1)
    return row
