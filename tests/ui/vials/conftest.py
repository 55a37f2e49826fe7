# SPDX-License-Identifier: MIT
"""The board of vials at a desk: the real service over an encrypted store, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.clocks import StillClock
from tests.support.fake_desk import FakeDesk
from ui.background import Background
from ui.bridge import Bridge
from ui.vials.card import VialCard
from ui.vials.panel import VialsPanel
from ui.widgets.box import Box
from ui.widgets.scrolled import Scrolled
from vaxdesk.domain.vial import Vial, VialDraft, VialRow
from vaxdesk.events import Hooks
from vaxdesk.services.vials import Board, Vials

NOON = datetime(2021, 1, 16, 6, 30, tzinfo=UTC)
"""Twelve o'clock at the centres."""
COVISHIELD = VialDraft(centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", expires_on="06-2021")
Key = Qt.Key


class Place(SimpleNamespace):
    """A panel at a desk: what it was heard to say, and what stands in the store."""

    panel: VialsPanel
    vials: Vials
    clock: StillClock
    qtbot: QtBot

    def open(self, **changed: str) -> Vial:
        return self.vials.open(VialDraft(**{**_values(COVISHIELD), **changed}), people.CLERK)

    def give(self, *numbers: int, vial: str = "L1") -> None:
        now = f"{self.clock.local():%H:%M}"
        for n in numbers:
            self.register.record(people.draft(n, vial=vial, vial_opened_at="", given_at=now), people.CLERK)

    def board(self) -> Board:
        return self.vials.board("LNJP")

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget(), key)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def come(self) -> None:
        """Come here by F8, once the board is read."""
        self.qtbot.waitUntil(lambda: len(self.cards()) == len(_rows(self.board())))
        self.panel.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus(self) -> str:
        """Name where the focus stands: a field, or a vial."""
        focused = QApplication.focusWidget()
        return focused.row.vial.label if isinstance(focused, VialCard) else focused.objectName()

    def cards(self) -> list[VialCard]:
        found = self.panel.findChildren(VialCard)
        return sorted((card for card in found if card.isVisible()), key=lambda card: card.y())

    def card(self, label: str) -> VialCard:
        return next(card for card in self.cards() if card.row.vial.label == label)

    def box(self, name: str) -> Box:
        found = self.panel.findChild(Box, name)
        assert found is not None
        return found


def _values(draft: VialDraft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in VialDraft.__dataclass_fields__}


def _rows(board: Board) -> tuple[VialRow, ...]:
    return (*board.open, *board.left_open, *board.closed)


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[stores.FailingStore]:
    with stores.opened(tmp_path) as made:
        yield made


@pytest.fixture
def place(qtbot: QtBot, desk: FakeDesk, store: stores.FailingStore, background: Background) -> Iterator[Place]:
    clock, hooks = StillClock(NOON), Hooks()
    vials = Vials(store, stores.reference_table(), clock, people.CENTRES)
    bridge = Bridge(hooks, desk.sending.status, background)
    told: list[str] = []
    used: list[str] = []
    found: list[str] = []
    counts: list[int] = []

    def begin() -> VialsPanel:
        panel = VialsPanel(vials, background, bridge, people.CLERK, "LNJP", stores.reference_table(), clock)
        panel.told.connect(told.append)
        panel.use_asked.connect(lambda vial: used.append(vial.label))
        panel.found.connect(lambda vial: found.append(vial.label))
        panel.count_changed.connect(counts.append)
        window = Scrolled(panel)
        qtbot.addWidget(window)
        window.resize(1100, 640)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.waitUntil(lambda: bool(counts))
        made.panel, made.window = panel, window
        return panel

    made = Place(qtbot=qtbot, clock=clock, vials=vials, register=stores.register_of(store, clock, hooks))
    made.told, made.used, made.found, made.counts, made.begin, made.store = told, used, found, counts, begin, store
    made.background = background
    yield made
    assert background.finish(10_000)
    QApplication.processEvents()
    bridge.close()
