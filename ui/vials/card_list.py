# SPDX-License-Identifier: MIT
"""Vial cards one under the other, under a heading of their own. Keeps a card as long as its vial is listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.vials.card import VialCard
from ui.widgets.text import plain_label
from vaxdesk.domain.vial import VialRow


class CardList(QWidget):
    """Hidden while it has no card.

    Signals:
        use_asked: (VialRow) pin it.
        close_asked: (id, doses lost as typed, value of a LostWhy or "").
        reopen_asked: (id, reason).
    """

    use_asked = Signal(object)
    close_asked = Signal(int, str, str)
    reopen_asked = Signal(int, str)

    def __init__(self, title: str, *, of_today: bool) -> None:
        super().__init__()
        self._of_today = of_today
        self._cards: dict[int, VialCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        heading = plain_label(title, "title")
        self._column.addWidget(heading)
        heading.setVisible(bool(title))  # only once it stands in here: before, it would be a window of its own
        self.hide()

    def cards(self) -> tuple[VialCard, ...]:
        """Return the cards from top to bottom."""
        return tuple(self._cards.values())

    def card(self, vial_id: int) -> VialCard | None:
        """Return the card of a vial, None when it is not listed here."""
        return self._cards.get(vial_id)

    def show_rows(self, rows: Sequence[VialRow], now: datetime, pinned: str) -> None:
        """List ``rows``, which come in the order of their opening; the vial labelled ``pinned`` is in use."""
        kept = {row.vial.id: self._cards.pop(row.vial.id, None) for row in rows}
        for gone in self._cards.values():
            gone.hide()
            gone.deleteLater()
        self._cards = {}
        for place, row in enumerate(rows, start=1):
            card = kept[row.vial.id] or self._make(row, now)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            self._cards[row.vial.id] = card
        self.show_hours(now, pinned, {row.vial.id: row for row in rows})
        self.setVisible(bool(rows))

    def show_hours(self, now: datetime, pinned: str, rows: dict[int, VialRow] | None = None) -> None:
        """Say anew how long each vial may be used, and which is in use."""
        for vial_id, card in self._cards.items():
            row = rows[vial_id] if rows else card.row
            card.show_row(row, now, in_use=row.vial.label.casefold() == pinned.casefold())

    def _make(self, row: VialRow, now: datetime) -> VialCard:
        card = VialCard(row, now, of_today=self._of_today)
        card.use_asked.connect(self.use_asked)
        card.close_asked.connect(self.close_asked)
        card.reopen_asked.connect(self.reopen_asked)
        return card
