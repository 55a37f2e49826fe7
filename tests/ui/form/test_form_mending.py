# SPDX-License-Identifier: MIT
"""What keeps typing safe and lets it be mended: kept drafts, failures, corrections, clearing."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.support import people
from tests.support.fake_desk import row
from tests.support.typed_form import TypedForm, type_person
from ui.form.fields import ORDER
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.upload import State
from vaxdesk.errors import DiskFull
from vaxdesk.wording.errors import for_error


def test_a_half_typed_draft_is_kept_scrubbed_and_offered_again(form: TypedForm) -> None:
    form.keys("Sunita")
    form.type_into("id_type", "1")
    form.type_into("id_number", "234123412346")
    form.qtbot.waitUntil(lambda: form.desk.drafts.kept() is not None, timeout=5000)
    kept = form.desk.drafts.kept()
    assert kept.draft.name == "Sunita" and "23412341" not in "".join(map(str, (kept.draft.id_number,)))
    form.panel.hide()
    form.panel = form.new_panel()
    assert "Left unfinished at 16-01-2021 11:32" in form.strips() and "Sunita" in form.strips()
    assert form.box("name").isReadOnly()
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "Sunita" and form.strips() == ""
    assert form.focused() == "id_number" and not form.box("name").isReadOnly()
    form.keys("5")
    assert form.draft().id_number.endswith("65"), "the cursor goes on behind what was typed"


def test_nothing_is_said_of_empty_fields_while_a_draft_is_offered(form: TypedForm) -> None:
    assert form.focused() == "name"
    form.desk.drafts.keep(Draft(mobile="99000"), people.CLERK)
    form.panel._keeper.look()
    form.settle()
    form.settle()
    assert "Left unfinished" in form.strips() and form.focused() != "name"
    assert [form.note(name) for name in ORDER if form.note(name)] == []


def test_a_kept_draft_may_be_discarded(form: TypedForm) -> None:
    form.desk.drafts.keep(Draft(name="Sunita"), people.CLERK)
    form.panel = form.new_panel()
    form.press(Qt.Key.Key_Tab, settle=False)
    form.press(Qt.Key.Key_Return)
    assert form.desk.drafts.kept() is None
    assert form.draft().name == "" and form.focused() == "name"


def test_nothing_is_kept_once_it_is_saved(form: TypedForm) -> None:
    form.keys("Sunita")
    form.save()
    form.settle()
    assert form.desk.drafts.kept() is None


def test_f12_mends_the_last_saved_and_escape_comes_back_to_the_half_typed(form: TypedForm) -> None:
    form.keys("Sunita")
    form.save()
    form.keys("Kav")
    form.press(Qt.Key.Key_F12)
    assert form.box("name").text() == "Sunita"
    assert "Correcting Sunita" in form.words() and form.panel.is_correcting()
    form.press(Qt.Key.Key_Escape)
    assert form.draft().name == "Kav" and "Correcting" not in form.words()


def test_f12_says_when_nothing_was_saved_yet(form: TypedForm) -> None:
    form.press(Qt.Key.Key_F12)
    assert "Nothing was saved at this desk yet." in form.words()


def test_a_rejected_one_opens_with_the_portals_words_beside_its_field_and_goes_again(form: TypedForm) -> None:
    rejected = row(0, State.REJECTED)
    form.desk.rows.append(rejected)
    form.panel.open_for_correction(rejected.client_ref)
    form.settle()
    assert form.focused() == "mobile" and form.note("mobile")
    form.keys("9800000017")
    form.press(Qt.Key.Key_Tab)
    assert form.note("mobile") == ""


def test_a_correction_needs_its_reason_and_says_what_becomes_of_it(form: TypedForm) -> None:
    done = row(0, State.CONFIRMED)
    form.desk.rows.append(done)
    form.panel.open_for_correction(done.client_ref)
    form.settle()
    assert "keeps the old value" in form.words() and "raise with the portal" in form.words()
    form.keys("Asha Rani")
    form.save()
    assert form.desk.register.corrected == []
    assert QApplication.focusWidget().accessibleName() == "Reason of the correction"
    form.keys("misread the card")
    form.save()
    client_ref, draft, by, reason = form.desk.register.corrected[0]
    assert (client_ref, draft.name, by, reason) == (
        done.client_ref, "Asha Rani", people.CLERK, "misread the card",
    )  # fmt: skip
    assert "Corrected" in form.words() and form.draft().name == ""


def test_one_that_is_on_its_way_can_only_be_read(form: TypedForm) -> None:
    going = row(0, State.DOUBTFUL)
    form.desk.rows.append(going)
    form.panel.open_for_correction(going.client_ref)
    form.settle()
    assert all(form.box(name).isReadOnly() for name in ORDER)
    assert "locked until the portal's answer is known" in form.words()
    form.keys("x1")
    form.save()
    assert form.desk.register.corrected == []
    assert not form.panel.has_typing()


def test_a_store_failure_keeps_every_letter_and_says_so(form: TypedForm) -> None:
    type_person(form)
    typed = form.draft()
    form.desk.register.fault = DiskFull("disk_full")
    form.save()
    assert form.draft() == typed
    assert for_error(DiskFull("disk_full")) in form.strips()
    form.save()
    assert len(form.desk.register.recorded) == 1 and form.strips() == ""


def test_a_second_save_while_the_first_runs_does_nothing(form: TypedForm, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    record = form.desk.register.record

    def slow(draft: Draft, by: object) -> object:
        go_on.wait(10)
        return record(draft, people.CLERK)

    monkeypatch.setattr(form.desk.register, "record", slow)
    form.keys("Sunita")
    form.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, settle=False)
    assert form.button("Saving…") and form.draft().name == "Sunita"
    form.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, settle=False)
    form.press(Qt.Key.Key_Escape, settle=False)
    go_on.set()
    form.settle()
    assert len(form.desk.register.recorded) == 1
    assert form.button("Save and next").isEnabled()


def test_escape_clears_at_once_only_when_nothing_would_be_lost(form: TypedForm) -> None:
    form.type_into("vial", "L9")
    assert not form.panel.has_typing()
    form.press(Qt.Key.Key_Escape)
    assert form.draft().vial == "L9" and form.strips() == ""
    form.keys("Sunita")
    assert form.panel.has_typing()
    form.press(Qt.Key.Key_Escape)
    assert "not saved" in form.strips() and form.draft().name == "Sunita"
    form.press(Qt.Key.Key_Escape)
    assert form.strips() == "" and form.draft().name == "Sunita" and form.focused() == "name"
    form.press(Qt.Key.Key_Escape)
    form.press(Qt.Key.Key_Left, settle=False)
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "" and form.draft().vial == "L9"
