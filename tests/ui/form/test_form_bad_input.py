# SPDX-License-Identifier: MIT
"""What happens on a bad day at the keyboard: pasted rows, keys that stick, keys pressed twice."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.support.typed_form import TypedForm
from ui.form import pasting
from vaxdesk.domain.problem import Problem
from vaxdesk.services.day import DoubtedDay

CONTROL = Qt.KeyboardModifier.ControlModifier
ROW = "Sunita Namoona\tF\t1984\t9900000042\t2341 2341 2346\tHCW\tWard 7/B"


def _paste(form: TypedForm, text: str) -> None:
    QApplication.clipboard().setText(text)
    form.press(Qt.Key.Key_V, CONTROL)


def test_a_pasted_row_is_spread_over_the_fields_once_somebody_says_so(form: TypedForm) -> None:
    _paste(form, ROW)
    assert form.draft().name == ""
    assert "A whole row was pasted" in form.strips() and "left out" in form.strips()
    form.press(Qt.Key.Key_Left, settle=False)
    form.press(Qt.Key.Key_Return)
    draft = form.draft()
    assert (draft.name, draft.gender, draft.birth_year, draft.mobile) == (
        "Sunita Namoona", "female", "1984", "9900000042",
    )  # fmt: skip
    assert (draft.id_type, draft.id_number, draft.category) == ("aadhaar", "2346", "hcw")


def test_a_pasted_row_that_is_not_wanted_leaves_everything_as_it_was(form: TypedForm) -> None:
    form.keys("Kavita")
    _paste(form, ROW.replace("\t", ","))
    assert form.draft().name == "Kavita"
    form.press(Qt.Key.Key_Escape)
    assert form.draft().name == "Kavita" and form.focused() == "name" and form.strips() == ""


@pytest.mark.parametrize("text", [f"{ROW}\n{ROW}", "1\t2\t3\t4", "a,b,c,d,e,f"])
def test_what_is_no_row_of_one_person_is_refused_in_a_sentence(form: TypedForm, text: str) -> None:
    _paste(form, text)
    assert "nothing was filled in" in form.strips() and form.draft().name == ""


def test_one_cell_and_an_address_are_pasted_as_ever(form: TypedForm) -> None:
    _paste(form, "Sunita Namoona")
    assert form.draft().name == "Sunita Namoona"
    form.go_to("facility")
    _paste(form, "Ward 3, Block B, Karnal")
    assert form.draft().facility == "Ward 3, Block B, Karnal" and form.strips() == ""


def test_a_row_holds_no_more_of_an_aadhaar_than_its_last_four() -> None:
    assert "2341234" not in str(pasting.read(ROW)).replace(" ", "")


def test_a_key_that_sticks_writes_itself_four_times_and_no_more(form: TypedForm) -> None:
    form.keys("S")
    for _ in range(50):
        form.hold(Qt.Key.Key_U, "u")
    assert form.draft().name == "Suuuu"
    form.keys("n")
    assert form.draft().name == "Suuuun"


def test_ctrl_s_twice_and_held_saves_one(form: TypedForm) -> None:
    gate = threading.Event()
    form.desk.register.rule = lambda draft: (Problem("name", "missing"),) * (not gate.wait(10))
    form.keys("Sunita")
    form.press(Qt.Key.Key_S, CONTROL, settle=False)
    form.press(Qt.Key.Key_S, CONTROL, settle=False)
    gate.set()
    form.settle()
    assert [draft.name for draft, _ in form.desk.register.recorded] == ["Sunita"]


def test_a_clock_wrong_by_a_year_is_asked_about_once_in_words(form: TypedForm) -> None:
    form.desk.day.doubt = DoubtedDay(date(2022, 5, 16), date(2021, 1, 16))
    form.panel.hide()
    form.panel = form.new_panel()
    assert "today is Monday 16 May 2022" in form.strips() and "Saturday 16 January 2021" in form.strips()
    assert form.panel.is_busy() and form.desk.day.vouched == []
    form.press(Qt.Key.Key_Return)
    assert form.desk.day.vouched == [date(2022, 5, 16)] and form.strips() == "" and form.focused() == "name"
    form.panel.hide()
    form.panel = form.new_panel()
    assert form.strips() == ""


def test_a_date_that_is_denied_is_filled_in_for_nobody(form: TypedForm) -> None:
    form.desk.day.doubt = DoubtedDay(date(2022, 5, 16), date(2021, 1, 16))
    form.panel.hide()
    form.panel = form.new_panel()
    form.press(Qt.Key.Key_Tab, settle=False)
    form.press(Qt.Key.Key_Return)
    assert "Set the date of the computer" in form.strips()
    assert form.draft().given_on == "" and form.desk.day.vouched == []


def test_pins_of_this_day_come_back_with_the_form(form: TypedForm) -> None:
    form.go_to("category")
    form.press(Qt.Key.Key_D, CONTROL)
    form.panel.hide()
    form.panel = form.new_panel()
    assert form.box("category").property("pinned") is True


def test_a_clerk_who_takes_over_a_half_typed_form_loses_nothing_and_is_told_whose_it_is(form: TypedForm) -> None:
    form.keys("Sunita")
    carried = form.draft()
    form.panel.hide()
    form.panel = form.new_panel()
    form.panel.set_draft(carried, typed_by="Clerk Kalpit")
    assert "Half typed by Clerk Kalpit: Sunita" in form.strips()
    assert form.draft().name == "Sunita" and form.draft().given_at == "11:32" and form.panel.has_typing()
    form.save()
    assert form.strips() == "" and form.desk.register.recorded[0][0].name == "Sunita"
