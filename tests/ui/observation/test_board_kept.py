# SPDX-License-Identifier: MIT
"""What is typed at the board survives a slow or failing disk: events and notes, over a real store."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import stores
from tests.support.observed import Board, keys, until_told, wait
from ui.widgets.strip import Strip
from vaxdesk.errors import StoreError
from vaxdesk.store.database import Store


def _open_card(qtbot: QtBot, board: Board, token: str = "2") -> None:
    keys(qtbot, f"{token}a")
    wait(qtbot, board.card.isVisible)


def _type_event(qtbot: QtBot, board: Board) -> None:
    _open_card(qtbot, board)
    keys(qtbot, "1\n1\nsore\n")
    board.card.set_draft(replace(board.card.draft(), onset_on="16-01-2021", onset_at="09:50", outcome="recovered"))


def test_what_is_typed_while_an_event_is_saved_is_not_taken_for_saved(qtbot: QtBot, board: Board, store: Store) -> None:
    _type_event(qtbot, board)
    gate = threading.Event()
    store.write(gate.wait)
    board.panel.save()
    board.card._boxes["done"].setFocus()
    keys(qtbot, "lay down")
    gate.set()

    until_told(qtbot, board, "What was typed meanwhile is not saved yet")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert board.card.isVisible(), "it asks before it drops what is not on disk"
    board.panel.save()
    until_told(qtbot, board, "can be written now")
    reported = board.service.reported(board.refs[1])
    assert reported is not None and reported.event.done == "lay down"


def test_an_event_cannot_be_left_while_it_is_saved_and_stays_when_the_disk_fails(
    qtbot: QtBot, board: Board, store: stores.FailingStore
) -> None:
    _type_event(qtbot, board)
    gate = threading.Event()
    store.write(gate.wait)
    store.failures = 2  # the one that waits is a write too
    board.panel.save()
    for _press in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert board.card.isVisible()
    gate.set()

    wait(qtbot, board.panel.findChild(Strip).isVisible)
    assert board.card.draft().words == "sore"
    board.panel.save()
    wait(qtbot, lambda: board.service.reported(board.refs[1]) is not None)


def test_when_an_event_cannot_be_read_the_board_goes_on(
    qtbot: QtBot, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(client_ref: str) -> None:
        raise StoreError("disk_failed")

    with monkeypatch.context() as broken:
        broken.setattr(board.service, "reported", fails)
        keys(qtbot, "2a")
        wait(qtbot, board.panel.findChild(Strip).isVisible)
    assert board.token.isVisible() and QApplication.focusWidget() is board.token
    assert not board.card.isVisible()

    keys(qtbot, "a")
    wait(qtbot, board.card.isVisible)
    assert not board.token.isVisible()


def test_while_an_event_is_read_no_other_key_is_taken_for_somebody(
    qtbot: QtBot, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    reported = board.service.reported
    monkeypatch.setattr(board.service, "reported", lambda ref: (gate.wait(5), reported(ref))[1])
    keys(qtbot, "1a\nn")
    assert board.told[-1] == "Still saving. One moment."
    assert not board.note.isVisible()
    gate.set()
    wait(qtbot, board.card.isVisible)
    assert len(board.service.board()) == 3


@pytest.mark.parametrize(("asks", "kept"), [("2\n", "left"), ("2n", "kept")])
def test_a_note_survives_a_failing_disk(
    qtbot: QtBot, board: Board, store: stores.FailingStore, asks: str, kept: str
) -> None:
    keys(qtbot, asks)
    wait(qtbot, board.note.isVisible)
    store.failures = 1
    keys(qtbot, "her bus goes\n")
    assert QApplication.focusWidget() is board.token

    wait(qtbot, board.panel.findChild(Strip).isVisible)
    assert board.told[-1] == "Not saved."
    assert board.note.isVisible() and board.note.note.value() == "her bus goes"
    assert QApplication.focusWidget() is board.note.note and board.panel.is_half_typed()
    keys(qtbot, "\n")
    until_told(qtbot, board, kept)
    wait(qtbot, lambda: not board.note.isVisible())
    assert QApplication.focusWidget() is board.token and not board.panel.is_half_typed()
    everybody = (*board.service.board(), *board.service.left())
    assert [person.note for person in everybody if person.token == 2] == ["her bus goes"]


def test_a_second_note_does_not_take_the_place_of_one_that_is_saved_or_half_typed(
    qtbot: QtBot, board: Board, store: Store
) -> None:
    keys(qtbot, "2n")
    gate = threading.Event()
    store.write(gate.wait)
    keys(qtbot, "dizzy\n3n")
    assert board.note.note.value() == "dizzy" and board.told[-1] == "Still saving. One moment."
    gate.set()
    wait(qtbot, lambda: not board.note.isVisible())

    board.token.set_value("3")
    keys(qtbot, "nsits")
    board.token.setFocus()
    keys(qtbot, "n")
    assert board.note.note.value() == "sits" and QApplication.focusWidget() is board.note.note
    assert board.told[-1].startswith("First keep the note")
