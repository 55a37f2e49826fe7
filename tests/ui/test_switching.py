# SPDX-License-Identifier: MIT
"""Another language, text size or person while something is unfinished: nothing is doubled, nothing is lost unsaid."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import PASSWORD, FakeDesk, FakeRegister, rows
from ui import style
from ui.background import Background
from ui.form.keeping import DraftKeeper
from ui.login.sign_in_page import SignInPage
from ui.main_window import MainWindow
from ui.widgets.box import Box
from ui.workplace import Workplace
from vaxdesk import i18n
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import StoreError


class SlowRegister(FakeRegister):
    """A register whose disk takes its time: every save waits for ``gate``."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.gate = threading.Event()

    def record(self, draft: Draft, by: User) -> Receipt:
        assert self.gate.wait(10)
        return super().record(draft, by)


@pytest.fixture
def register(desk: FakeDesk) -> Iterator[SlowRegister]:
    made = SlowRegister(desk)
    desk.register = made
    yield made
    made.gate.set()


@pytest.fixture
def window(
    qtbot: QtBot, desk: FakeDesk, register: SlowRegister, background: Background, tmp_path: Path, qapp: QApplication
) -> Iterator[MainWindow]:
    desk.folder = tmp_path
    desk.rows += rows(confirmed=2, waiting=1)
    made = MainWindow(desk, background)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    register.gate.set()
    made._leaving = True
    made.close()
    style.set_text_percent(100)
    style.dress(qapp)


def sign_in(qtbot: QtBot, window: MainWindow, name: str = people.CLERK.name) -> Workplace:
    knock(window, name)
    qtbot.waitUntil(lambda: not window.is_locked())
    return place(window)


def knock(window: MainWindow, name: str = people.CLERK.name) -> None:
    page = window.findChildren(SignInPage)[-1]
    page.name.setText(name)
    page.password.setText(PASSWORD)
    page.submit()


def place(window: MainWindow) -> Workplace:
    made = window.workplace()
    assert made is not None
    return made


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def type_at(qtbot: QtBot, workplace: Workplace, field: str, text: str) -> None:
    box = workplace.form.findChild(Box, field)
    box.setFocus()
    qtbot.keyClicks(box, text)


def correct(qtbot: QtBot, desk: FakeDesk, workplace: Workplace) -> str:
    """Open a correction and type into it; return the receipt."""
    row = desk.rows[-1]
    workplace.open(row.client_ref)
    qtbot.waitUntil(workplace.form.is_correcting)
    type_at(qtbot, workplace, "remarks", "mend note")
    return row.receipt_no


# -- a save that runs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "look"), [(Qt.Key.Key_H, ("hi", 100)), (Qt.Key.Key_Plus, ("en", 125))], ids=["language", "size"]
)
def test_a_switch_waits_for_the_save_and_nothing_saved_stands_as_half_typed(
    qtbot: QtBot, window: MainWindow, register: SlowRegister, key: Qt.Key, look: tuple[str, int]
) -> None:
    before = sign_in(qtbot, window)
    before.form.set_draft(people.draft(7))
    before.save()
    press(qtbot, window, key, control=True)
    assert place(window) is before
    assert before.status.answered() == "Saving…"
    register.gate.set()
    qtbot.waitUntil(lambda: place(window).look == look)
    after = place(window)
    assert after.form.draft().name == ""
    assert people.draft(7).name in after.status.answered(), "what was saved is said as saved"
    after.save()
    assert len(register.recorded) == 1


def test_a_switch_does_not_hide_why_a_save_failed(
    qtbot: QtBot, window: MainWindow, desk: FakeDesk, register: SlowRegister
) -> None:
    before = sign_in(qtbot, window)
    before.form.set_draft(people.draft(7))
    register.fault = StoreError("disk_failed")
    before.save()
    press(qtbot, window, Qt.Key.Key_H, control=True)
    with qtbot.waitSignal(before.saves.ended) as ended:
        register.gate.set()
    assert ended.args == [False]
    assert place(window) is before and i18n.language() == "en"
    assert before.form.draft().name == people.draft(7).name


def test_another_clerk_waits_for_the_save_and_gets_a_blank_form(
    qtbot: QtBot, window: MainWindow, register: SlowRegister
) -> None:
    before = sign_in(qtbot, window)
    before.form.set_draft(people.draft(7))
    before.save()
    window.lock()
    knock(window, people.SUPERVISOR.name)
    qtbot.waitUntil(lambda: window._after_save is not None)
    assert window.is_locked()
    register.gate.set()
    qtbot.waitUntil(lambda: not window.is_locked())
    after = place(window)
    assert after.user == people.SUPERVISOR
    assert after.form.draft().name == ""
    assert people.draft(7).name in after.status.answered()


# -- a correction ----------------------------------------------------------------------------------------------


def test_another_clerk_is_told_whose_correction_of_which_receipt_was_dropped(
    qtbot: QtBot, window: MainWindow, desk: FakeDesk
) -> None:
    receipt = correct(qtbot, desk, sign_in(qtbot, window))
    window.lock()
    after = sign_in(qtbot, window, people.SUPERVISOR.name)
    assert not after.form.is_correcting()
    assert after.notices.text() == (
        f"The correction of receipt {receipt} by {people.CLERK.name} was not saved. The record is as it was before."
    )


def test_the_same_clerk_finds_the_correction_again_whatever_was_switched_at_the_sign_in(
    qtbot: QtBot, window: MainWindow, desk: FakeDesk
) -> None:
    before = sign_in(qtbot, window)
    correct(qtbot, desk, before)
    window.lock()
    press(qtbot, window, Qt.Key.Key_H, control=True)
    press(qtbot, window, Qt.Key.Key_Plus, control=True)
    assert sign_in(qtbot, window) is before
    assert before.form.draft().remarks == "mend note"
    assert (i18n.language(), style.text_percent()) == ("en", 100)
    assert "Save the correction" in before.status.answered()


# -- other half-typed things -----------------------------------------------------------------------------------


def test_a_half_typed_search_is_in_the_way_of_a_switch(qtbot: QtBot, window: MainWindow) -> None:
    before = sign_in(qtbot, window)
    before.find_person()
    qtbot.keyClicks(before.finding.focusProxy(), "suni")
    press(qtbot, window, Qt.Key.Key_H, control=True)
    assert place(window) is before
    assert before.status.answered() == "Save or leave what is half typed at Record, then switch."


def test_a_half_typed_vial_is_in_the_way_of_a_switch(qtbot: QtBot, window: MainWindow) -> None:
    before = sign_in(qtbot, window)
    before.go("vials")
    before.vials._opening.box("batch").set_value("B4120Z77")
    press(qtbot, window, Qt.Key.Key_Plus, control=True)
    assert place(window) is before
    assert before.status.answered() == "Save or leave what is half typed at Vials, then switch."


@pytest.mark.parametrize("leaves", ["lock", "close"])
def test_what_was_typed_in_the_last_second_is_on_disk(
    qtbot: QtBot, window: MainWindow, desk: FakeDesk, leaves: str
) -> None:
    workplace = sign_in(qtbot, window)
    (keeper,) = workplace.form.findChildren(DraftKeeper)
    keeper._timer.setInterval(3_600_000)
    type_at(qtbot, workplace, "name", "Half Typed")
    window._leaving = True
    getattr(window, leaves)()
    qtbot.waitUntil(lambda: (kept := desk.drafts.kept()) is not None and kept.draft.name == "Half Typed")


# -- where typing goes on --------------------------------------------------------------------------------------


def test_typing_goes_on_behind_what_was_typed_last(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    type_at(qtbot, workplace, "name", "Kamla Devi")
    type_at(qtbot, workplace, "mobile", "98765")
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "43")
    window.lock()
    sign_in(qtbot, window)
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(qtbot, window, Qt.Key.Key_H, control=True)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClicks(QApplication.focusWidget(), "10")
    draft = place(window).form.draft()
    assert (draft.name, draft.mobile) == ("Kamla Devi", "9876543210")


def test_a_vial_that_opens_late_does_not_take_the_clerk_back(qtbot: QtBot, window: MainWindow, desk: FakeDesk) -> None:
    workplace = sign_in(qtbot, window)
    workplace.go("register")
    workplace._back_from_vials()
    assert workplace.place() == "register"
    workplace.go("vials")
    workplace._back_from_vials()
    assert workplace.place() == "record"


# -- a save that fails out of sight ----------------------------------------------------------------------------


def test_a_save_that_fails_out_of_sight_is_said_and_marked_until_it_is_seen(
    qtbot: QtBot, window: MainWindow, register: SlowRegister
) -> None:
    workplace = sign_in(qtbot, window)
    workplace.form.set_draft(people.draft(7))
    register.fault = StoreError("disk_failed")
    workplace.save()
    workplace.go("help")
    register.gate.set()
    qtbot.waitUntil(lambda: workplace.status.answered().startswith("Not saved."))
    assert workplace.navigation.text("record").startswith("Record  !")
    press(qtbot, window, Qt.Key.Key_F2)
    assert workplace.navigation.text("record") == "Record\nF2"


def test_a_key_that_sticks_is_pressed_once(window: MainWindow) -> None:
    assert not any(action.autoRepeat() for action in window.actions())
