# SPDX-License-Identifier: MIT
"""The visit strip in the whole window: it does not outlive its person, and the key that saves is its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import codes, people
from tests.support.fake_desk import FakeDesk
from tests.support.typing_scanner import Keyboard
from ui.background import Background
from ui.main_window import MainWindow
from ui.visits.strip import VisitStrip
from ui.widgets.box import Box
from ui.workplace import Workplace
from vaxdesk.domain.visit import VisitResult
from vaxdesk.errors import StoreError


@pytest.fixture
def place(qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path) -> Iterator[Workplace]:
    desk.folder = tmp_path
    window = MainWindow(desk, background, people.CLERK)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = window.workplace()
    assert made is not None
    made.form.set_draft(people.draft(1))
    made.form.take_cursor()
    yield made
    window._leaving = True
    window.close()


@pytest.fixture
def strip(place: Workplace) -> VisitStrip:
    return place.visits.strip


def press(qtbot: QtBot, *keys: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def ask(qtbot: QtBot, strip: VisitStrip) -> None:
    press(qtbot, Qt.Key.Key_R, control=True)
    qtbot.waitUntil(lambda: strip.is_asking() and not strip._loader._busy)


def test_while_it_asks_the_key_that_saves_records_nobody_as_vaccinated(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, strip: VisitStrip
) -> None:
    ask(qtbot, strip)
    press(qtbot, Qt.Key.Key_S, control=True)
    assert desk.register.recorded == [] and strip.is_asking()
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_S, control=True)

    qtbot.waitUntil(lambda: not strip.is_asking())
    assert [visit.result for visit in desk.visits.noted.values()] == [VisitResult.REFUSED]
    assert desk.register.recorded == []
    assert place.form.draft().name == "" and place.finding.focusProxy().hasFocus()


def test_a_save_that_ran_already_closes_it(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, strip: VisitStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, record = threading.Event(), desk.register.record
    monkeypatch.setattr(desk.register, "record", lambda draft, by: (gate.wait(5), record(draft, by))[1])
    press(qtbot, Qt.Key.Key_S, control=True)
    ask(qtbot, strip)
    gate.set()

    qtbot.waitUntil(lambda: len(desk.register.recorded) == 1 and not strip.is_asking())
    assert desk.visits.noted == {}


def test_whoever_is_found_or_typed_instead_closes_it(qtbot: QtBot, place: Workplace, strip: VisitStrip) -> None:
    ask(qtbot, strip)
    place.form.set_draft(people.draft(2))
    assert not strip.is_asking()

    ask(qtbot, strip)
    assert people.draft(2).name in strip.accessibleName()
    name = place.form.findChild(Box, "name")
    name.setFocus()
    qtbot.keyClick(name, "a")
    assert not strip.is_asking() and name.hasFocus(), "who types on is not disturbed"


def test_a_scan_of_somebody_else_closes_it(qtbot: QtBot, place: Workplace, strip: VisitStrip) -> None:
    place.form.start_blank()
    place.form.take_scan({"name": "Meena Kalpit"})
    ask(qtbot, strip)
    Keyboard().scan(codes.secure_qr(picture=b"") + "\n")
    qtbot.waitUntil(lambda: place.form._asking.is_asking() or not strip.is_asking())
    if place.form._asking.is_asking():
        place.form._asking._buttons[0].click()
    assert place.form.draft().name == "Sunita Namoona" and not strip.is_asking()


def test_what_is_tidied_when_its_field_is_left_does_not_close_it(
    qtbot: QtBot, place: Workplace, strip: VisitStrip
) -> None:
    year = place.form.findChild(Box, "birth_year")
    year.setFocus()
    year.set_value("")
    qtbot.keyClicks(year, "45")
    ask(qtbot, strip)
    assert place.form.draft().birth_year == "1976"
    assert strip.is_asking() and strip._draft == place.form.draft()


def test_a_failing_disk_leaves_the_answer_to_be_saved_again(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, strip: VisitStrip
) -> None:
    ask(qtbot, strip)
    desk.visits.fault = StoreError("disk_failed")
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Return)
    qtbot.waitUntil(strip._error.isVisible)
    assert strip.is_half_typed() and strip._reason().value() == "wants_to_wait"
    assert strip.isAncestorOf(QApplication.focusWidget())

    press(qtbot, Qt.Key.Key_S, control=True)
    qtbot.waitUntil(lambda: not strip.is_asking())
    assert len(desk.visits.noted) == 1


def test_whoever_typed_on_while_it_was_saved_keeps_cursor_and_typing(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, strip: VisitStrip, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, record = threading.Event(), desk.visits.record
    monkeypatch.setattr(desk.visits, "record", lambda *given: (gate.wait(5), record(*given))[1])
    ask(qtbot, strip)
    press(qtbot, Qt.Key.Key_4, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert strip.is_asking(), "what is being saved is waited for"
    remarks = place.form.findChild(Box, "remarks")
    remarks.setFocus()
    qtbot.keyClicks(remarks, "x")
    gate.set()

    qtbot.waitUntil(lambda: not strip.is_asking())
    assert remarks.hasFocus() and place.form.draft().name == people.draft(1).name
    assert "absent" in place.status.answered()
