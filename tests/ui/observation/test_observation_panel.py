# SPDX-License-Identifier: MIT
"""The board by keys, over a real store: tokens, early leaving, undo, the beep, adverse events, the case report."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.observed import Board, keys, until_told, wait
from ui.background import Background
from ui.bridge import Bridge
from ui.observation.case_file import CaseFile
from ui.observation.event_card import EventCard
from ui.observation.panel import ObservationPanel
from ui.widgets.strip import Strip
from vaxdesk.domain.observation import Course, EventDraft, Severity, Symptom
from vaxdesk.store.database import Store


def test_the_board_shows_token_name_minutes_and_the_time_by_groups(board: Board) -> None:
    names = [people.draft(n).name for n in range(3)]

    assert board.column(0) == ["The half hour is over   1", "1", "Watched   2", "2", "3"]
    assert board.column(1) == [None, names[0], None, names[1], names[2]]
    assert board.column(2) == [None, "", None, "10 min", "25 min"]
    assert board.column(3) == [None, "09:40", None, "10:10", "10:25"]
    assert board.column(4) == [None, "✓  may go", None, "●  is watched", "●  is watched"]


def test_a_token_and_enter_let_a_person_go(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "1\n")

    until_told(qtbot, board, f"Token 1, {people.draft(0).name}, has left.")
    wait(qtbot, lambda: board.counts[-1] == 2)
    assert [person.token for person in board.service.left()] == [1]
    assert board.token.value() == ""
    assert "Left today   1" in board.column(0)


def test_before_the_time_a_note_is_asked_for_and_enter_without_one_does_nothing(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "2\n")
    wait(qtbot, board.note.isVisible)
    keys(qtbot, "\n")
    assert board.note.isVisible()
    assert len(board.service.board()) == 3

    keys(qtbot, "her bus goes\n")

    wait(qtbot, lambda: board.counts[-1] == 2)
    (gone,) = board.service.left()
    assert (gone.token, gone.note, gone.left_early) == (2, "her bus goes", True)
    assert QApplication.focusWidget() is board.token


def test_esc_in_the_note_lets_them_sit(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "2\n")
    qtbot.keyClick(board.note.note, Qt.Key.Key_Escape)

    assert not board.note.isVisible()
    assert len(board.service.board()) == 3
    assert QApplication.focusWidget() is board.token


def test_arrows_choose_and_enter_lets_the_chosen_one_go(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "\n")
    assert board.told[-1].startswith("Type a token number")
    qtbot.keyClick(board.token, Qt.Key.Key_Down)
    keys(qtbot, "\n")

    until_told(qtbot, board, "Token 1, ")


def test_double_enter_lets_nobody_else_go(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "1\n\n")

    wait(qtbot, lambda: board.counts[-1] == 2)
    assert [person.token for person in board.service.board()] == [2, 3]


def test_a_token_that_nobody_has_is_answered(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "14\n")

    assert board.told[-1] == "Nobody here has token 14."


def test_g_lets_all_go_who_may_and_u_takes_them_back(qtbot: QtBot, board: Board) -> None:
    board.clock.pass_by(15 * 60)
    keys(qtbot, "g")
    until_told(qtbot, board, "2 people have left.")
    wait(qtbot, lambda: board.counts[-1] == 1)

    keys(qtbot, "u")

    until_told(qtbot, board, "2 people sit again.")
    wait(qtbot, lambda: board.counts[-1] == 3)


def test_one_beep_and_one_sentence_for_each_at_the_end_of_the_half_hour(qtbot: QtBot, board: Board) -> None:
    board.clock.pass_by(9 * 60 + 59)
    board.panel.tick()
    assert (board.beeps, board.told) == ([], [])

    board.clock.pass_by(1)
    board.panel.tick()
    board.panel.tick()
    assert len(board.beeps) == 1
    assert board.told == [f"Token 2, {people.draft(1).name}, may go."]

    board.clock.set_wall(-60)
    board.panel.tick()
    board.clock.set_wall(60)
    board.panel.tick()
    assert len(board.beeps) == 1, "a clock that is put back and forth tells nothing twice"


def test_who_was_over_before_anybody_looked_makes_no_noise(qtbot: QtBot, board: Board) -> None:
    board.save(5, "08:00")
    wait(qtbot, lambda: board.counts[-1] == 4)
    board.panel.tick()

    assert board.beeps == []


def test_whoever_is_unwell_is_never_said_to_be_free_to_go(qtbot: QtBot, board: Board) -> None:
    fever = EventDraft("severe", ("fever",), onset_on="16-01-2021", onset_at="09:50")
    board.service.report(board.refs[1], fever, people.CLERK)
    board.panel.refresh()
    wait(qtbot, lambda: "!  unwell: severe" in board.column(4))

    board.clock.pass_by(10 * 60)
    board.panel.tick()

    assert len(board.beeps) == 1
    assert "may go" not in board.told[-1] and "A person decides" in board.told[-1]
    keys(qtbot, "g")
    until_told(qtbot, board, "1 person has left.")
    assert [person.token for person in board.service.board()] == [2, 3]


def test_a_note_is_kept_by_n(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "3n")
    wait(qtbot, board.note.isVisible)
    keys(qtbot, "sits by the door\n")

    wait(qtbot, lambda: "sits by the door" in board.column(5))
    assert len(board.service.board()) == 3


def test_an_adverse_event_is_typed_without_a_mouse(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "2a")
    wait(qtbot, board.card.isVisible)
    keys(qtbot, "2\n36\nhot")
    keys(qtbot, "\n\n0950\nparacetamol\nDistrict Hospital\n3")
    board.panel.save()

    until_told(qtbot, board, "Saved: severe.")
    reported = board.service.reported(board.refs[1])
    assert reported is not None
    event = reported.event
    assert (event.severity, event.symptoms) == (Severity.SEVERE, (Symptom.FEVER, Symptom.FAINT))
    assert (event.words, event.done, event.referred_to) == ("hot", "paracetamol", "District Hospital")
    assert (f"{event.onset_on}", f"{event.onset_at:%H:%M}", event.outcome) == ("2021-01-16", "09:50", Course.ADMITTED)

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not board.card.isVisible()
    assert QApplication.focusWidget() is board.token


def test_problems_stand_under_their_fields_and_nothing_is_saved(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "2a")
    wait(qtbot, board.card.isVisible)
    board.panel.save()

    wait(qtbot, lambda: board.card.severity.property("severity") == "error")
    assert board.card.symptoms.property("severity") == "error"
    assert QApplication.focusWidget() is board.card.severity
    assert board.service.reported(board.refs[1]) is None


def test_esc_drops_what_is_typed_only_when_pressed_twice(qtbot: QtBot, board: Board) -> None:
    keys(qtbot, "2a")
    wait(qtbot, board.card.isVisible)
    keys(qtbot, "1")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert board.card.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not board.card.isVisible()


def test_the_case_report_is_written_from_the_card(qtbot: QtBot, board: Board, tmp_path: Path) -> None:
    fever = EventDraft("minor", ("fever",), onset_on="16-01-2021", onset_at="09:50")
    board.service.report(board.refs[1], fever, people.CLERK)
    keys(qtbot, "2a")
    wait(qtbot, board.card.isVisible)
    assert board.card.draft() == fever, "what stands is shown to be corrected"
    board.card.report_asked.emit(board.refs[1])
    file = board.panel.findChild(CaseFile).file
    assert Path(file.value()).name == "VaxDesk_AEFI_LNJP_2021-01-16_2.xlsx"
    file.setText(str(tmp_path / "case.xlsx"))
    qtbot.keyClick(file, Qt.Key.Key_Return)

    until_told(qtbot, board, f"The case report is written to {tmp_path / 'case.xlsx'}.")
    assert (tmp_path / "case.xlsx").is_file()


def test_a_half_typed_event_goes_over_to_the_next_panel(
    qtbot: QtBot, board: Board, background: Background, bridge: Bridge
) -> None:
    keys(qtbot, "2a")
    wait(qtbot, board.card.isVisible)
    keys(qtbot, "1\n3")
    half = board.panel.half_typed()
    reports = board.panel._reports
    after = ObservationPanel(board.service, reports, background, bridge, people.SUPERVISOR, board.clock)
    qtbot.addWidget(after)
    after.take_up(half)
    after.show()

    card = after.findChild(EventCard)
    assert card.isVisible()
    assert (card.draft().severity, card.draft().symptoms) == ("minor", ("fever",))
    after.save()
    qtbot.waitUntil(lambda: board.service.reported(board.refs[1]) is not None)


def test_a_failing_disk_is_told_and_the_token_stays(qtbot: QtBot, board: Board, store: stores.FailingStore) -> None:
    store.failures = 1
    keys(qtbot, "1\n")

    strip = board.panel.findChild(Strip)
    wait(qtbot, strip.isVisible)
    assert "was not saved" in strip.text()
    assert board.token.value() == "1"
    assert len(board.service.board()) == 3
    keys(qtbot, "\n")
    wait(qtbot, lambda: board.counts[-1] == 2)


def test_what_is_typed_while_a_slow_disk_writes_is_left_alone(qtbot: QtBot, board: Board, store: Store) -> None:
    gate = threading.Event()
    store.write(gate.wait)
    keys(qtbot, "1\n")
    keys(qtbot, "2\n")
    keys(qtbot, "her ")
    gate.set()
    until_told(qtbot, board, "Token 1, ")
    keys(qtbot, "bus\n")

    wait(qtbot, lambda: board.counts[-1] == 1)
    assert {(person.token, person.note) for person in board.service.left()} == {(1, ""), (2, "her bus")}
