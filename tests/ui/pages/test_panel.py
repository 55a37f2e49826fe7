# SPDX-License-Identifier: MIT
"""The register pages over a real store, by key alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.clocks import StillClock
from tests.support.fake_desk import settings
from ui.background import Background
from ui.bridge import Bridge
from ui.pages.panel import PagesPanel
from ui.pages.second_card import SecondCard
from ui.widgets.box import Box
from vaxdesk.domain.register_page import SampleRow
from vaxdesk.domain.user import User
from vaxdesk.events import Hooks
from vaxdesk.services.pages import Pages

OTHER = replace(people.CLERK, name="Clerk Udaharan")


class Shown:
    """The panel on the screen, and the register behind it."""

    def __init__(self, qtbot: QtBot, store: stores.FailingStore, background: Background, bridge: Bridge) -> None:
        clock = StillClock()
        self.qtbot = qtbot
        self.background = background
        self.register = stores.register_of(store, clock, Hooks())
        self.pages = Pages(store, clock)
        self.panel = PagesPanel(self.pages, background, bridge, OTHER, settings("en"), clock)
        self.asked: list[dict[str, str]] = []
        self.panel.typing_requested.connect(self.asked.append)
        qtbot.addWidget(self.panel)
        self.panel.resize(1100, 650)
        self.panel.show()

    def type_rows(self, count: int) -> list[str]:
        """Record ``count`` people on page 4."""
        drafts = (people.draft(n, page="4", line=str(n + 1)) for n in range(count))
        return [self.register.record(draft, people.CLERK).client_ref for draft in drafts]

    def box(self, name: str) -> Box:
        """Return a box by its field."""
        found = self.panel.findChild(Box, name)
        assert found is not None
        return found

    def enter(self, name: str, text: str) -> None:
        """Type ``text`` over what stands in a box, and Enter."""
        box = self.box(name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClicks(box, text)
        self.qtbot.keyClick(box, Qt.Key.Key_Return)

    def words(self) -> str:
        """Return the sentence under the list."""
        return self.panel._about.text()

    def choose_first(self) -> None:
        """Choose the first page."""
        self.qtbot.waitUntil(lambda: self.panel._model.rowCount() > 0)
        self.panel._table.selectRow(0)


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, background: Background, bridge: Bridge) -> Iterator[Shown]:
    with stores.opened(tmp_path) as store:
        yield Shown(qtbot, store, background, bridge)
        assert background.finish(10_000)


def test_naming_a_page_asks_for_the_form_at_its_next_line(shown: Shown) -> None:
    shown.type_rows(2)
    shown.enter("given_on", "16-01-2021")
    shown.enter("page", "4")
    shown.qtbot.waitUntil(lambda: bool(shown.asked))
    assert shown.asked == [{"centre": "LNJP", "given_on": "16-01-2021", "page": "4", "line": "3"}]


def test_a_day_that_is_none_is_told_and_nothing_is_begun(shown: Shown) -> None:
    shown.enter("given_on", "the day")
    shown.enter("page", "4")
    assert shown.panel._strip.text().startswith("Write the day as day, month and four-digit year")
    assert shown.pages.listed() == ()


def test_a_page_closes_at_its_total_and_says_what_differs_before(shown: Shown) -> None:
    shown.type_rows(2)
    shown.pages.begin("LNJP", "4", people.GIVEN_ON, people.CLERK)
    shown.panel.refresh()
    shown.choose_first()
    shown.qtbot.waitUntil(lambda: shown.words() == "Page 4 of 16-01-2021: 2 rows typed.")
    shown.enter("total", "3")
    shown.qtbot.waitUntil(lambda: shown.panel._strip.text().startswith("The paper has 3 rows, 2 are typed."))
    assert shown.pages.listed()[0].closed_at is None
    shown.enter("total", "2")
    shown.qtbot.waitUntil(lambda: shown.panel._strip.text() == "Page 4 is closed: 2 rows, as on the paper.")
    assert shown.pages.listed()[0].closed_by == OTHER.name


def test_a_second_typing_shows_the_register_beside_what_differs(shown: Shown) -> None:
    (ref,) = shown.type_rows(1)
    shown.pages.begin("LNJP", "4", people.GIVEN_ON, people.CLERK)
    shown.panel.refresh()
    shown.choose_first()
    opened: list[str] = []
    shown.panel.open_requested.connect(opened.append)
    shown.panel._again_button.click()
    card = shown.panel._second
    shown.qtbot.waitUntil(card.isVisible)
    row = shown.pages.sample(shown.pages.listed()[0].id)[0]
    right = {field.name: field.now for field in row.fields}
    shown.enter("mobile", "9900000555")
    shown.enter("id_number", right["id_number"])
    shown.enter("dose", right["dose"])
    shown.qtbot.waitUntil(lambda: card.text().startswith("The two differ."))
    assert card._fields["mobile"].note.text() == f"The register has {right['mobile']}."
    assert card._fields["dose"].note.text() == ""
    card._correct.click()
    assert opened == [ref]
    shown.qtbot.waitUntil(lambda: "1 row differs from its second typing." in shown.words())


def test_what_is_typed_alike_ends_the_second_typing(shown: Shown) -> None:
    shown.type_rows(1)
    page = shown.pages.begin("LNJP", "4", people.GIVEN_ON, people.CLERK)
    shown.panel.refresh()
    shown.choose_first()
    shown.panel._again_button.click()
    shown.qtbot.waitUntil(shown.panel._second.isVisible)
    for field in shown.pages.sample(page.id)[0].fields:
        shown.enter(field.name, field.now)
    shown.qtbot.waitUntil(lambda: not shown.panel._second.isVisible())
    assert (shown.pages.listed()[0].keyed, shown.pages.listed()[0].wrong) == (1, 0)


def begin_second(shown: Shown, rows: int) -> SecondCard:
    """Let a page of ``rows`` rows be typed a second time, and wait for the first of its sample."""
    shown.type_rows(rows)
    shown.pages.begin("LNJP", "4", people.GIVEN_ON, people.CLERK)
    shown.panel.refresh()
    shown.choose_first()
    shown.panel._again_button.click()
    shown.qtbot.waitUntil(shown.panel._second.isVisible)
    return shown.panel._second


def test_a_second_enter_while_the_first_is_compared_skips_no_row(shown: Shown) -> None:
    card = begin_second(shown, 11)
    first, second = card._rows
    typed = {field.name: field.now for field in first.fields}
    for name in ("mobile", "id_number"):
        shown.enter(name, typed[name])
    free, key = threading.Event(), shown.pages.key
    asked: list[str] = []

    def slow(page_id: int, client_ref: str, values: dict[str, str], by: User) -> SampleRow:
        asked.append(client_ref)
        assert free.wait(10)
        return key(page_id, client_ref, values, by)

    shown.pages.key = slow  # type: ignore[method-assign]
    shown.enter("dose", typed["dose"])
    shown.qtbot.keyClick(shown.box("dose"), Qt.Key.Key_Return)
    shown.qtbot.mouseClick(card._next, Qt.MouseButton.LeftButton)
    free.set()

    shown.qtbot.waitUntil(lambda: second.name in card._title.text())
    assert shown.background.finish(10_000)
    QApplication.processEvents()
    assert asked == [first.client_ref]
    assert card.isVisible()
    assert card._at == 1


def test_an_answer_that_comes_after_the_card_was_left_changes_nothing(shown: Shown) -> None:
    card = begin_second(shown, 11)
    first = card._rows[0]
    card._leave()
    card.begin(card._rows)
    card.show_compared(first)

    assert card._at == 0


def test_esc_leaves_the_second_typing_and_nothing_else(shown: Shown) -> None:
    card = begin_second(shown, 1)
    gone: list[bool] = []
    window_key = QShortcut(QKeySequence(Qt.Key.Key_Escape), shown.panel)
    window_key.activated.connect(lambda: gone.append(True))
    shown.qtbot.keyClicks(shown.box("mobile"), "99")
    assert shown.panel.is_half_typed()
    shown.qtbot.keyClick(shown.box("mobile"), Qt.Key.Key_Escape)

    assert not card.isVisible()
    assert not gone
    assert not shown.panel.is_half_typed()
