# SPDX-License-Identifier: MIT
"""The form as a clerk uses it: keys only, a real window, a desk in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row
from tests.support.hindi_keys import commit_text
from ui.background import Background
from ui.form.fields import ORDER, PINNED
from ui.form.panel import FormPanel
from ui.widgets.field import Box
from ui.widgets.strip import Strip
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.domain.upload import State
from vaxdesk.errors import DiskFull
from vaxdesk.wording.errors import for_error

PERSON_KEYS = (
    "Sunita Devi", "1", "1984", "9876543210", "1", "8606", "1", "2", "Namoona Hospital", "1", "3", "7",
)  # fmt: skip


class Desk:
    """The form, and the short words of the tests."""

    def __init__(self, qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
        self.qtbot, self.desk, self.background = qtbot, desk, background
        self.panel = self.new_panel()

    def new_panel(self) -> FormPanel:
        panel = FormPanel(
            self.desk.register,
            self.desk.drafts,
            self.background,
            people.CLERK,
            self.desk.settings,
            self.desk.reference,
            clock=self.desk.clock,
        )
        self.qtbot.addWidget(panel)
        panel.resize(890, 650)
        panel.show()
        panel.activateWindow()
        self.qtbot.waitUntil(panel.isActiveWindow)
        self.settle()
        if not any(strip.is_asking() for strip in panel.findChildren(Strip)):
            panel.setFocus()
        return panel

    def settle(self) -> None:
        """Let everything that runs in the background come to its end, and its answers arrive."""
        self.background.finish(10_000)
        QApplication.processEvents()
        self.background.finish(10_000)
        QApplication.processEvents()

    def box(self, name: str) -> Box:
        found = self.panel.findChild(Box, name)
        assert found is not None
        return found

    def focused(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def keys(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self.qtbot.keyClicks(focus, text)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, settle: bool = True
    ) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.panel, key, modifier)
        if settle:
            self.settle()

    def go_to(self, name: str) -> None:
        for _ in range(len(ORDER) + 4):
            if self.focused() == name:
                return
            self.press(Qt.Key.Key_Tab, settle=False)
        raise AssertionError(f"{name} is not in the focus order")

    def type_into(self, name: str, text: str) -> None:
        self.go_to(name)
        self.keys(text)

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def draft(self) -> Draft:
        return self.panel.draft()

    def note(self, name: str) -> str:
        return self.box(name).accessibleDescription()

    def strips(self) -> str:
        return "\n".join(strip.text() for strip in self.panel.findChildren(Strip) if strip.text())

    def words(self) -> str:
        return "\n".join(label.text() for label in self.panel.findChildren(QLabel) if label.isVisible())

    def button(self, words: str) -> QPushButton:
        return next(b for b in self.panel.findChildren(QPushButton) if b.isVisible() and words in b.text())


@pytest.fixture
def form(qtbot: QtBot, desk: FakeDesk, background: Background) -> Iterator[Desk]:
    made = Desk(qtbot, desk, background)
    yield made
    made.settle()


def type_person(form: Desk) -> None:
    for text in PERSON_KEYS:
        form.keys(text)
        form.press(Qt.Key.Key_Return, settle=False)
    form.keys("1")
    for name, text in (("vaccine", "1"), ("batch", "4120Z005"), ("vial", "L7"), ("vaccinator", "Prabha Devi")):
        form.type_into(name, text)


def test_a_person_is_typed_to_saved_without_the_mouse(form: Desk) -> None:
    with form.qtbot.waitSignal(form.panel.saved) as saved:
        type_person(form)
        form.save()
    draft, by = form.desk.register.recorded[0]
    assert by == people.CLERK
    assert draft == Draft(
        centre="LNJP", name="Sunita Devi", gender="female", birth_year="1984", mobile="9876543210",
        id_type="aadhaar", id_number="8606", category="hcw", sub_category="nurse_or_supervisor",
        facility="Namoona Hospital", comorbidity="no", dose="1", vaccine="COVISHIELD", batch="4120Z005", vial="L7",
        given_on="16-01-2021", given_at="11:32", vaccinator="Prabha Devi", page="3", line="7",
    )  # fmt: skip
    assert f"Saved 11:32 · Sunita Devi · {saved.args[0].receipt_no} · mend F12" in form.words()
    assert form.focused() == "name"


def test_enter_goes_through_the_fields_in_the_order_of_the_table(form: Desk) -> None:
    seen = []
    for _ in ORDER:
        seen.append(form.focused())
        form.press(Qt.Key.Key_Enter, settle=False)
    assert tuple(seen[:-2]) == tuple(name for name in ORDER if not name.startswith("dose1"))
    form.panel.setFocus()
    form.press(Qt.Key.Key_Tab, settle=False)
    form.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, settle=False)
    assert form.focused() == "name"


def test_first_dose_is_asked_for_only_with_a_second_one_and_nothing_moves(form: Desk) -> None:
    form.type_into("dose", "1")
    places = {name: form.box(name).geometry() for name in ORDER}
    assert not form.box("dose1_on").isVisible()
    form.keys("2")
    assert form.box("dose1_on").isVisible() and form.box("dose1_vaccine").isVisible()
    assert {name: form.box(name).geometry() for name in ORDER} == places
    form.type_into("dose1_on", "10-12-2020")
    form.type_into("dose", "1")
    assert form.draft().dose1_on == ""


def test_what_is_pinned_stays_for_the_next_person_and_the_register_line_goes_on(form: Desk) -> None:
    type_person(form)
    form.save()
    assert form.draft() == Draft(
        centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", vial="L7", vaccinator="Prabha Devi",
        given_on="16-01-2021", page="3", line="8",
    )  # fmt: skip
    assert all(form.box(name).property("pinned") is (name in PINNED) for name in ORDER)


def test_the_time_is_now_at_the_first_key_of_a_person_and_only_today(form: Desk) -> None:
    assert form.draft().given_at == ""
    form.keys("S")
    assert form.draft().given_at == "11:32"
    form.desk.clock.forward(minutes=9)
    form.keys("u")
    assert form.draft().given_at == "11:32"
    form.go_to("given_on")
    form.box("given_on").selectAll()
    form.keys("15-01-2021")
    assert form.draft().given_at == ""


def test_a_time_that_was_typed_is_never_overridden(form: Desk) -> None:
    form.type_into("given_at", "10:05")
    form.type_into("remarks", "from the slip")
    assert form.draft().given_at == "10:05"


def test_a_desk_left_on_overnight_dates_the_morning_today(form: Desk) -> None:
    form.desk.clock.forward(days=1)
    form.keys("S")
    assert form.draft().given_on == "17-01-2021"
    assert form.draft().given_at == "11:32"


def test_all_problems_stand_beside_their_fields_at_save_and_the_first_has_the_focus(form: Desk) -> None:
    form.desk.register.rule = lambda draft: (
        Problem("name", "gender_differs", Severity.NOTE),
        Problem("mobile", "mobile_length", params=(("count", "9"),)),
        Problem("batch", "missing"),
    )
    form.type_into("remarks", "here")
    form.save()
    assert form.focused() == "mobile"
    assert form.note("mobile") and form.note("batch") and form.note("name")
    assert form.box("mobile").property("severity") == "error"
    assert form.box("name").property("severity") == "note"
    assert form.draft().remarks == "here"
    assert form.desk.register.recorded == []


def test_while_typing_only_fields_that_were_left_are_checked(form: Desk) -> None:
    form.desk.register.rule = lambda draft: (Problem("name", "missing"), Problem("mobile", "missing"))
    form.press(Qt.Key.Key_Return)
    assert form.note("name") and not form.note("mobile")


def test_an_answer_about_older_text_is_dropped(form: Desk) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow(draft: Draft) -> tuple[Problem, ...]:
        if draft.name == "S":
            asked.set()
            go_on.wait(10)
            return (Problem("name", "missing"),)
        return ()

    form.desk.register.rule = slow
    form.keys("S")
    form.press(Qt.Key.Key_Tab, settle=False)
    assert asked.wait(10)
    form.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, settle=False)
    form.box("name").end(False)
    form.keys("unita")
    form.press(Qt.Key.Key_Tab, settle=False)
    go_on.set()
    form.settle()
    assert form.note("name") == ""


def test_a_full_aadhaar_is_cut_to_its_last_four_on_leaving_the_field(form: Desk) -> None:
    form.type_into("id_type", "1")
    form.type_into("id_number", "2341 2341 2346")
    form.press(Qt.Key.Key_Tab)
    assert form.box("id_number").text() == "2346"
    assert not form.box("id_number").isUndoAvailable()


def test_an_aadhaar_in_another_field_is_hidden_too_and_ctrl_s_cuts_first(form: Desk) -> None:
    form.type_into("name", "Sunita")
    form.type_into("remarks", "card 234123412346")
    form.save()
    draft, _ = form.desk.register.recorded[0]
    assert draft.remarks == "card XXXX XXXX 2346"


def test_half_an_aadhaar_stays_to_be_mended(form: Desk) -> None:
    form.type_into("id_type", "1")
    form.type_into("id_number", "23412341234")
    form.press(Qt.Key.Key_Tab)
    assert form.box("id_number").text() == "23412341234"


def test_a_half_typed_draft_is_kept_scrubbed_and_offered_again(form: Desk) -> None:
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


def test_a_kept_draft_may_be_discarded(form: Desk) -> None:
    form.desk.drafts.keep(Draft(name="Sunita"), people.CLERK)
    form.panel = form.new_panel()
    form.press(Qt.Key.Key_Tab, settle=False)
    form.press(Qt.Key.Key_Return)
    assert form.desk.drafts.kept() is None
    assert form.draft().name == "" and form.focused() == "name"


def test_nothing_is_kept_once_it_is_saved(form: Desk) -> None:
    form.keys("Sunita")
    form.save()
    form.settle()
    assert form.desk.drafts.kept() is None


def test_f12_mends_the_last_saved_and_escape_comes_back_to_the_half_typed(form: Desk) -> None:
    form.keys("Sunita")
    form.save()
    form.keys("Kav")
    form.press(Qt.Key.Key_F12)
    assert form.box("name").text() == "Sunita"
    assert "Correcting Sunita" in form.words() and form.panel.is_correcting()
    form.press(Qt.Key.Key_Escape)
    assert form.draft().name == "Kav" and "Correcting" not in form.words()


def test_f12_says_when_nothing_was_saved_yet(form: Desk) -> None:
    form.press(Qt.Key.Key_F12)
    assert "Nothing was saved at this desk yet." in form.words()


def test_a_rejected_one_opens_with_the_portals_words_beside_its_field_and_goes_again(form: Desk) -> None:
    rejected = row(0, State.REJECTED)
    form.desk.rows.append(rejected)
    form.panel.open_for_correction(rejected.client_ref)
    form.settle()
    assert form.focused() == "mobile" and form.note("mobile")
    form.keys("9800000017")
    form.press(Qt.Key.Key_Tab)
    assert form.note("mobile") == ""


def test_a_correction_needs_its_reason_and_says_what_becomes_of_it(form: Desk) -> None:
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


def test_one_that_is_on_its_way_can_only_be_read(form: Desk) -> None:
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


def test_a_store_failure_keeps_every_letter_and_says_so(form: Desk) -> None:
    type_person(form)
    typed = form.draft()
    form.desk.register.fault = DiskFull("disk_full")
    form.save()
    assert form.draft() == typed
    assert for_error(DiskFull("disk_full")) in form.strips()
    form.save()
    assert len(form.desk.register.recorded) == 1 and form.strips() == ""


def test_a_second_save_while_the_first_runs_does_nothing(form: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_escape_clears_at_once_only_when_nothing_would_be_lost(form: Desk) -> None:
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
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "" and form.draft().vial == "L9"


def test_the_read_back_strip_hears_name_mobile_and_when_the_next_dose_is_due(form: Desk) -> None:
    heard: list[tuple[str, str, str]] = []
    pinned: list[str] = []
    form.panel.person_changed.connect(lambda *words: heard.append(words))
    form.panel.pinned_changed.connect(pinned.append)
    type_person(form)
    assert heard[-1] == ("Sunita Devi", "98765 43210", "First dose · next due from 13 February")
    assert pinned[-1] == "COVISHIELD · 4120Z005 · L7"


def test_hindi_comes_in_by_an_input_method(form: Desk) -> None:
    commit_text(form.box("name"), "सुनीता देवी")
    form.save()
    assert form.desk.register.recorded[0][0].name == "सुनीता देवी"


def test_every_label_is_plain_text_and_every_box_has_a_name(form: Desk) -> None:
    done = replace(row(0, State.REJECTED), last_words="<b>bold</b>")
    form.desk.rows.append(done)
    form.panel.open_for_correction(done.client_ref)
    form.settle()
    labels = form.panel.findChildren(QLabel)
    assert labels and all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert all(box.accessibleName() for box in form.panel.findChildren(Box))


def test_the_form_fits_beside_navigation_and_side_column_at_1366_by_768(form: Desk) -> None:
    assert form.panel.findChild(QWidget, "line").visibleRegion().boundingRect().height() == 36
    assert form.panel.findChild(QWidget, "remarks").visibleRegion().boundingRect().height() == 36
    assert form.panel.minimumSizeHint().width() <= 890


def test_the_choices_of_a_list_stand_in_the_foot_while_one_is_made(form: Desk) -> None:
    form.go_to("gender")
    assert "1 " in form.words() and "3 " in form.words()
    shown = next(o for o in form.panel.findChildren(QObject) if getattr(o, "text", lambda: "")().startswith("1 "))
    assert shown


def test_a_minute_passes_between_two_people(form: Desk) -> None:
    form.keys("Sunita")
    form.save()
    form.desk.clock.moment += timedelta(minutes=1)
    form.keys("Kavita")
    assert form.draft().given_at == "11:33"
