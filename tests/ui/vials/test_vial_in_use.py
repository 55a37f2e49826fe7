# SPDX-License-Identifier: MIT
"""A vial in the whole window: opened from the form by F8, pinned there, and counted down beside the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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
from ui.vials.card import VialCard
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


def take_up(qtbot: QtBot, window: Workplace, real: Desk, label: str = "L1") -> None:
    """Open a vial and let it stand pinned in the form, as after F8 and Enter."""
    vial = real.vials.open(replace(COVISHIELD, vial=label), people.CLERK)
    window.vials.refresh()
    qtbot.waitUntil(lambda: any(card.row.vial.id == vial.id for card in window.vials.findChildren(VialCard)))
    window.vials.use_asked.emit(vial)
    qtbot.waitUntil(lambda: f"{label} · 10 of 10 left" in pinned(window))


def close_by_keys(qtbot: QtBot, window: Workplace, label: str) -> None:
    window.go("vials")
    next(card for card in window.vials.findChildren(VialCard) if card.row.vial.label == label).setFocus()
    with qtbot.waitSignal(window.vials.count_changed):
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_1, Qt.Key.Key_Return):
            qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_vial_that_is_closed_is_let_go_and_nobody_is_saved_from_it(
    qtbot: QtBot, window: Workplace, real: Desk
) -> None:
    take_up(qtbot, window, real)
    close_by_keys(qtbot, window, "L1")

    typed = window.form.draft()
    assert (typed.vaccine, typed.batch, typed.vial, typed.vial_opened_at) == ("COVISHIELD", "", "", "")
    assert pinned(window) == ""
    assert window.status.answered() == "Vial L1 is closed."
    with qtbot.waitSignal(window.form._saving.refused) as refused:
        window.form.set_draft(replace(people.draft(1), batch="", vial="", vial_opened_at=""))
        window.form.save()
    assert [problem.field for problem in refused.args[0]] == ["batch"]


def test_another_vial_that_is_closed_leaves_the_pinned_one(qtbot: QtBot, window: Workplace, real: Desk) -> None:
    take_up(qtbot, window, real, "L1")
    take_up(qtbot, window, real, "L2")
    close_by_keys(qtbot, window, "L1")

    assert window.form.draft().vial == "L2"
    assert "L2 · 10 of 10 left" in pinned(window)


def test_a_vial_closed_while_somebody_stands_open_for_correction_is_let_go_for_the_next(
    qtbot: QtBot, window: Workplace, real: Desk
) -> None:
    saved = real.register.record(people.draft(3, vial="L7"), people.CLERK)
    take_up(qtbot, window, real)
    window.open(saved.client_ref)
    qtbot.waitUntil(window.form.is_correcting)
    assert window.form.draft().vial == "L7"
    close_by_keys(qtbot, window, "L1")

    assert window.form.draft().vial == "L7"
    window.form.clear()
    assert (window.form.draft().batch, window.form.draft().vial) == ("", "")


def test_yesterdays_vial_that_is_closed_leaves_todays_of_the_same_label(
    qtbot: QtBot, window: Workplace, real: Desk
) -> None:
    old = real.vials.open(COVISHIELD, people.CLERK)
    real.clock.pass_by(86_400)  # type: ignore[attr-defined]
    take_up(qtbot, window, real)
    card = next(card for card in window.vials.findChildren(VialCard) if card.row.vial.id == old.id)
    with qtbot.waitSignal(window.vials.count_changed):
        card.close_asked.emit(old.id, "0", "")

    assert window.form.draft().vial == "L1"


def test_a_dose_typed_from_a_vial_that_is_closed_is_told_though_nobody_went_to_the_field(
    qtbot: QtBot, window: Workplace, real: Desk
) -> None:
    vial = real.vials.open(COVISHIELD, people.CLERK)
    real.vials.close(vial.id, "0", "", people.CLERK)
    window.form.pin({"vaccine": "COVISHIELD", "batch": "4120Z005", "vial": "L1", "vial_opened_at": "12:00"})
    window.form.take_cursor()
    qtbot.keyClicks(QApplication.focusWidget(), "Asha Namoona")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    told = "Vial L1 was closed at 12:00. Check which vial it was."
    qtbot.waitUntil(lambda: window.form._sheet.note("vial") == told)


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
