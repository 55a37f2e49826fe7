# SPDX-License-Identifier: MIT
"""The first start: every problem at once, a portal that is tried, a code that is shown once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPdfWriter
from pytestqt.qtbot import QtBot

from tests.support.fake_desk import FakeDesk, fine
from ui.background import Background
from ui.setup.recovery_page import RecoveryPage, print_text, rows, sheet
from ui.setup.set_up_page import SetUpPage
from ui.setup.welcome_page import WelcomePage
from ui.setup.window import SetupWindow
from vaxdesk import i18n
from vaxdesk.domain.outcome import Outcome
from vaxdesk.errors import SetupError

CODE = "K7QD-M2XA-9PWE-4HTZ-R6VB-3NYC"


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk, background: Background) -> SetUpPage:
    made = SetUpPage(desk.set_up, lambda kind, address, key: fine(), background)
    qtbot.addWidget(made)
    made.show()
    return made


def _fill(page: SetUpPage) -> None:
    page.supervisor.setText("Supervisor Kalpit")
    page.password.setText("paper lantern")
    page.again.setText("paper lantern")


def test_every_problem_is_shown_at_once(desk: FakeDesk, page: SetUpPage) -> None:
    page.password.setText("abc")
    page.clerk_password.setText("alone without a name")
    page.address.setText("http://portal.example/api")
    page.submit()
    assert page.problem("supervisor") == "Type the supervisor's name."
    assert page.problem("password") == "7 more characters are needed."
    assert page.problem("clerk")
    assert page.problem("address")
    assert desk.set_up_with is None


def test_password_counts_down_as_it_is_typed(page: SetUpPage) -> None:
    page.password.setText("ninechars")
    assert page.problem("password") == "1 more character is needed."
    page.password.setText("ten chars!")
    assert page.problem("password") == ""


def test_differing_passwords_are_told(desk: FakeDesk, page: SetUpPage) -> None:
    _fill(page)
    page.again.setText("paper lanterns")
    page.submit()
    assert page.problem("again") == "The two passwords differ. Type the same one twice."
    assert desk.set_up_with is None


def test_good_answers_make_the_desk(qtbot: QtBot, desk: FakeDesk, page: SetUpPage) -> None:
    _fill(page)
    with qtbot.waitSignal(page.made) as made:
        page.submit()
    assert made.args == [CODE]
    assert desk.set_up_with.centre == "LNJP"
    assert desk.set_up_with.portal_base_url == ""


def test_a_desk_that_cannot_be_made_is_said_in_words(qtbot: QtBot, desk: FakeDesk, page: SetUpPage) -> None:
    desk.fault = SetupError("desk_exists", folder="there")
    _fill(page)
    page.submit()
    qtbot.waitUntil(lambda: page.finish.isEnabled())
    assert page.fault.text()


def test_connection_is_tried_with_what_stands_in_the_form(qtbot: QtBot, background: Background) -> None:
    asked: list[tuple[str, str, str]] = []

    def try_it(kind: str, address: str, key: str) -> Outcome:
        asked.append((kind, address, key))
        return fine("fine")

    page = SetUpPage(lambda answers: CODE, try_it, background)
    qtbot.addWidget(page)
    page.test.click()
    assert page.answer.text() == "Type the portal's address first."
    page.address.setText(" https://portal.example/api ")
    page.key.setText("a-key")
    page.test.click()
    qtbot.waitUntil(page.test.isEnabled)
    assert asked == [("cowin", "https://portal.example/api", "a-key")]
    assert page.answer.text().strip()


def test_finish_waits_until_the_code_is_safe(qtbot: QtBot, background: Background) -> None:
    page = RecoveryPage(CODE, "A centre", background)
    qtbot.addWidget(page)
    assert not page.finish.isEnabled()
    page.safe.setChecked(True)
    with qtbot.waitSignal(page.finished):
        page.finish.click()


def test_the_code_stands_in_groups_of_four_a_row() -> None:
    assert rows(CODE) == ["K7QD  M2XA  9PWE", "4HTZ  R6VB  3NYC"]


def test_the_saved_code_is_for_its_owner_alone(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    page = RecoveryPage(CODE, "A centre", background, ask_path=lambda parent: str(file))
    qtbot.addWidget(page)
    page.save.click()
    qtbot.waitUntil(lambda: "Saved to code.txt" in page.answer())
    assert CODE in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_first_start_goes_from_choice_to_code(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    window = SetupWindow(desk.set_up, lambda kind, address, key: fine(), background)
    qtbot.addWidget(window)
    assert isinstance(window.page(), WelcomePage)
    window.page().set_up.click()
    form = window.page()
    assert isinstance(form, SetUpPage)
    _fill(form)
    form.submit()
    qtbot.waitUntil(lambda: isinstance(window.page(), RecoveryPage))
    window.page().safe.setChecked(True)
    with qtbot.waitSignal(window.finished):
        window.page().finish.click()


def test_practice_is_chosen_once(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    window = SetupWindow(desk.set_up, lambda kind, address, key: fine(), background)
    qtbot.addWidget(window)
    page = window.page()
    with qtbot.waitSignal(window.practise_chosen):
        page.practise.click()
    assert not page.practise.isEnabled()
    window.refuse_practice("It did not begin.")
    assert page.practise.isEnabled()


def test_the_printed_sheet_holds_the_code(qtbot: QtBot, tmp_path: Path) -> None:
    text = sheet(CODE, "LNJP Hospital, Kurukshetra")
    assert CODE in text and "LNJP Hospital, Kurukshetra" in text and "Keep it under lock" in text
    file = tmp_path / "code.pdf"
    writer = QPdfWriter(str(file))
    print_text(text, writer)
    del writer
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_size > 2000, "a page with letters on it"


def test_a_problem_goes_while_it_is_mended(page: SetUpPage, qtbot: QtBot) -> None:
    page.submit()
    assert page.problem("supervisor")
    qtbot.keyClicks(page.supervisor, "A")
    assert page.problem("supervisor") == ""


def test_the_language_key_works_on_the_first_page_only(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    window = SetupWindow(desk.set_up, lambda kind, address, key: fine(), background)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert i18n.language() == "hi"
    window.show_form()
    qtbot.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert i18n.language() == "hi" and isinstance(window.page(), SetUpPage)


def test_enter_presses_a_button(page: SetUpPage, qtbot: QtBot) -> None:
    page.finish.setFocus()
    qtbot.keyClick(page.finish, Qt.Key.Key_Return)
    assert page.problem("supervisor") == "Type the supervisor's name."
