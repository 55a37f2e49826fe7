# SPDX-License-Identifier: MIT
"""The form over the real register and an encrypted store on disk: what is typed is what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people, stores
from tests.support.fake_desk import FakeClock, FakeDesk
from ui.background import Background
from ui.form.panel import FormPanel
from ui.widgets.box import Box
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.upload import State
from vaxdesk.events import Hooks
from vaxdesk.services.browsing import Browsing
from vaxdesk.services.day import Day
from vaxdesk.services.drafts import Drafts
from vaxdesk.services.register import Register
from vaxdesk.store.database import Store

SAVE = (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stores.opened(tmp_path) as made:
        yield made


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, store: Store, background: Background) -> Iterator[FormPanel]:
    clock = FakeClock()
    register = Register(store, stores.reference_table(), ("LNJP", "MATHANA", "PEHOWA"), clock, Hooks())
    table = stores.reference_table()
    made = FormPanel(
        register,
        Drafts(store, clock),
        Day(store, clock),
        background,
        people.CLERK,
        desk.settings,
        table,
        clock=clock,
    )
    qtbot.addWidget(made)
    made.resize(890, 650)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    yield made
    assert background.finish(10_000)
    QApplication.processEvents()
    assert background.finish(10_000)


def _press(qtbot: QtBot, *key: object) -> None:
    qtbot.keyClick(QApplication.focusWidget(), *key)


def _box(panel: FormPanel, name: str) -> Box:
    found = panel.findChild(Box, name)
    assert found is not None
    return found


def test_what_is_typed_is_on_disk_when_saved_is_said(qtbot: QtBot, panel: FormPanel, store: Store) -> None:
    panel.set_draft(people.draft(0))
    with qtbot.waitSignal(panel.saved) as saved:
        _press(qtbot, *SAVE)
    rows = Browsing(store).day(people.GIVEN_ON)
    assert [(r.client_ref, r.receipt_no, r.vaccination) for r in rows] == [
        (saved.args[0].client_ref, saved.args[0].receipt_no, people.vaccination(0))
    ]
    assert rows[0].recorded_by == people.CLERK.name and rows[0].state is State.WAITING


def test_the_same_person_again_is_told_beside_the_dose(qtbot: QtBot, panel: FormPanel, store: Store) -> None:
    panel.set_draft(people.draft(0))
    with qtbot.waitSignal(panel.saved):
        _press(qtbot, *SAVE)
    panel.set_draft(people.draft(0))
    _press(qtbot, *SAVE)
    qtbot.waitUntil(lambda: "Already recorded at 11:32" in _box(panel, "dose").accessibleDescription())
    assert _box(panel, "dose").hasFocus()
    assert len(Browsing(store).day(people.GIVEN_ON)) == 1


def test_a_form_with_a_name_alone_names_every_field_that_is_needed(qtbot: QtBot, panel: FormPanel) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), "Sunita Namoona")
    _press(qtbot, *SAVE)
    qtbot.waitUntil(lambda: bool(_box(panel, "mobile").accessibleDescription()))
    for name in ("gender", "birth_year", "mobile", "id_type", "id_number", "vaccine"):
        assert _box(panel, name).property("severity") == "error", name


def test_the_last_one_is_mended_by_keys_and_stays_one_row(qtbot: QtBot, panel: FormPanel, store: Store) -> None:
    panel.set_draft(people.draft(0))
    with qtbot.waitSignal(panel.saved):
        _press(qtbot, *SAVE)
    _press(qtbot, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: _box(panel, "name").text() == people.draft(0).name)
    qtbot.keyClicks(QApplication.focusWidget(), "Mended Namoona")
    with qtbot.waitSignal(panel.saved):
        _press(qtbot, *SAVE)
    rows = Browsing(store).day(people.GIVEN_ON)
    assert [r.vaccination.beneficiary.name for r in rows] == ["Mended Namoona"]


def test_a_kept_draft_holds_no_full_aadhaar_on_disk(qtbot: QtBot, panel: FormPanel, store: Store) -> None:
    drafts = Drafts(store, FakeClock())
    panel.set_draft(Draft(name="Sunita", id_type="aadhaar", id_number="234123412346", remarks="234123412346"))
    qtbot.waitUntil(lambda: drafts.kept() is not None, timeout=5000)
    kept = drafts.kept()
    assert kept is not None and kept.by == people.CLERK.name
    assert kept.draft.name == "Sunita" and kept.draft.id_number == "2346"
    assert "23412341" not in kept.draft.remarks
