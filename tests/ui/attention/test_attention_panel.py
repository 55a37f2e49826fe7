# SPDX-License-Identifier: MIT
"""What waits for a person: causes at the left, their people at the right, all by keys, mended for a whole group."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.fake_desk import FakeDesk, row
from ui.attention.panel import AttentionPanel
from ui.background import Background
from ui.bridge import Bridge
from vaxdesk.domain.attention import Asked, Cause, CauseGroup, Mend, Section, of_vaccination
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.errors import NotAccepted
from vaxdesk.services.attention import risk_of

BATCH = {"last_words": "vaccine_batch is not valid", "last_field": "batch"}
NAME = {"last_words": "Name does not match", "last_field": "name"}
SAME_BATCH = Cause("batch", "batch", "4120Z005")


def _correction(client_ref: str) -> CorrectionRow:
    at = datetime(2021, 1, 16, 7, 0, tzinfo=UTC)
    return CorrectionRow(
        client_ref, "001-1", "Asha Rani", "name", "Aasha Rani", "Asha Rani", "misread", "Asha", at, True, 7
    )


def _shown(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, user: people.User = people.CLERK
) -> AttentionPanel:
    panel = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, user, desk.clock)
    qtbot.addWidget(panel)
    panel.resize(1206, 650)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(lambda: panel._loader._busy is False and not background._running)
    panel.setFocus()
    qtbot.waitUntil(panel._causes.hasFocus)
    return panel


def _key(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def _type(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def _causes(panel: AttentionPanel) -> list[str]:
    model = panel._cause_model
    return [model.index(i, 1).data() or model.index(i, 0).data() for i in range(model.rowCount())]


def _names(panel: AttentionPanel) -> list[str]:
    return [panel._model.index(i, 2).data() for i in range(panel._model.rowCount())]


def _name(of: RegisterRow) -> str:
    return of.vaccination.beneficiary.name


@pytest.fixture
def rows(desk: FakeDesk) -> list[RegisterRow]:
    desk.rows = [
        row(0, State.HELD),
        row(1, State.REJECTED, **NAME),
        row(2, State.REJECTED, **BATCH),
        row(3, State.REJECTED, **BATCH),
        row(4, State.CONFIRMED),
    ]
    desk.browsing.corrections = [_correction(desk.rows[4].client_ref)]
    return desk.rows


def test_causes_stand_by_section_the_most_frequent_first_with_what_to_do(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    assert _causes(panel) == [
        "To fix",
        "Batch “4120Z005” not taken",
        "Name (as on ID) refused",
        "Set aside",
        "Set aside by the supervisor",
        "To raise with the portal",
        "Name (as on ID): corrected here",
    ]
    assert _names(panel) == [_name(rows[2]), _name(rows[3])]
    assert "put it right for all at once" in panel._card.accessibleName()
    assert panel._known.text() == "The portal says: vaccine_batch is not valid"


def test_down_goes_to_the_next_cause_enter_to_its_people_and_enter_opens_one(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    _key(qtbot, Qt.Key.Key_Down)
    assert _names(panel) == [_name(rows[1])]
    _key(qtbot, Qt.Key.Key_Up)
    _key(qtbot, Qt.Key.Key_Return)
    assert panel._table.hasFocus()
    _key(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.open_requested) as opened:
        _key(qtbot, Qt.Key.Key_Return)
    assert opened.args == [rows[3].client_ref]
    _key(qtbot, Qt.Key.Key_Left)
    assert panel._causes.hasFocus()


def test_g_puts_one_value_right_for_the_whole_group(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    _key(qtbot, Qt.Key.Key_G)
    assert panel._mend.accessibleName() == "What is right in “Batch” for all 2? They go again then."
    _key(qtbot, Qt.Key.Key_Return)
    _type(qtbot, "4120Z006")
    _key(qtbot, Qt.Key.Key_Return)
    _key(qtbot, Qt.Key.Key_Return)
    assert panel._mend.is_asking() and desk.attention.asked == [], "not without a reason"
    _type(qtbot, "misread gg")
    desk.attention.left = {rows[3].client_ref: "on_its_way"}
    _key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel._strip.text()))
    keys = (rows[2].client_ref, rows[3].client_ref)
    assert desk.attention.asked == [(Asked(Mend.PUT_RIGHT, SAME_BATCH, keys, "misread gg", "4120Z006"), people.CLERK)]
    assert panel._strip.text().startswith("1 put right; it goes again. 1 stays as it was. This vaccination is on its")


def test_a_number_key_chooses_another_mend_and_escape_leaves(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    _key(qtbot, Qt.Key.Key_G)
    _key(qtbot, Qt.Key.Key_2)
    assert panel._mend.accessibleName() == "Send 2 again? Each is looked for on the portal first."
    assert not panel._mend.value.isVisible()
    _key(qtbot, Qt.Key.Key_Escape)
    assert not panel._mend.is_asking() and panel._table.hasFocus() and desk.attention.asked == []


def test_what_only_a_supervisor_may_do_is_offered_to_nobody_else(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    desk.rows = [row(0, State.HELD)]
    clerk = _shown(qtbot, desk, background, bridge)
    _key(qtbot, Qt.Key.Key_G)
    assert not clerk._mend.is_asking() and "one by one" in clerk._strip.text()
    supervisor = _shown(qtbot, desk, background, bridge, people.SUPERVISOR)
    _key(qtbot, Qt.Key.Key_G)
    assert supervisor._mend.accessibleName().startswith("Let 1 go?")


def test_a_value_that_cannot_stand_there_is_said_with_its_problem(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = _shown(qtbot, desk, background, bridge)
    desk.attention.fault = NotAccepted((Problem("batch", "missing"),))
    panel._do(Asked(Mend.PUT_RIGHT, SAME_BATCH, (rows[2].client_ref,), "misread", "?"))
    qtbot.waitUntil(lambda: panel._strip.text() == "Batch is empty; it is needed. Nothing was changed.")


def test_the_count_follows_and_leaves_dates_out(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    waits = row(9, State.WAITING)
    risk = risk_of(waits, desk.clock.local(), desk.clock.zone, stores.reference_table())
    concern = of_vaccination(waits, risk=risk)
    desk.attention.risks = (CauseGroup(Section.DATE, Cause("date_at_risk"), (concern,), total=3),)
    panel = _shown(qtbot, desk, background, bridge)
    assert panel._title.text() == "5 wait for a person"
    panel._causes.selectRow(panel._cause_model.rowCount() - 1)
    assert panel._model.index(0, 3).data() == "29 hours left, else dated 17-01-2021 there · dose 2 from 14-02-2021"
    assert panel._known.text() == (
        "29 hours left; then the portal writes 17-01-2021 instead of 16-01-2021. "
        "Second dose from 14-02-2021 there, from 13-02-2021 by the needle. 2 more are not shown."
    )
    with qtbot.waitSignal(panel.count_changed, check_params_cb=lambda n: n == 4):
        desk.put(replace(rows[1], state=State.WAITING))


def test_dates_are_read_only_while_somebody_looks(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge, rows: list[RegisterRow]
) -> None:
    panel = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, people.CLERK, desk.clock)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.count_changed, check_params_cb=lambda n: n == 5):
        panel.refresh()
    assert desk.attention.reads_of_dates == 0
    panel.show()
    qtbot.waitUntil(lambda: desk.attention.reads_of_dates > 0)


def test_two_thousand_of_one_cause_are_chosen_and_kept_while_others_go(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    desk.rows = [row(n, State.REJECTED, **BATCH) for n in range(2000)]
    panel = _shown(qtbot, desk, background, bridge)
    panel._table.selectRow(1500)
    with qtbot.waitSignal(panel.count_changed, check_params_cb=lambda n: n == 1999):
        desk.put(replace(desk.rows[3], state=State.WAITING))
    assert panel._table.chosen_key() == desk.rows[1500].client_ref


def test_an_empty_list_says_so(qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge) -> None:
    panel = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, people.CLERK, desk.clock)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.count_changed):
        panel.show()
    labels = panel.findChildren(QLabel)
    assert "Nothing waits for a person" in [label.text() for label in labels]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_dates_at_risk_are_said_where_nothing_is_to_fix(
    qtbot: QtBot, desk: FakeDesk, background: Background, bridge: Bridge
) -> None:
    waits = row(9, State.WAITING)
    risk = risk_of(waits, desk.clock.local(), desk.clock.zone, stores.reference_table())
    concern = of_vaccination(waits, risk=risk)
    desk.attention.risks = (CauseGroup(Section.DATE, Cause("date_at_risk"), (concern,), total=152),)
    panel = AttentionPanel(desk.attention, desk.browsing, desk.register, background, bridge, people.CLERK, desk.clock)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: panel._title.text() == "Nothing to fix; 152 dates at risk")
