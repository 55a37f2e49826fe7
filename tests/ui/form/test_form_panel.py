# SPDX-License-Identifier: MIT
"""The form as a clerk uses it: keys only, a real window, a desk in memory."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.support import people
from tests.support.fake_desk import row
from tests.support.hindi_keys import commit_text
from tests.support.typed_form import TypedForm, type_person
from ui.form.fields import ORDER, PINNED
from ui.widgets.box import Box
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.domain.upload import State


def test_a_person_is_typed_to_saved_without_the_mouse(form: TypedForm) -> None:
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


def test_enter_goes_through_the_fields_in_the_order_of_the_table(form: TypedForm) -> None:
    seen = []
    filled = ("given_on", "centre", "dose1_on", "dose1_vaccine")
    for _ in range(len(ORDER) - len(filled)):
        seen.append(form.focused())
        form.press(Qt.Key.Key_Enter, settle=False)
    assert form.button("Save and next").hasFocus()
    assert seen == [name for name in ORDER if name not in filled]
    form.panel.setFocus()
    form.press(Qt.Key.Key_Tab, settle=False)
    form.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, settle=False)
    assert form.focused() == "name"


def test_first_dose_is_asked_for_only_with_a_second_one_and_nothing_moves(form: TypedForm) -> None:
    form.type_into("dose", "1")
    places = {name: form.box(name).geometry() for name in ORDER}
    assert not form.box("dose1_on").isVisible()
    form.keys("2")
    assert form.box("dose1_on").isVisible() and form.box("dose1_vaccine").isVisible()
    assert {name: form.box(name).geometry() for name in ORDER} == places
    form.type_into("dose1_on", "10-12-2020")
    form.type_into("dose", "1")
    assert form.draft().dose1_on == ""


def test_what_is_pinned_stays_for_the_next_person_and_the_register_line_goes_on(form: TypedForm) -> None:
    type_person(form)
    form.save()
    assert form.draft() == Draft(
        centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", vial="L7", vaccinator="Prabha Devi",
        given_on="16-01-2021", page="3", line="8", dose="1",
    )  # fmt: skip
    assert all(form.box(name).property("pinned") is (name in PINNED) for name in ORDER)


def test_the_time_is_now_at_the_first_key_of_a_person_and_only_today(form: TypedForm) -> None:
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


def test_a_time_that_was_typed_is_never_overridden(form: TypedForm) -> None:
    form.type_into("given_at", "10:05")
    form.type_into("remarks", "from the slip")
    assert form.draft().given_at == "10:05"


def test_a_desk_left_on_overnight_dates_the_morning_today(form: TypedForm) -> None:
    form.desk.clock.forward(days=1)
    form.keys("S")
    assert form.draft().given_on == "17-01-2021"
    assert form.draft().given_at == "11:32"


def test_all_problems_stand_beside_their_fields_at_save_and_the_first_has_the_focus(form: TypedForm) -> None:
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


def test_while_typing_only_fields_that_were_left_are_checked(form: TypedForm) -> None:
    form.desk.register.rule = lambda draft: (Problem("name", "missing"), Problem("mobile", "missing"))
    form.keys("S")
    form.press(Qt.Key.Key_Return)
    assert form.note("name") and not form.note("mobile")


def test_an_answer_about_older_text_is_dropped(form: TypedForm) -> None:
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


def test_a_full_aadhaar_is_cut_to_its_last_four_on_leaving_the_field(form: TypedForm) -> None:
    form.type_into("id_type", "1")
    form.type_into("id_number", "2341 2341 2346")
    form.press(Qt.Key.Key_Tab)
    assert form.box("id_number").text() == "2346"
    assert not form.box("id_number").isUndoAvailable()


def test_an_aadhaar_in_another_field_is_hidden_too_and_ctrl_s_cuts_first(form: TypedForm) -> None:
    form.type_into("name", "Sunita")
    form.type_into("remarks", "card 234123412346")
    form.save()
    draft, _ = form.desk.register.recorded[0]
    assert draft.remarks == "card XXXX XXXX 2346"


def test_half_an_aadhaar_stays_to_be_mended(form: TypedForm) -> None:
    form.type_into("id_type", "1")
    form.type_into("id_number", "23412341234")
    form.press(Qt.Key.Key_Tab)
    assert form.box("id_number").text() == "23412341234"


def test_the_read_back_strip_hears_name_mobile_and_when_the_next_dose_is_due(form: TypedForm) -> None:
    heard: list[tuple[str, str, str]] = []
    pinned: list[str] = []
    form.panel.person_changed.connect(lambda *words: heard.append(words))
    form.panel.pinned_changed.connect(pinned.append)
    type_person(form)
    assert heard[-1] == ("Sunita Devi", "98765 43210", "First dose · next due from 13 February")
    assert pinned[-1] == "COVISHIELD · 4120Z005 · L7"


def test_hindi_comes_in_by_an_input_method(form: TypedForm) -> None:
    commit_text(form.box("name"), "सुनीता देवी")
    form.save()
    assert form.desk.register.recorded[0][0].name == "सुनीता देवी"


def test_every_label_is_plain_text_and_every_box_has_a_name(form: TypedForm) -> None:
    done = replace(row(0, State.REJECTED), last_words="<b>bold</b>")
    form.desk.rows.append(done)
    form.panel.open_for_correction(done.client_ref)
    form.settle()
    labels = form.panel.findChildren(QLabel)
    assert labels and all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert all(box.accessibleName() for box in form.panel.findChildren(Box))


def test_the_form_fits_beside_navigation_and_side_column_at_1366_by_768(form: TypedForm) -> None:
    assert form.panel.findChild(QWidget, "line").visibleRegion().boundingRect().height() == 36
    assert form.panel.findChild(QWidget, "remarks").visibleRegion().boundingRect().height() == 36
    assert form.panel.minimumSizeHint().width() <= 890


def test_the_choices_of_a_list_stand_in_the_foot_while_one_is_made(form: TypedForm) -> None:
    form.go_to("gender")
    assert "1 " in form.words() and "3 " in form.words()
    shown = next(o for o in form.panel.findChildren(QObject) if getattr(o, "text", lambda: "")().startswith("1 "))
    assert shown


def test_a_minute_passes_between_two_people(form: TypedForm) -> None:
    form.keys("Sunita")
    form.save()
    form.desk.clock.moment += timedelta(minutes=1)
    form.keys("Kavita")
    assert form.draft().given_at == "11:33"


def test_the_next_blank_says_nothing_of_the_field_that_was_left_by_saving(form: TypedForm) -> None:
    form.desk.register.rule = lambda draft: () if draft.mobile else (Problem("mobile", "missing"),)
    form.type_into("mobile", "9900000001")
    form.save()
    assert form.desk.register.recorded and form.focused() == "name"
    assert [form.note(name) for name in ORDER if form.note(name)] == []


def test_what_stands_in_a_field_that_is_entered_by_key_is_replaced_by_typing(form: TypedForm) -> None:
    form.type_into("page", "7")
    form.type_into("line", "12")
    form.press(Qt.Key.Key_Backtab, settle=False)
    form.keys("8")
    form.press(Qt.Key.Key_Return, settle=False)
    form.keys("13")
    assert (form.draft().page, form.draft().line) == ("8", "13")
