# SPDX-License-Identifier: MIT
"""The strip that names who was here before: what it says, what its keys do, and that it never takes the cursor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.fake_likeness import FULL, NEAR, SAME, FakeLikeness
from ui.background import Background
from ui.form.likeness_strip import LikenessStrip
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import Like, LikeKind
from vaxdesk.errors import StoreError

TYPED = Draft(name="Suneeta Devi", birth_year="1985")


class Desk:
    """A field with the cursor in it beside the strip."""

    def __init__(self, qtbot: QtBot, background: Background) -> None:
        self.qtbot, self.background, self.answers = qtbot, background, FakeLikeness()
        self.window = QWidget()
        self.field, self.strip = QLineEdit(), LikenessStrip(self.answers, background)  # type: ignore[arg-type]
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.strip)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.field.setFocus()
        self.taken: list[Draft] = []
        self.strip.taken.connect(self.taken.append)

    def look(self, draft: Draft = TYPED, correcting: str = "", *likes: Like) -> None:
        self.answers.likes[draft.name] = likes
        self.strip.look(draft, correcting)
        self.settle()

    def settle(self) -> None:
        self.background.finish(10_000)
        QApplication.processEvents()
        self.background.finish(10_000)
        QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.field, key, Qt.KeyboardModifier.AltModifier)

    def buttons(self) -> list[str]:
        return [made.text() for made in self.strip.findChildren(QPushButton) if made.isVisible()]


@pytest.fixture
def desk(qtbot: QtBot, background: Background) -> Desk:
    return Desk(qtbot, background)


def test_nobody_to_speak_of_shows_nothing(desk: Desk) -> None:
    desk.look()
    assert not desk.strip.isVisible()


def test_it_says_in_words_who_had_what_and_when_the_next_is_due(desk: Desk) -> None:
    desk.look(TYPED, "", SAME)
    assert desk.strip.isVisible()
    assert desk.strip.text() == (
        "Likely the same person: Sunita Devi, 1985, had Covishield on 16-01-2021 under XXXXXX0001. "
        "Second dose from 13-02-2021."
    )
    assert desk.strip.accessibleName() == desk.strip.text()
    assert desk.buttons() == ["The same person   Alt+1", "Another person   Alt+0"]


def test_the_cursor_stays_where_it_is(desk: Desk) -> None:
    desk.look(TYPED, "", SAME, NEAR)
    assert desk.field.hasFocus()
    desk.press(Qt.Key.Key_2)
    desk.press(Qt.Key.Key_0)
    assert desk.field.hasFocus()
    assert desk.field.text() == ""
    assert all(made.focusPolicy() == Qt.FocusPolicy.NoFocus for made in desk.strip.findChildren(QPushButton))


def test_one_key_takes_one_person(desk: Desk) -> None:
    desk.look(TYPED, "", SAME, NEAR)
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1):
        desk.press(key)
    assert desk.taken == [NEAR.person, SAME.person]


def test_a_hidden_strip_has_no_keys(desk: Desk) -> None:
    desk.look(TYPED, "", SAME)
    desk.look(TYPED)
    desk.press(Qt.Key.Key_1)
    assert desk.taken == []


def test_a_full_mobile_names_its_people_and_nobody_to_take(desk: Desk) -> None:
    desk.look(TYPED, "", FULL)
    assert "4 people are recorded under it: Asha Devi, Ravi Kumar, Meena Devi, Mohan Lal." in desk.strip.text()
    desk.press(Qt.Key.Key_1)
    assert desk.taken == []
    assert desk.buttons() == ["Another person   Alt+0"]


def test_whoever_stands_in_the_form_already_is_told_of_and_not_taken_again(desk: Desk) -> None:
    desk.look(TYPED, "", replace(SAME, is_taken=True, mobile=""))
    assert desk.strip.text().startswith("Was here before: Sunita Devi, 1985, had Covishield on 16-01-2021 under this")
    desk.press(Qt.Key.Key_1)
    assert (desk.taken, desk.buttons()) == ([], [])


def test_it_tells_whether_an_answer_is_awaited(desk: Desk) -> None:
    told: list[bool] = []
    desk.strip.asks_changed.connect(told.append)
    desk.look(TYPED, "", SAME)
    desk.look(TYPED, "", replace(SAME, is_taken=True))
    desk.look(TYPED, "", FULL)
    desk.press(Qt.Key.Key_0)
    assert told == [True, False, True, False]


def test_the_buttons_stand_beside_the_words_where_there_is_room(desk: Desk) -> None:
    desk.look(TYPED, "", SAME)
    heights = {}
    for width in (320, 900):
        desk.window.resize(width, 600)
        QApplication.processEvents()
        heights[width] = desk.strip.sizeHint().height()
    assert heights[900] < heights[320]


def test_another_person_keeps_it_quiet_until_the_next_one(desk: Desk) -> None:
    desk.look(TYPED, "", SAME)
    with desk.qtbot.waitSignal(desk.strip.dismissed):
        desk.press(Qt.Key.Key_0)
    assert not desk.strip.isVisible()
    desk.look(TYPED, "", SAME)
    assert not desk.strip.isVisible()
    desk.look(Draft())
    desk.look(TYPED, "", SAME)
    assert desk.strip.isVisible()


def test_something_else_is_still_told_after_a_near_name_was_dismissed(desk: Desk) -> None:
    desk.look(TYPED, "", NEAR)
    desk.press(Qt.Key.Key_0)
    desk.look(TYPED, "", replace(NEAR, client_ref="ref-3"), replace(SAME, kind=LikeKind.SAME_ID))
    assert [like.kind for like in desk.strip.likes()] == [LikeKind.SAME_ID]


def test_a_correction_begins_with_nothing_dismissed_and_is_told_as_one(desk: Desk) -> None:
    desk.look(TYPED, "", SAME)
    desk.press(Qt.Key.Key_0)
    desk.look(TYPED, "ref-9", SAME)
    assert desk.strip.isVisible()
    assert desk.answers.asked[-1] == ("Suneeta Devi", "ref-9")


def test_an_answer_about_an_older_draft_is_dropped(desk: Desk) -> None:
    desk.answers.go.clear()
    desk.answers.likes = {"Sunita": (SAME,), "Kamla": (NEAR,)}
    desk.strip.look(Draft(name="Sunita"))
    desk.strip.look(Draft(name="Asha"))
    desk.strip.look(Draft(name="Kamla"))
    desk.answers.go.set()
    desk.settle()
    assert desk.strip.likes() == (NEAR,)
    assert [name for name, _ref in desk.answers.asked] == ["Sunita", "Kamla"]


def test_an_answer_that_comes_after_the_next_person_began_is_dropped(desk: Desk) -> None:
    desk.answers.go.clear()
    desk.answers.likes = {"Sunita": (SAME,)}
    desk.strip.look(Draft(name="Sunita"))
    desk.strip.look(Draft(centre="LNJP"))
    desk.answers.go.set()
    desk.settle()
    assert not desk.strip.isVisible()


def test_a_look_that_fails_hurts_nobody_and_the_next_one_is_asked(desk: Desk) -> None:
    desk.answers.fault = StoreError("disk_failed")
    desk.look(TYPED, "", SAME)
    assert not desk.strip.isVisible()
    desk.answers.fault = None
    desk.look(TYPED, "", SAME)
    assert desk.strip.isVisible()


def test_who_was_like_the_person_before_cannot_be_taken_for_the_next_while_the_look_is_slow(desk: Desk) -> None:
    desk.look(Draft(name="Sunita", mobile="9900000001"), "", SAME)
    desk.answers.go.clear()
    desk.strip.look(Draft(name="Kavita", mobile="9900000002"))
    assert desk.strip.likes() == () and not desk.strip.isVisible()
    desk.press(Qt.Key.Key_1)
    desk.answers.go.set()
    desk.settle()
    assert desk.taken == [] and desk.strip.likes() == ()


def test_more_typed_of_the_same_person_lets_stand_what_is_known(desk: Desk) -> None:
    desk.look(Draft(name="Sunita"), "", SAME)
    desk.answers.go.clear()
    desk.strip.look(Draft(name="Sunita Devi", mobile="9900000001"))
    assert desk.strip.likes() == (SAME,)
    desk.answers.go.set()
    desk.settle()
    assert desk.strip.likes() == ()
