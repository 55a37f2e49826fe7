# SPDX-License-Identifier: MIT
"""Nothing that is recorded or typed goes without a question: corrections, double keys, slow saves, pins."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from tests.support import people
from tests.support.fake_desk import row
from tests.support.typed_form import TypedForm
from ui.form.fields import ORDER
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.domain.upload import State
from vaxdesk.errors import DiskFull

CONTROL = Qt.KeyboardModifier.ControlModifier
SUNITA = Draft(name="Sunita Namoona", gender="female", birth_year="1984", mobile="9900000042", dose="1")
PAGE = {"centre": "MATHANA", "given_on": "12-01-2021", "page": "9", "line": "1"}
PASTED = "Sunita Namoona\t9900000042\t1984\tF"


def _correct(form: TypedForm, number: int = 0) -> Draft:
    done = row(number, State.WAITING)
    form.desk.rows.append(done)
    form.panel.open_for_correction(done.client_ref)
    form.settle()
    assert form.panel.is_correcting()
    return form.draft()


def _hold(form: TypedForm, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let every save wait for the event returned."""
    go_on, record = threading.Event(), form.desk.register.record

    def slow(draft: Draft, by: object) -> object:
        assert go_on.wait(10)
        return record(draft, people.CLERK)

    monkeypatch.setattr(form.desk.register, "record", slow)
    return go_on


def _leave(form: TypedForm) -> None:
    form.press(Qt.Key.Key_Left, settle=False)
    form.press(Qt.Key.Key_Return)


@pytest.mark.parametrize("how", ["walk-in", "scan", "paste", "page", "found"])
def test_nobody_new_goes_into_a_recorded_person_without_a_question(form: TypedForm, how: str) -> None:
    recorded = _correct(form)
    if how == "walk-in":
        form.panel.start_walk_in("Sunita Namoona")
    elif how == "scan":
        assert not form.panel.take_scan({"name": "Sunita Namoona"})
    elif how == "page":
        form.panel.take_line(PAGE)
    elif how == "found":
        assert not form.panel.fill(SUNITA)
    else:
        QApplication.clipboard().setText(PASTED)
        form.press(Qt.Key.Key_V, CONTROL)
    assert "Leave this correction" in form.strips() and form.draft() == recorded
    form.press(Qt.Key.Key_Return)
    assert form.strips() == "" and form.draft() == recorded and form.panel.is_correcting()


def test_whoever_leaves_the_correction_finds_the_new_person_in_a_form_of_their_own(form: TypedForm) -> None:
    _correct(form)
    form.panel.start_walk_in("Sunita Namoona")
    _leave(form)
    assert not form.panel.is_correcting() and form.draft().name == "Sunita Namoona" and form.draft().mobile == ""
    assert form.focused() == "gender"


def test_the_day_of_a_page_is_pinned_only_once_the_correction_is_left(form: TypedForm) -> None:
    _correct(form)
    form.panel.take_line(PAGE)
    form.press(Qt.Key.Key_Return)
    form.press(Qt.Key.Key_Escape)
    assert form.draft().given_on == "16-01-2021" and form.draft().page == ""
    _correct(form, 1)
    form.panel.take_line(PAGE)
    _leave(form)
    assert {name: getattr(form.draft(), name) for name in PAGE} == PAGE and not form.panel.is_correcting()


def test_who_can_only_be_read_is_replaced_by_nobody_recognised(form: TypedForm) -> None:
    going = row(0, State.DOUBTFUL)
    form.desk.rows.append(going)
    form.panel.open_for_correction(going.client_ref)
    form.settle()
    read = form.draft()
    form.panel.recognising.take(SUNITA)
    assert "Leave this correction" in form.strips() and form.draft() == read


def test_pins_typed_since_the_last_save_survive_a_fill_and_escape(form: TypedForm) -> None:
    for name, text in (("vaccine", "1"), ("batch", "B77"), ("vaccinator", "Sister Namoona")):
        form.type_into(name, text)
    assert form.panel.fill(SUNITA)
    pinned = (form.draft().vaccine, form.draft().batch, form.draft().vaccinator)
    assert pinned == ("COVISHIELD", "B77", "Sister Namoona")
    form.press(Qt.Key.Key_Escape)
    _leave(form)
    assert (form.draft().name, form.draft().batch) == ("", "B77")


def test_pins_of_a_draft_carried_over_are_no_typing_once_they_are_let_go(form: TypedForm) -> None:
    form.panel.set_draft(Draft(centre="LNJP", given_on="16-01-2021", dose="1", batch="B77"))
    form.go_to("batch")
    form.press(Qt.Key.Key_D, CONTROL)
    assert not form.panel.has_typing()


def test_f12_or_another_row_asks_before_a_change_to_a_correction_is_lost(form: TypedForm) -> None:
    form.keys("Sunita")
    form.save()
    form.press(Qt.Key.Key_F12)
    form.type_into("remarks", "came late")
    form.press(Qt.Key.Key_F12)
    assert "What was changed in it is not saved" in form.strips() and form.draft().remarks == "came late"
    form.press(Qt.Key.Key_Return)
    assert form.draft().remarks == "came late" and form.focused() == "remarks"
    other = row(7, State.WAITING)
    form.desk.rows.append(other)
    form.panel.open_for_correction(other.client_ref)
    form.settle()
    assert form.draft().name == "Sunita" and form.draft().remarks == "came late"
    _leave(form)
    assert form.draft().name == other.vaccination.beneficiary.name


def test_another_row_opens_at_once_where_nothing_was_changed(form: TypedForm) -> None:
    _correct(form)
    other = _correct(form, 7)
    assert form.strips() == "" and form.draft() == other


def test_no_row_is_opened_while_a_save_runs(form: TypedForm, monkeypatch: pytest.MonkeyPatch) -> None:
    form.desk.rows.append(row(0, State.WAITING))
    go_on = _hold(form, monkeypatch)
    form.keys("Sunita")
    form.press(Qt.Key.Key_S, CONTROL, settle=False)
    form.panel.open_for_correction(form.desk.rows[0].client_ref)
    assert "wait for the save" in form.words()
    form.panel.mend_last()
    go_on.set()
    form.settle()
    assert not form.panel.is_correcting() and form.draft().name == ""
    assert "Saved" in form.words() and "Corrected" not in form.words()
    assert [draft.name for draft, _by in form.desk.register.recorded] == ["Sunita"]


def test_a_row_that_arrives_after_a_save_began_is_not_shown(form: TypedForm, monkeypatch: pytest.MonkeyPatch) -> None:
    form.desk.rows.append(row(0, State.WAITING))
    fetched, open_row = threading.Event(), form.desk.register.open

    def slow(client_ref: str) -> object:
        assert fetched.wait(10)
        return open_row(client_ref)

    monkeypatch.setattr(form.desk.register, "open", slow)
    go_on = _hold(form, monkeypatch)
    form.keys("Sunita")
    form.panel.open_for_correction(form.desk.rows[0].client_ref)
    form.press(Qt.Key.Key_S, CONTROL, settle=False)
    fetched.set()
    form.qtbot.waitUntil(lambda: "wait for the save" in form.words())
    assert not form.panel.is_correcting()
    go_on.set()
    form.settle()
    assert form.desk.register.recorded[0][0].name == "Sunita" and form.draft().name == ""


def test_a_second_enter_replaces_and_clears_nothing(form: TypedForm) -> None:
    form.keys("Kavita")
    form.panel.fill(SUNITA)
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "Kavita" and form.strips() == "" and form.focused() == "name"
    form.press(Qt.Key.Key_Escape)
    form.press(Qt.Key.Key_Return)
    assert form.draft().name == "Kavita"
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Backtab):
        form.panel.fill(SUNITA)
        form.press(key, settle=False)
        assert form.button("Replace").hasFocus()
        form.press(Qt.Key.Key_Right, settle=False)
        assert form.button("Go on typing").hasFocus()
        form.press(Qt.Key.Key_Return)


def test_whoever_types_elsewhere_as_a_save_lands_types_on(form: TypedForm, monkeypatch: pytest.MonkeyPatch) -> None:
    page, search = QWidget(), QLineEdit()
    form.qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(search)
    column.addWidget(form.panel)
    page.show()
    page.activateWindow()
    form.qtbot.waitUntil(page.isActiveWindow)
    form.panel.setFocus()
    go_on = _hold(form, monkeypatch)
    form.keys("Sunita")
    form.press(Qt.Key.Key_S, CONTROL, settle=False)
    search.setFocus()
    form.keys("Kav")
    go_on.set()
    form.settle()
    form.keys("i")
    assert search.text() == "Kavi" and form.draft().name == ""
    form.panel.setParent(None)


def test_nothing_is_said_of_the_empty_fields_of_a_blank_form(form: TypedForm) -> None:
    form.desk.register.rule = lambda draft: tuple(
        Problem(name, "missing") for name in ("name", "mobile", "vaccine") if not getattr(draft, name)
    )
    form.press(Qt.Key.Key_Return)
    assert [name for name in ORDER if form.note(name)] == []
    form.type_into("mobile", "9")
    form.press(Qt.Key.Key_Return)
    form.go_to("name")
    form.press(Qt.Key.Key_Return)
    assert form.note("name") and form.note("vaccine")
    form.go_to("mobile")
    form.press(Qt.Key.Key_Backspace)
    form.press(Qt.Key.Key_Return)
    assert [name for name in ORDER if form.note(name)] == []


def test_saving_a_blank_form_says_that_nobody_stands_there(form: TypedForm) -> None:
    form.desk.register.rule = lambda draft: (Problem("name", "missing"),)
    form.type_into("batch", "B77")
    form.save()
    assert "Nobody stands in the form." in form.words()
    assert form.note("name") == "" and form.desk.register.recorded == []
    form.desk.register.fault = DiskFull("disk_full")
    form.save()
    assert form.strips() == "", "nothing was asked of the disk"


def test_every_list_of_choices_is_read_whole_and_nothing_moves_for_it(form: TypedForm) -> None:
    places = {name: form.box(name).geometry() for name in ORDER}
    button = form.button("Save and next").geometry()
    hint = form.panel._foot._hint
    for name in ("sub_category", "category", "id_type", "no_id_why", "vaccine"):
        form.box(name).setFocus()
        assert hint.isVisible() and hint.text() == form.box(name).choices()
        assert hint.height() >= hint.heightForWidth(hint.width())
        assert hint.geometry().bottom() < form.panel._foot.mapTo(form.panel, form.button("Save and next").pos()).y()
        assert {each: form.box(each).geometry() for each in ORDER} == places
        assert form.button("Save and next").geometry() == button


def test_a_page_of_the_paper_register_ends_with_esc_on_its_blank_line(form: TypedForm) -> None:
    form.panel.set_draft(people.draft(1, page="7", line="12", given_on="15-01-2021"))
    form.panel.save()
    form.settle()
    assert (form.draft().page, form.draft().line, form.draft().given_on) == ("7", "13", "15-01-2021")
    form.panel.clear()
    form.settle()
    assert (form.draft().page, form.draft().line, form.draft().given_on) == ("", "", "16-01-2021")
