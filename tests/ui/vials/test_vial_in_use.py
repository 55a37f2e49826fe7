# SPDX-License-Identifier: MIT
"""A vial in the whole window: opened from the form by F8, pinned there, and counted down beside the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support import desks, people
from tests.support.clocks import StillClock
from ui.background import Background
from ui.bridge import Bridge
from ui.workplace import Workplace
from vaxdesk.desk import Desk
from vaxdesk.domain.vial import VialDraft

NOON = datetime(2021, 1, 16, 6, 30, tzinfo=UTC)
COVISHIELD = VialDraft(centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", expires_on="06-2021")
SAVE = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Desk]:
    clock = StillClock(NOON)
    desk = Desk(desks.make_folder(tmp_path / "desk", clock=clock), clock=clock, state_folder=tmp_path / "state")
    desk.hold()
    desk.open(people.CLERK.name, desks.PASSWORD)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, real: Desk, background: Background) -> Iterator[Workplace]:
    bridge = Bridge(real.hooks, real.sending.status, background)
    made = Workplace(real, background, bridge, people.CLERK, can_lock=True)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    assert background.finish(10_000)
    QApplication.processEvents()
    bridge.close()


def pinned(window: Workplace) -> str:
    found = window.top.findChild(QLabel, "pinned")
    assert found is not None
    return found.text()


def test_a_vial_that_is_opened_stands_pinned_in_the_form_and_counts_down_with_each_save(
    qtbot: QtBot, window: Workplace, real: Desk
) -> None:
    window.form.set_draft(people.draft(0, vaccine="", batch="", vial="", vial_opened_at=""))
    real.vials.close(real.vials.open(COVISHIELD, people.CLERK).id, "0", "", people.CLERK)
    window.vials.refresh()
    window.go("vials")
    qtbot.waitUntil(lambda: QApplication.focusWidget().text() == "4120Z005")
    with qtbot.waitSignal(window.vials.use_asked):
        qtbot.keyClick(QApplication.focusWidget(), *SAVE)

    assert window.place() == "record"
    typed = window.form.draft()
    assert (typed.vaccine, typed.batch, typed.vial, typed.vial_opened_at) == ("COVISHIELD", "4120Z005", "L2", "12:00")
    assert typed.name == people.draft(0).name
    qtbot.waitUntil(lambda: pinned(window) == "COVISHIELD · 4120Z005 · L2 · 10 of 10 left · discard 16:00")
    assert window.navigation.text("vials").startswith("Vials  1")

    window.form.set_draft(people.draft(0, vial="L2", vial_opened_at="12:00", given_at="12:00"))
    with qtbot.waitSignal(window.form.saved):
        window.form.save()
    qtbot.waitUntil(lambda: "9 of 10 left" in pinned(window))
    assert window.form.draft().vial == "L2"


def test_the_vial_in_use_is_pinned_again_after_a_start(qtbot: QtBot, real: Desk, background: Background) -> None:
    real.vials.open(COVISHIELD, people.CLERK)
    bridge = Bridge(real.hooks, real.sending.status, background)
    window = Workplace(real, background, bridge, people.CLERK, can_lock=True)
    qtbot.addWidget(window)

    qtbot.waitUntil(lambda: window.form.draft().vial == "L1")
    assert pinned(window).endswith("L1 · 10 of 10 left · discard 16:00")
    assert window.place() == "record"
    assert background.finish(10_000)
    QApplication.processEvents()
    bridge.close()


def test_the_last_dose_is_told_in_the_status_bar(qtbot: QtBot, window: Workplace, real: Desk) -> None:
    real.vials.open(VialDraft("LNJP", "COVISHIELD", "4120Z005", "06-2021", doses="1"), people.CLERK)
    window.vials.refresh()
    qtbot.waitUntil(lambda: "1 of 1 left" in pinned(window) or window.navigation.text("vials").startswith("Vials  1"))

    window.form.set_draft(people.draft(1, vial="L1", vial_opened_at="12:00", given_at="12:00"))
    window.form.save()

    qtbot.waitUntil(lambda: window.status.answered() == "Vial L1 is empty. Press F8 to open the next one.")


def test_a_new_day_lets_yesterdays_vial_go_and_says_so(qtbot: QtBot, window: Workplace, real: Desk) -> None:
    real.vials.open(COVISHIELD, people.CLERK)
    window.vials.refresh()
    qtbot.waitUntil(lambda: window.navigation.text("vials").startswith("Vials  1"))
    window.form.pin({"vaccine": "COVISHIELD", "batch": "4120Z005", "vial": "L1", "vial_opened_at": "12:00"})
    assert "10 of 10 left" in pinned(window)

    real.clock.pass_by(86_400)  # type: ignore[attr-defined]
    window.vials.tick()

    qtbot.waitUntil(lambda: window.form.draft().vial == "")
    typed = window.form.draft()
    assert (typed.batch, typed.vial_opened_at) == ("4120Z005", "")
    assert window.status.answered().startswith("A new day has begun. Press F8")
