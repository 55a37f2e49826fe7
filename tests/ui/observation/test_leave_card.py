# SPDX-License-Identifier: MIT
"""Who may leave, beside the form: the next few, in words, shape and colour, and how many more."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.fake_rows import FakeClock
from ui.observation.leave_card import ROWS, LeaveCard
from vaxdesk.domain.observation import WATCH, Severity, Watched


def person(clock: FakeClock, token: int, minutes_ago: int, severity: Severity | None = None) -> Watched:
    given_at = clock.now() - timedelta(minutes=minutes_ago)
    name = f"Namoona {token}"
    return Watched(f"ref {token}", token, "LNJP", name, given_at, given_at + WATCH, None, "", "", severity)


def shown(card: LeaveCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def test_the_next_few_stand_with_the_time_or_that_they_may_go(qtbot: QtBot) -> None:
    clock = FakeClock()
    card = LeaveCard(clock)
    qtbot.addWidget(card)
    card.show()
    assert "Nobody is watched now." in shown(card)

    card.show_people((person(clock, 5, 31), person(clock, 6, 30, Severity.MINOR), person(clock, 7, 20)))

    texts = shown(card)
    assert {"5", "Namoona 5", "✓  may go", "!  unwell: minor", "7", "11:42"} <= set(texts)
    assert not any("more" in text for text in texts)
    assert "Nobody is watched now." not in texts


def test_more_than_fit_are_counted(qtbot: QtBot) -> None:
    clock = FakeClock()
    card = LeaveCard(clock)
    qtbot.addWidget(card)
    card.show()
    card.show_people(tuple(person(clock, n, 10) for n in range(1, ROWS + 4)))

    assert "and 3 more: F7" in shown(card)
    card.show_people(())
    assert "and 3 more: F7" not in shown(card)
