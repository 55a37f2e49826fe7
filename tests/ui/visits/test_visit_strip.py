# SPDX-License-Identifier: MIT
"""Not vaccinated: result and reason by number keys, Enter, and the form is free; today's can be changed or ended."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk
from ui.background import Background
from ui.visits.strip import VisitStrip
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.visit import VisitResult
from vaxdesk.errors import NotAccepted, StoreError

ASHA = Draft(name="Asha Namoona", mobile="9900000001")


@pytest.fixture
def strip(qtbot: QtBot, desk: FakeDesk, background: Background) -> VisitStrip:
    made = VisitStrip(desk.visits, background, people.CLERK)
    qtbot.addWidget(made)
    made.resize(880, 200)
    return made


def _ask(qtbot: QtBot, strip: VisitStrip, draft: Draft) -> None:
    strip.ask(draft)
    strip.activateWindow()
    qtbot.waitUntil(lambda: not strip._loader._busy)


def _keys(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_two_number_keys_and_enter_note_a_deferral(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    _ask(qtbot, strip, ASHA)
    assert strip.accessibleName() == "Asha Namoona is not vaccinated. What is the result?"
    with qtbot.waitSignal(strip.noted) as noted:
        _keys(qtbot, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert noted.args == ["Asha Namoona: deferred, unwell. Noted for the sheet, not uploaded."]
    (visit,) = desk.visits.noted.values()
    assert (visit.result, visit.reason, visit.mobile) == (VisitResult.DEFERRED, "unwell", "9900000001")
    assert not strip.is_asking()


def test_a_result_without_reasons_needs_one_number_and_enter(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    _ask(qtbot, strip, ASHA)
    with qtbot.waitSignal(strip.noted):
        _keys(qtbot, Qt.Key.Key_4, Qt.Key.Key_Return)
    assert [visit.result for visit in desk.visits.noted.values()] == [VisitResult.ABSENT]


def test_enter_without_a_choice_asks_for_it_and_saves_nothing(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    _ask(qtbot, strip, ASHA)
    _keys(qtbot, Qt.Key.Key_Return)
    assert strip._results[False].hasFocus() and strip._results[False].property("severity") == "error"
    _keys(qtbot, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert strip._reasons[VisitResult.REFUSED].hasFocus() and desk.visits.noted == {}


def test_escape_leaves_and_notes_nothing(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    _ask(qtbot, strip, ASHA)
    with qtbot.waitSignal(strip.closed):
        _keys(qtbot, Qt.Key.Key_2, Qt.Key.Key_Escape)
    assert not strip.is_asking() and desk.visits.noted == {}


def test_what_was_noted_today_is_changed_by_keys(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    desk.visits.record(ASHA, VisitResult.DEFERRED, "unwell", people.CLERK)
    _ask(qtbot, strip, Draft())
    assert strip._table.hasFocus()
    _keys(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(strip.told) as told:
        _keys(qtbot, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert told.args == ["Asha Namoona: refused, wants to wait. Noted for the sheet, not uploaded."]
    assert desk.visits.noted["visit 0"].reason == "wants_to_wait"
    assert strip.is_asking(), "the list stays for the next change"


def test_one_noted_by_mistake_counts_no_more(qtbot: QtBot, desk: FakeDesk, strip: VisitStrip) -> None:
    desk.visits.record(ASHA, VisitResult.ABSENT, "", people.CLERK)
    _ask(qtbot, strip, Draft(name="Meena Kalpit"))
    _keys(qtbot, Qt.Key.Key_PageDown, Qt.Key.Key_Return)
    with qtbot.waitSignal(strip.told):
        _keys(qtbot, Qt.Key.Key_6, Qt.Key.Key_Return)
    assert desk.visits.noted == {} and desk.visits.ended == {"visit 0": "noted by mistake"}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (StoreError("disk_failed"), "disk"),
        (NotAccepted((Problem("name", "missing"),)), "is empty; it is needed."),
    ],
)
def test_a_failure_is_said_in_the_strip_and_can_be_tried_again(
    qtbot: QtBot, desk: FakeDesk, strip: VisitStrip, fault: StoreError, words: str
) -> None:
    _ask(qtbot, strip, ASHA)
    desk.visits.fault = fault
    _keys(qtbot, Qt.Key.Key_4, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words in strip._error.text())
    with qtbot.waitSignal(strip.noted):
        _keys(qtbot, Qt.Key.Key_Return)
    assert len(desk.visits.noted) == 1
