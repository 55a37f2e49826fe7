# SPDX-License-Identifier: MIT
"""The program from its first start on: set-up, sign-in, practice, a folder that somebody else holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.support import desks, people
from ui import uncaught
from ui.app import Program
from ui.login.sign_in_page import SignInPage
from ui.main_window import MainWindow
from ui.setup.recovery_page import RecoveryPage
from ui.setup.set_up_page import SetUpPage
from ui.setup.welcome_page import WelcomePage
from ui.setup.window import SetupWindow
from vaxdesk.desk import Desk
from vaxdesk.errors import DeskBusy
from vaxdesk.platform import lock_folder

WAIT_MS = 20_000
Start = Callable[[Path | None], Program]


@pytest.fixture
def start(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program on a folder, None for practice only; ends it as the end of a run does."""
    del qtbot
    monkeypatch.setattr(uncaught, "install", lambda: None)
    with ExitStack() as stack:

        def begin(folder: Path | None) -> Program:
            program = Program(Desk(folder) if folder else None)
            stack.callback(QCoreApplication.sendPostedEvents, None, QEvent.Type.DeferredDelete)
            stack.enter_context(program)
            stack.callback(lambda: program.window.close() if program.window is not None else None)
            return program

        yield begin


def _sign_in(qtbot: QtBot, window: MainWindow, password: str) -> None:
    page = window.findChild(SignInPage)
    page.name.setText(people.CLERK.name)
    page.password.setText(password)
    page.submit()
    qtbot.waitUntil(lambda: not window.is_locked() or bool(page.problem()), timeout=WAIT_MS)


def test_first_start_leads_over_the_recovery_code_to_a_desk_that_is_signed_into(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    program = start(tmp_path / "desk")
    program.open()
    setup = program.window
    assert isinstance(setup, SetupWindow)
    setup.page().set_up.click()
    form = setup.page()
    assert isinstance(form, SetUpPage)
    form.supervisor.setText(people.SUPERVISOR.name)
    form.password.setText(desks.PASSWORD)
    form.again.setText(desks.PASSWORD)
    form.clerk.setText(people.CLERK.name)
    form.clerk_password.setText(desks.PASSWORD)
    form.submit()
    qtbot.waitUntil(lambda: isinstance(setup.page(), RecoveryPage), timeout=WAIT_MS)
    assert not setup.page().finish.isEnabled()
    setup.page().safe.setChecked(True)
    setup.page().finish.click()
    window = program.window
    assert isinstance(window, MainWindow) and window.is_locked()

    _sign_in(qtbot, window, "not the password")
    assert window.is_locked()
    assert window.findChild(SignInPage).problem() == "Name or password is wrong. Nothing was changed. Type both again."
    _sign_in(qtbot, window, desks.PASSWORD)
    assert not window.is_locked()
    bar = window.workplace().status
    qtbot.waitUntil(lambda: any("0 recorded = 0 on the portal" in text for text in bar.texts()), timeout=WAIT_MS)


def test_a_desk_that_stands_is_signed_into_at_once(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    program = start(desks.make_folder(tmp_path / "desk"))
    program.open()
    assert isinstance(program.window, MainWindow)
    _sign_in(qtbot, program.window, desks.PASSWORD)
    assert program.window.workplace().user == people.CLERK


def test_practice_begins_on_the_welcome_page_and_leaves_nothing(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    program = start(tmp_path / "desk")
    program.open()
    welcome = program.window.page()
    assert isinstance(welcome, WelcomePage)
    welcome.practise.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=WAIT_MS)
    window = program.window
    assert not window.is_locked()
    assert window.windowTitle().startswith("PRACTICE – nothing here is real")
    folder = window.workplace()._desk.folder
    assert folder.is_dir()
    window.close()
    program.__exit__()
    assert not folder.exists()
    assert not (tmp_path / "desk").exists()


def test_a_folder_that_somebody_else_holds_is_not_opened(start: Start, tmp_path: Path) -> None:
    folder = desks.make_folder(tmp_path / "desk")
    lock = lock_folder(folder)
    program = start(folder)
    with pytest.raises(DeskBusy):
        program.open()
    assert program.window is None
    lock.release()
