# SPDX-License-Identifier: MIT
"""The window of a desk: who sits here, in which language, by which key, and what closing says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import PASSWORD, FakeDesk, row, rows
from tests.support.fake_rows import exchange
from ui import style, window_state
from ui.background import Background
from ui.login.sign_in_page import SignInPage
from ui.main_window import MainWindow
from ui.status.pill import ConnectivityPill
from ui.widgets.box import Box
from ui.widgets.question import Question
from ui.widgets.stripe import Stripe
from ui.workplace import Workplace
from vaxdesk import i18n
from vaxdesk.domain.upload import State
from vaxdesk.settings import SettingWarning


@pytest.fixture
def window(qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path) -> Iterator[MainWindow]:
    desk.folder = tmp_path
    desk.rows += rows(confirmed=2, waiting=1, rejected=1)
    made = MainWindow(desk, background)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made._leaving = True
    made.close()


def sign_in(qtbot: QtBot, window: MainWindow, name: str = people.CLERK.name) -> Workplace:
    page = window.findChild(SignInPage)
    page.name.setText(name)
    page.password.setText(PASSWORD)
    page.submit()
    qtbot.waitUntil(lambda: not window.is_locked())
    return window.workplace()


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, control: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, modifier)


def visible_words(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_nothing_of_the_desk_is_seen_before_the_sign_in(window: MainWindow) -> None:
    assert window.is_locked()
    assert window.windowTitle() == "VaxDesk"
    assert "Namoona" not in visible_words(window)


def test_signing_in_shows_the_truth(qtbot: QtBot, window: MainWindow) -> None:
    place = sign_in(qtbot, window)
    qtbot.waitUntil(lambda: any("4 recorded = 2 on the portal" in text for text in place.status.texts()))
    qtbot.waitUntil(lambda: "Suresh Namoona" in visible_words(window))
    assert "Saturday 16 January 2021" in visible_words(window)


@pytest.mark.parametrize(
    ("key", "place"),
    [(Qt.Key.Key_F4, "register"), (Qt.Key.Key_F6, "attention"), (Qt.Key.Key_F10, "sheet"), (Qt.Key.Key_F1, "help")],
)
def test_a_key_leads_to_its_place_and_f2_back(qtbot: QtBot, window: MainWindow, key: Qt.Key, place: str) -> None:
    workplace = sign_in(qtbot, window)
    press(qtbot, window, key)
    assert workplace.place() == place
    press(qtbot, window, Qt.Key.Key_F2)
    assert workplace.place() == "record"


def test_f5_uploads_and_answers_in_words(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: workplace.status.answered() == "Uploading 1 now.")
    assert desk.sending.asked == ["upload_now"]


def test_pause_is_answered_from_the_state_of_the_worker(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    workplace.status.pause_asked.emit()
    qtbot.waitUntil(lambda: "Uploading is paused" in workplace.status.answered())
    assert "Resume" in workplace.status.texts()


def test_lock_hides_every_name_and_the_upload_goes_on(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: "Suresh Namoona" in visible_words(window))
    press(qtbot, window, Qt.Key.Key_L, control=True)
    assert window.is_locked()
    assert "Namoona" not in visible_words(window)
    assert window.windowTitle() == "VaxDesk"
    assert desk.sending.asked == []
    press(qtbot, window, Qt.Key.Key_F4)
    assert window.is_locked()


def test_the_same_person_finds_the_half_typed_one_again(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    workplace.form.set_draft(people.draft(7))
    window.lock()
    assert sign_in(qtbot, window) is workplace
    assert workplace.form.draft().name == people.draft(7).name


def test_another_person_may_sign_in_and_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    workplace.form.set_draft(people.draft(7))
    window.lock()
    after = sign_in(qtbot, window, people.SUPERVISOR.name)
    assert after is not workplace
    assert after.user == people.SUPERVISOR
    assert after.form.draft().name == people.draft(7).name


def test_language_switch_keeps_the_half_typed_one(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window).form.set_draft(people.draft(7))
    press(qtbot, window, Qt.Key.Key_H, control=True)
    assert i18n.language() == "hi"
    assert window.workplace().look == ("hi", 100)
    assert window.workplace().form.draft().mobile == people.draft(7).mobile
    assert "शनिवार 16 जनवरी 2021" in visible_words(window)


def test_language_is_not_switched_in_the_middle_of_a_correction(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow
) -> None:
    workplace = sign_in(qtbot, window)
    workplace.open(desk.rows[-1].client_ref)
    qtbot.waitUntil(workplace.form.is_correcting)
    press(qtbot, window, Qt.Key.Key_H, control=True)
    assert i18n.language() == "en"
    assert "Save the correction" in workplace.status.answered()


def test_a_page_of_the_paper_register_is_typed_in_the_form(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_B, control=True)
    assert workplace.place() == "pages"
    workplace.pages.typing_requested.emit({"centre": "PEHOWA", "given_on": "15-01-2021", "page": "4", "line": "3"})
    assert workplace.place() == "record"
    draft = workplace.form.draft()
    assert (draft.centre, draft.given_on, draft.page, draft.line) == ("PEHOWA", "15-01-2021", "4", "3")


@pytest.fixture
def hundred_per_cent(qapp: QApplication) -> Iterator[None]:
    """The tests after this one see the desk as it is made."""
    yield
    style.set_text_percent(100)
    style.dress(qapp)


@pytest.mark.usefixtures("hundred_per_cent")
def test_larger_text_makes_everything_larger_at_once_and_is_remembered(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow
) -> None:
    workplace = sign_in(qtbot, window)
    workplace.form.set_draft(people.draft(7))
    height = workplace.form.findChild(Box).height()
    press(qtbot, window, Qt.Key.Key_Plus, control=True)
    larger = window.workplace()
    assert larger.form.findChild(Box).height() == round(height * 1.25)
    assert larger.form.draft().name == people.draft(7).name
    assert larger.status.answered() == "Text at 125 %."
    assert window_state.text_percent(desk.folder) == 125
    press(qtbot, window, Qt.Key.Key_Minus, control=True)
    assert window.workplace().form.findChild(Box).height() == height
    press(qtbot, window, Qt.Key.Key_Minus, control=True)
    assert style.text_percent() == 100, "not smaller than it is made"


@pytest.mark.usefixtures("hundred_per_cent")
def test_a_desk_opens_with_the_text_that_was_chosen(
    qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path
) -> None:
    desk.folder = tmp_path
    window_state.keep_text_percent(200, tmp_path)
    made = MainWindow(desk, background)
    qtbot.addWidget(made)
    assert style.text_percent() == 200
    assert made.findChild(SignInPage).name.font().pixelSize() == 28


def test_a_size_that_is_none_is_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / window_state.FILE).write_text("[General]\ntext_percent=huge\n", encoding="utf-8")
    assert window_state.text_percent(tmp_path) == 100
    window_state.keep_text_percent(163, tmp_path)
    assert style.set_text_percent(window_state.text_percent(tmp_path)) == 175
    style.set_text_percent(100)


def test_attention_counts_what_is_to_fix(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    qtbot.waitUntil(lambda: workplace.navigation.text("attention").startswith("Attention  1"))


def test_the_exchanges_open_by_key_by_the_pill_and_from_the_register(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow
) -> None:
    desk.sending.attempt_rows = [exchange(1), exchange(0)]
    workplace = sign_in(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F11)
    assert workplace.place() == "exchanges"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert workplace.place() == "record", "the form is where it was left"
    qtbot.waitUntil(lambda: workplace.findChild(ConnectivityPill).isVisible())
    workplace.findChild(ConnectivityPill).click()
    assert workplace.place() == "exchanges"
    workplace.go("register")
    workplace.register.exchanges_requested.emit(desk.rows[1].client_ref, "002-2 Ravi Namoona")
    qtbot.waitUntil(lambda: "Only those of 002-2 Ravi Namoona" in visible_words(window))
    qtbot.waitUntil(lambda: "1 exchange." in visible_words(window))


def test_the_help_page_names_the_key_of_the_exchanges(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window).go("help")
    assert "F11\nSee the exchanges with the portal, one by one" in visible_words(window)


def test_an_old_copy_of_the_data_is_said_across_the_window(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    desk.sending.also = {"comparing": 37}
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: "This is an old copy of the data: 37 still to be compared" in visible_words(window))


def test_the_supervisor_ends_the_reading_back_and_is_answered(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    desk.sending.also = {"reads_back_all": True}
    workplace = sign_in(qtbot, window, people.SUPERVISOR.name)
    qtbot.waitUntil(lambda: "each one is read back" in workplace.upload_notice.text())
    workplace.upload_notice.trust_asked.emit()
    qtbot.waitUntil(lambda: workplace.upload_notice.text() == "")
    assert desk.sending.asked == [f"trust_again {people.SUPERVISOR.name}"]
    assert workplace.status.answered() == "From now on only some are read back."


def test_save_elsewhere_says_where_to_save(qtbot: QtBot, window: MainWindow) -> None:
    workplace = sign_in(qtbot, window)
    workplace.go("help")
    press(qtbot, window, Qt.Key.Key_S, control=True)
    assert workplace.status.answered() == "There is nothing to save here. Press F2 to record."


def test_closing_says_how_many_stay_safe_and_is_allowed(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    qtbot.waitUntil(lambda: window._unsettled == 1)
    window.close()
    box = window.findChild(Question)
    assert "1 is not on the portal yet. It stays safe on this PC" in box.text()
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        box.yes.click()
    assert not window.isVisible()


def test_closing_with_nothing_waiting_asks_nothing(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    desk.rows[:] = [row(1, State.CONFIRMED)]
    sign_in(qtbot, window)
    with qtbot.waitSignal(window.closed):
        window.close()


def test_practice_can_be_mistaken_for_nothing_else(
    qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path
) -> None:
    desk.folder, desk.is_practice = tmp_path, True
    window = MainWindow(desk, background, people.CLERK)
    qtbot.addWidget(window)
    window.show()
    assert "PRACTICE – nothing here is real" in window.windowTitle()
    assert "PRACTICE – nothing here is real" in visible_words(window)
    assert window.findChild(Stripe).isVisible()
    window.close()


def test_a_stopped_upload_stands_as_a_sentence(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    desk.uploading_fault = "portal_missing"
    workplace = sign_in(qtbot, window)
    assert "No portal address is set" in workplace.standing.text()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_the_window_fits_the_screen(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    sign_in(qtbot, window)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)


def test_every_label_is_plain_text(qtbot: QtBot, window: MainWindow) -> None:
    sign_in(qtbot, window)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


def test_what_does_not_hold_in_the_settings_is_named_once(qtbot: QtBot, desk: FakeDesk, window: MainWindow) -> None:
    desk.settings.warnings = (
        SettingWarning("upload.interval_s", "bad_value", "often", "15"),
        SettingWarning("upload.colour", "unknown_key"),
    )
    place = sign_in(qtbot, window)
    assert place.notices.text() == (
        "settings.toml: upload.interval_s cannot be often; 15 holds instead.\n"
        "settings.toml: upload.colour is not a setting of this desk and is ignored."
    )
    place.notices.clear()
    window.lock()
    assert sign_in(qtbot, window, people.SUPERVISOR.name).notices.text() == ""


def test_whoever_is_not_vaccinated_is_noted_by_keys_and_the_form_is_blank(
    qtbot: QtBot, window: MainWindow, desk: FakeDesk
) -> None:
    place = sign_in(qtbot, window)
    place.form.set_draft(people.draft(1))
    press(qtbot, window, Qt.Key.Key_R, control=True)
    strip = place.visits.strip
    qtbot.waitUntil(lambda: strip.isVisible() and strip._results[False].hasFocus())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.form.draft().name == "")
    assert [visit.name for visit in desk.visits.noted.values()] == [people.draft(1).name]
    assert not strip.isVisible() and desk.register.recorded == []


def test_what_was_typed_on_while_a_visit_was_saved_stays(qtbot: QtBot, window: MainWindow, desk: FakeDesk) -> None:
    place = sign_in(qtbot, window)
    place.form.set_draft(people.draft(1))
    place.visits.ask()
    place.form.set_draft(people.draft(2))
    qtbot.keyClick(place.visits.strip._results[False], Qt.Key.Key_4)
    with qtbot.waitSignal(place.visits.told):
        place.visits.strip._give()
    assert place.form.draft().name == people.draft(2).name
    assert [visit.name for visit in desk.visits.noted.values()] == [people.draft(1).name]
