# SPDX-License-Identifier: MIT
"""Somebody who was here before, seen in the window: beside the form, taken by a key, with room made for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import PASSWORD, FakeDesk
from tests.support.fake_likeness import FULL, SAME
from tests.support.fake_rows import rows
from ui.background import Background
from ui.login.sign_in_page import SignInPage
from ui.main_window import MainWindow
from ui.workplace import Workplace


@pytest.fixture
def workplace(qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path) -> Iterator[Workplace]:
    desk.folder = tmp_path
    desk.rows += rows(confirmed=2)
    desk.likeness.likes = {"Suneeta": (SAME, FULL)}
    window = MainWindow(desk, background)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    page = window.findChild(SignInPage)
    page.name.setText(people.CLERK.name)
    page.password.setText(PASSWORD)
    page.submit()
    qtbot.waitUntil(lambda: not window.is_locked())
    window.resize(1366, 768)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window.workplace()
    window._leaving = True
    window.close()


def _type_suneeta(qtbot: QtBot, workplace: Workplace) -> None:
    workplace.form.set_draft(replace(workplace.form.draft(), name="Suneeta", birth_year="1985"))
    qtbot.waitUntil(lambda: workplace.likeness.likes() == (SAME, FULL))
    workplace.form.take_cursor()


def test_what_is_asked_about_a_person_makes_room_and_moves_no_field(qtbot: QtBot, workplace: Workplace) -> None:
    qtbot.waitUntil(workplace.last.isVisible)
    before = workplace.form.geometry()
    _type_suneeta(qtbot, workplace)
    assert (workplace.likeness.isVisible(), workplace.last.isVisible()) == (True, False)
    assert workplace.form.geometry() == before
    qtbot.keyClick(workplace.window().focusWidget(), Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert (workplace.likeness.isVisible(), workplace.last.isVisible()) == (False, True)


def test_one_key_in_a_field_takes_the_person(qtbot: QtBot, workplace: Workplace) -> None:
    _type_suneeta(qtbot, workplace)
    qtbot.keyClick(workplace.window().focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    draft = workplace.form.draft()
    assert (draft.name, draft.dose, draft.birth_year) == ("Sunita Devi", "2", "1985")


def test_the_next_person_begins_with_nothing_said(qtbot: QtBot, workplace: Workplace) -> None:
    _type_suneeta(qtbot, workplace)
    workplace.form.start_blank()
    assert not workplace.likeness.isVisible()
