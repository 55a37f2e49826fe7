# SPDX-License-Identifier: MIT
"""The form filled from outside the keyboard: a person found, a scan, a vial, a walk-in; and what stays pinned."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support import people
from tests.support.typed_form import TypedForm, type_person
from ui.form.fields import NEEDED
from vaxdesk import validation
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem

CONTROL = Qt.KeyboardModifier.ControlModifier
SUNITA = Draft(
    name="Sunita Namoona", gender="female", birth_year="1984", mobile="9900000042", id_type="aadhaar",
    id_number="8606", category="hcw", facility="Namoona Hospital", dose="1",
)  # fmt: skip
VIAL = {"vaccine": "COVISHIELD", "batch": "4120Z005", "vial": "L7", "vial_opened_at": "11:00"}


def _pin_the_day(form: TypedForm) -> None:
    form.panel.pin({**VIAL, "vaccinator": "Prabha Devi"})


def test_what_is_needed_is_what_the_rules_miss_in_an_empty_draft(form: TypedForm) -> None:
    context = validation.CheckContext(people.GIVEN_ON, None, ("LNJP",), form.desk.reference)
    missing = {p.field for p in validation.check(Draft(), context).problems if p.code == "missing"}
    assert missing == NEEDED


def test_a_person_found_fills_the_form_and_only_what_is_missing_is_stopped_at(form: TypedForm) -> None:
    _pin_the_day(form)
    form.panel.fill(Draft(name="Sunita Namoona", gender="female", mobile="9900000042", category="hcw", dose="1"))
    form.settle()
    assert form.focused() == "birth_year" and form.draft().given_at == "11:32"
    form.keys("1984")
    form.press(Qt.Key.Key_Return)
    assert form.focused() == "id_type"
    form.keys("1")
    form.press(Qt.Key.Key_Return)
    form.keys("8606")
    form.press(Qt.Key.Key_Return)
    assert form.button("Save and next").hasFocus()


def test_when_nothing_is_missing_a_double_enter_saves_nobody_unread(form: TypedForm) -> None:
    _pin_the_day(form)
    form.panel.fill(SUNITA)
    assert form.button("Save and next").hasFocus()
    form.press(Qt.Key.Key_Return)
    assert form.desk.register.recorded == []
    form.save()
    assert form.desk.register.recorded[0][0].name == "Sunita Namoona"


def test_a_half_typed_person_is_never_lost_by_filling(form: TypedForm) -> None:
    form.keys("Kavita")
    form.panel.fill(SUNITA)
    assert "replaces what is typed of Kavita" in form.strips() and form.draft().name == "Kavita"
    form.press(Qt.Key.Key_Escape)
    assert form.strips() == "" and form.draft().name == "Kavita" and form.focused() == "name"
    form.panel.fill(SUNITA)
    form.press(Qt.Key.Key_Left, settle=False)
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "Sunita Namoona" and form.draft().given_at == "11:32"


def test_the_beginning_of_the_same_name_is_no_loss(form: TypedForm) -> None:
    form.keys("sun")
    form.panel.fill(SUNITA)
    assert form.strips() == "" and form.draft().name == "Sunita Namoona"


def test_replacing_leaves_nothing_of_the_one_before(form: TypedForm) -> None:
    form.keys("Kavita")
    form.type_into("remarks", "came late")
    form.panel.fill(SUNITA)
    form.press(Qt.Key.Key_Left, settle=False)
    form.press(Qt.Key.Key_Return)
    assert form.draft().remarks == "" and form.draft().centre == "LNJP"


def test_a_scan_fills_its_fields_and_asks_before_it_overwrites(form: TypedForm) -> None:
    form.panel.take_scan({"name": "Sunita Namoona", "id_type": "aadhaar", "id_number": "8606", "nothing": "x"})
    assert form.draft().id_number == "8606" and form.focused() == "gender"
    form.panel.take_scan({"name": "Kavita Kalpit"})
    assert "Replace it?" in form.strips() and form.draft().name == "Sunita Namoona"


def test_a_scan_into_a_form_that_is_saving_changes_nothing(form: TypedForm) -> None:
    form.desk.drafts.keep(Draft(name="Kept"), people.CLERK)
    form.panel._keeper.look()
    form.settle()
    form.panel.take_scan({"name": "Kavita"})
    assert form.draft().name == "" and "Nothing was filled in" in form.words()


def test_a_vial_is_pinned_for_this_person_and_all_that_follow(form: TypedForm) -> None:
    form.keys("Sunita")
    form.panel.pin(VIAL)
    assert form.draft().batch == "4120Z005" and form.draft().name == "Sunita"
    form.save()
    assert form.draft().vial == "L7" and form.draft().vial_opened_at == "11:00"
    assert form.desk.register.recorded[0][0].vial == "L7"


def test_a_vial_opened_during_a_correction_leaves_the_correction_alone(form: TypedForm) -> None:
    form.keys("Sunita")
    form.save()
    form.panel.mend_last()
    form.settle()
    batch = form.draft().batch
    form.panel.pin({**VIAL, "batch": "OTHER1"})
    assert form.draft().batch == batch
    form.press(Qt.Key.Key_Escape)
    assert form.draft().batch == "OTHER1"


def test_ctrl_d_pins_a_field_and_lets_it_go(form: TypedForm) -> None:
    type_person(form)
    form.go_to("category")
    form.press(Qt.Key.Key_D, CONTROL)
    assert form.box("category").property("pinned") is True
    form.go_to("batch")
    form.press(Qt.Key.Key_D, CONTROL)
    form.save()
    assert form.draft().category == "hcw" and form.draft().batch == ""


def test_what_is_pinned_and_filled_is_not_stopped_at_but_can_be_reached(form: TypedForm) -> None:
    _pin_the_day(form)
    form.go_to("given_at")
    form.press(Qt.Key.Key_Return)
    assert form.focused() == "aefi"
    form.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert form.focused() == "centre"


def test_a_pinned_field_with_a_problem_is_stopped_at(form: TypedForm) -> None:
    _pin_the_day(form)
    form.desk.register.rule = lambda draft: (Problem("batch", "batch_expired", params=(("expires_on", "x"),)),)
    form.box("batch").setFocus()
    form.press(Qt.Key.Key_Tab)
    form.go_to("given_at")
    form.press(Qt.Key.Key_Return)
    assert form.focused() == "batch"


def test_a_walk_in_begins_with_what_was_typed_to_find_them(form: TypedForm) -> None:
    form.panel.start_walk_in("Sunita Namoona")
    assert form.draft().name == "Sunita Namoona" and form.focused() == "gender" and form.draft().dose == "1"
    form.panel.start_blank()
    form.panel.start_walk_in("99000 00042")
    assert form.draft().mobile == "9900000042" and form.focused() == "name"


def test_an_age_becomes_a_year_with_a_note_that_goes_when_it_is_mended(form: TypedForm) -> None:
    form.type_into("birth_year", "34")
    form.press(Qt.Key.Key_Return)
    assert form.draft().birth_year == "1987" and form.note("birth_year") == "34 years old: born about 1987."
    form.type_into("birth_year", "1986")
    form.press(Qt.Key.Key_Return)
    assert form.note("birth_year") == ""


def test_a_day_typed_short_is_written_out_on_leaving_and_before_saving(form: TypedForm) -> None:
    form.type_into("given_on", "15")
    form.press(Qt.Key.Key_Return)
    assert form.draft().given_on == "15-01-2021"
    form.type_into("name", "Sunita")
    form.type_into("given_on", "14-1")
    form.save()
    assert form.desk.register.recorded[0][0].given_on == "14-01-2021"


def test_a_key_held_down_runs_through_no_field(form: TypedForm) -> None:
    form.keys("S")
    for _ in range(30):
        form.hold(Qt.Key.Key_Return)
    assert form.focused() == "name" and form.desk.register.recorded == []


def test_without_a_usable_id_the_reason_stands_in_its_place(form: TypedForm) -> None:
    _pin_the_day(form)
    form.panel.start_walk_in("Sunita Namoona")
    for keys in ("1", "34", "9900000042", "", "", "1", "", "", "", ""):
        form.keys(keys)
        form.press(Qt.Key.Key_Return)
    assert form.focused() == "no_id_why"
    form.keys("1")
    assert form.draft().no_id_why == "not_brought"


def test_the_foot_says_what_few_keys_can_mean_where_the_cursor_is(form: TypedForm) -> None:
    form.go_to("birth_year")
    assert "34 becomes the year" in form.words()
    form.go_to("given_on")
    assert "160121" in form.words()
    form.go_to("id_number")
    assert "choose why" in form.words()
