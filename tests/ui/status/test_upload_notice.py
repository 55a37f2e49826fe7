# SPDX-License-Identifier: MIT
"""What stands against the upload is one sentence each; sent away, it comes back only with something new."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.status.standing import standing
from ui.status.upload_notice import UploadNotice
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.domain.user import Role

CALM = SyncStatus(Counts(waiting=40), Connectivity.ONLINE)


def _notice(qtbot: QtBot, role: Role = Role.CLERK) -> UploadNotice:
    notice = UploadNotice(role)
    qtbot.addWidget(notice)
    return notice


def _buttons(notice: UploadNotice) -> dict[str, QPushButton]:
    return {button.text(): button for button in notice.findChildren(QPushButton) if button.isVisibleTo(notice)}


def _press(notice: UploadNotice, words: str) -> None:
    _buttons(notice)[words].click()


def test_nothing_is_said_while_all_is_well(qtbot: QtBot) -> None:
    notice = _notice(qtbot)
    notice.show_status(replace(CALM, comparing=0))
    assert notice.text() == "" and notice.isHidden()


def test_an_old_copy_says_how_many_are_still_to_be_compared(qtbot: QtBot) -> None:
    notice = _notice(qtbot)
    notice.show_status(replace(CALM, comparing=37))
    assert notice.text() == (
        "This is an old copy of the data: 37 still to be compared with the portal; nothing is sent before that."
    )
    notice.show_status(CALM)
    assert notice.text() == "" and notice.isHidden()


@pytest.mark.parametrize(
    ("skew_s", "sentence"),
    [
        (-190.0, "This PC's clock is 3 min ahead of the portal's; correct it."),
        (3700.0, "This PC's clock is 1 h 1 min behind the portal's; correct it."),
    ],
)
def test_a_wrong_clock_is_told_with_its_direction(skew_s: float, sentence: str) -> None:
    assert standing(replace(CALM, skew_s=skew_s), Role.CLERK) == {"skew": sentence}


def test_the_supervisor_hears_that_the_portal_did_not_show_what_it_accepted() -> None:
    reads_back = replace(CALM, reads_back_all=True)
    assert "each one is read back" in standing(reads_back, Role.SUPERVISOR)["reads_back_all"]
    assert standing(reads_back, Role.CLERK) == {}


def test_only_the_supervisor_is_asked_whether_to_trust_again(qtbot: QtBot) -> None:
    reads_back = replace(CALM, reads_back_all=True, skew_s=300.0)
    clerk, supervisor = _notice(qtbot), _notice(qtbot, Role.SUPERVISOR)
    for notice in (clerk, supervisor):
        notice.show_status(reads_back)
    assert "Raised; trust again" not in _buttons(clerk)
    with qtbot.waitSignal(supervisor.trust_asked):
        _press(supervisor, "Raised; trust again")
    supervisor.show_status(replace(reads_back, reads_back_all=False))
    assert _buttons(supervisor).keys() == {"Hide"}


def test_what_was_sent_away_comes_back_only_with_something_new(qtbot: QtBot) -> None:
    notice = _notice(qtbot)
    notice.show_status(replace(CALM, comparing=37))
    _press(notice, "Hide")
    assert notice.isHidden()
    notice.show_status(replace(CALM, comparing=36))
    assert notice.text() == "" and notice.isHidden()
    notice.show_status(replace(CALM, comparing=36, skew_s=300.0))
    assert notice.text() == "This PC's clock is 5 min behind the portal's; correct it."
    notice.show_status(CALM)
    notice.show_status(replace(CALM, comparing=2))
    assert "2 still to be compared" in notice.text()
