# SPDX-License-Identifier: MIT
"""A conflict in the panel: both sides below the list, a sign where they differ, three ways on, no way to overwrite."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row
from ui.attention.conflict_card import ConflictCard
from ui.attention.panel import AttentionPanel
from ui.background import Background
from ui.bridge import Bridge
from ui.widgets.cancel_strip import CancelStrip
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.upload import State
from vaxdesk.errors import VaxDeskError

OURS = row(1, State.REJECTED, last_code="dose_differs", last_words="", last_field="")
PLAIN = row(3, State.REJECTED)
THERE = PortalPerson("90000000000001", "Ravi Namoona", vaccine="COVAXIN", dose1_on="14-01-2021")


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> AttentionPanel:
    desk.rows = [OURS, PLAIN]
    desk.browsing.portal = {OURS.client_ref: (THERE,)}
    made = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, people.CLERK, desk.clock)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    with qtbot.waitSignal(made.count_changed):
        made.show()
    return made


def _choose(qtbot: QtBot, panel: AttentionPanel, client_ref: str) -> ConflictCard:
    panel._table.setCurrentIndex(QModelIndex())
    with qtbot.waitSignal(panel._sides.loaded):
        causes = panel._cause_model
        groups = {i: causes.at(i) for i in range(causes.rowCount())}
        panel._causes.selectRow(next(i for i, g in groups.items() if g and client_ref in {c.key for c in g.concerns}))
        panel._table.setCurrentIndex(QModelIndex())
        panel._table.selectRow(panel._model.position(client_ref))
    card = panel.findChild(ConflictCard)
    qtbot.waitUntil(lambda: card.isHidden() or card._table.isVisible())
    return card


def _labels(card: ConflictCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def _press(card: ConflictCard, words: str) -> None:
    next(button for button in card.findChildren(QPushButton) if button.text().startswith(words)).click()


def test_both_sides_stand_below_the_list_with_a_sign_where_they_differ(qtbot: QtBot, panel: AttentionPanel) -> None:
    card = _choose(qtbot, panel, OURS.client_ref)
    assert card.isVisible()
    said = _labels(card)
    assert "002-2 Ravi Namoona: here and on the portal" in said
    assert said.count("≠") == 2
    assert {"Covishield", "Covaxin", "16-01-2021", "14-01-2021"} <= set(said)
    assert card.accessibleDescription() == (
        "Vaccine: here Covishield, on the portal Covaxin. Date of dose 1: here 16-01-2021, on the portal 14-01-2021."
    )


def test_where_nothing_is_kept_there_is_no_card(qtbot: QtBot, panel: AttentionPanel) -> None:
    card = _choose(qtbot, panel, OURS.client_ref)
    _choose(qtbot, panel, PLAIN.client_ref)
    assert card.isHidden()


def test_of_many_people_three_are_shown_and_the_rest_counted(
    qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel
) -> None:
    desk.browsing.portal[OURS.client_ref] = tuple(replace(THERE, portal_ref=f"9000000000000{n}") for n in range(5))
    said = _labels(_choose(qtbot, panel, OURS.client_ref))
    assert "On the portal, 3 of 5" in said and "On the portal, 4 of 5" not in said
    assert "and 2 more on the portal" in said


def test_the_ways_on_are_to_correct_to_cancel_and_to_raise(qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel) -> None:
    card = _choose(qtbot, panel, OURS.client_ref)
    assert len(card.findChildren(QPushButton)) == 3
    with qtbot.waitSignal(panel.open_requested) as opened:
        _press(card, "Correct ours")
    assert opened.args == [OURS.client_ref]

    _press(card, "Raise with the portal")
    assert "≠ Vaccine: here Covishield, on the portal Covaxin" in QGuiApplication.clipboard().text()
    assert any(text.startswith("Copied.") for text in _labels(card))

    _press(card, "Cancel ours")
    strip = panel.findChild(CancelStrip)
    assert strip.isVisible()
    strip.reason.set_value("typed twice")
    with qtbot.waitSignal(panel.count_changed):
        strip._agree()
    assert desk.register.voided == [(OURS.client_ref, people.CLERK, "typed twice")]
    qtbot.waitUntil(card.isHidden)


def test_a_cancellation_that_is_refused_says_why(qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel) -> None:
    _press(_choose(qtbot, panel, OURS.client_ref), "Cancel ours")
    desk.register.fault = VaxDeskError("on_its_way")
    strip = panel.findChild(CancelStrip)
    strip.reason.set_value("typed twice")
    strip._agree()
    qtbot.waitUntil(lambda: "on its way to the portal" in panel._strip.text())


def test_a_new_snapshot_leaves_the_card_and_its_answer_alone(
    qtbot: QtBot, desk: FakeDesk, panel: AttentionPanel
) -> None:
    card = _choose(qtbot, panel, OURS.client_ref)
    _press(card, "Raise with the portal")
    table = card._table
    with qtbot.waitSignal(panel._sides.loaded):
        panel.refresh()
    assert card._table is table and card.isVisible()
    assert any(text.startswith("Copied.") for text in _labels(card))
    desk.browsing.portal[OURS.client_ref] = (replace(THERE, vaccine="COVISHIELD"),)
    with qtbot.waitSignal(panel._sides.loaded):
        panel.refresh()
    assert "Covaxin" not in _labels(card)


def test_the_exchanges_of_the_chosen_one_can_be_asked_for(qtbot: QtBot, panel: AttentionPanel) -> None:
    _choose(qtbot, panel, OURS.client_ref)
    with qtbot.waitSignal(panel.exchanges_requested) as asked:
        panel._exchanges.click()
    assert asked.args == [OURS.client_ref, "002-2 Ravi Namoona"]
