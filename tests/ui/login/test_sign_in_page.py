# SPDX-License-Identifier: MIT
"""Signing in: by keyboard, in the background, with a sentence when it fails."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import PASSWORD, FakeDesk
from ui.background import Background
from ui.login.sign_in_page import SignInPage, Welcome


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk, background: Background) -> SignInPage:
    made = SignInPage(Welcome("A centre"), desk.sign_in, background)
    qtbot.addWidget(made)
    made.show()
    return made


def test_enter_signs_in_away_from_the_gui_thread(qtbot: QtBot, desk: FakeDesk, page: SignInPage) -> None:
    qtbot.keyClicks(page.name, people.CLERK.name)
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    qtbot.keyClicks(page.password, PASSWORD)
    with qtbot.waitSignal(page.signed_in) as signed_in:
        qtbot.keyClick(page.password, Qt.Key.Key_Return)
        assert page.is_busy()
    assert signed_in.args == [people.CLERK]
    assert threading.get_ident() not in desk.sign_in_threads
    assert page.password.text() == ""


def test_wrong_password_says_so_beside_the_field(qtbot: QtBot, desk: FakeDesk, page: SignInPage) -> None:
    page.name.setText(people.CLERK.name)
    page.password.setText("something else")
    page.submit()
    qtbot.waitUntil(lambda: not page.is_busy())
    assert page.problem() == "Name or password is wrong. Nothing was changed. Type both again."
    assert page.password.property("severity") == "error"
    assert desk.sign_ins == []


def test_empty_fields_are_asked_for_without_trying(desk: FakeDesk, page: SignInPage) -> None:
    page.submit()
    assert page.problem() == "Type your name."
    page.name.setText("Somebody")
    page.submit()
    assert page.problem() == "Type your password."
    assert desk.sign_in_threads == set()


def test_caps_lock_is_hinted_at_from_the_letters(qtbot: QtBot, page: SignInPage) -> None:
    qtbot.keyClick(page.password, "A")
    assert page._caps.isVisible()
    qtbot.keyClick(page.password, "a")
    assert not page._caps.isVisible()


def test_show_password_shows_its_letters(page: SignInPage) -> None:
    page._show.setChecked(True)
    assert page.password.echoMode() is page.password.EchoMode.Normal
    page.clear()
    assert page.password.echoMode() is page.password.EchoMode.Password
