# SPDX-License-Identifier: MIT
"""What a scan does in the whole window, wherever the cursor stands, and what Ctrl+P does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import codes, people
from tests.support.fake_desk import FakeDesk, row, rows
from tests.support.typing_scanner import Keyboard
from ui.background import Background
from ui.main_window import MainWindow
from ui.widgets.box import Box
from ui.workplace import Workplace
from vaxdesk.domain.found import Found, FoundKind
from vaxdesk.domain.upload import State
from vaxdesk.scanning import slip_code

REFERENCE = "90000000000000"
CARD = codes.secure_qr(picture=b"")


@pytest.fixture
def window(qtbot: QtBot, desk: FakeDesk, background: Background, tmp_path: Path) -> Iterator[MainWindow]:
    desk.folder = tmp_path
    desk.rows += [*rows(confirmed=1, waiting=1), row(36, State.WAITING, receipt_no="037-0")]
    made = MainWindow(desk, background, people.CLERK)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made._leaving = True
    made.close()


@pytest.fixture
def place(window: MainWindow) -> Workplace:
    made = window.workplace()
    assert made is not None
    return made


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard()


def focus(place: Workplace, name: str) -> Box:
    box = place.form._sheet.box(name)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert box.hasFocus()
    return box


def test_an_aadhaar_card_fills_the_form_from_every_place(place: Workplace, keyboard: Keyboard) -> None:
    for where in ("record", "register", "observation", "sheet", "exchanges", "help"):
        place.go(where)
        keyboard.scan(CARD + "\n")
        draft = place.form.draft()
        assert place.place() == "record"
        assert (draft.name, draft.gender, draft.birth_year) == ("Sunita Namoona", "female", "1985")
        assert (draft.id_type, draft.id_number) == ("aadhaar", "8606")
        assert place.status.answered() == "Aadhaar read: Sunita Namoona, 1985. Only the last four digits are kept."
        place.form.start_blank()


def test_an_aadhaar_card_leaves_no_digit_in_the_field_it_landed_in(place: Workplace, keyboard: Keyboard) -> None:
    number = codes.aadhaar_number(5)
    for field in ("name", "gender", "birth_year", "mobile", "id_number", "remarks"):
        focus(place, field)
        keyboard.scan(codes.letter(5) + "\n")
        draft = place.form.draft()
        assert (draft.name, draft.id_number) == ("Sunita Namoona", number[-4:])
        assert (draft.mobile, draft.remarks) == ("", "")
        assert number[:8] not in repr(draft)
        place.form.start_blank()


def test_an_aadhaar_card_overwrites_no_saved_vaccination(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, keyboard: Keyboard
) -> None:
    place.open(desk.rows[1].client_ref)
    qtbot.waitUntil(place.form.is_correcting)
    before = place.form.draft()
    keyboard.scan(CARD + "\n")
    assert place.form.draft() == before
    assert "Nothing was filled in" in place.status.answered()
    assert "Leave this correction" in place.form._asking.text()


def test_an_aadhaar_card_that_fills_nothing_is_not_told_as_filled(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, record = threading.Event(), desk.register.record
    monkeypatch.setattr(desk.register, "record", lambda draft, by: record(draft, by) if go_on.wait(10) else None)
    place.form.set_draft(people.draft(1))
    place.form.save()
    keyboard.scan(CARD + "\n")
    told = "Aadhaar read: Sunita Namoona. Nothing was filled in: the form says what it waits for."
    assert place.status.answered() == told
    with qtbot.waitSignal(place.form.saved):
        go_on.set()
    place.form.set_draft(people.draft(2))
    keyboard.scan(CARD + "\n")
    assert place.status.answered() == told and "Replace it?" in place.form._asking.text()


def test_a_slip_opens_its_person_with_one_line_of_their_story(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, keyboard: Keyboard
) -> None:
    keyboard.scan(slip_code.write("037-0", desk.rows[2].client_ref) + "\n")
    qtbot.waitUntil(lambda: place.slip.client_ref() == desk.rows[2].client_ref)
    assert place.place() == "slip"
    assert "recorded by Clerk Kalpit" in place.slip._card.texts()[3]


def test_a_slip_of_another_desk_changes_nothing(qtbot: QtBot, place: Workplace, keyboard: Keyboard) -> None:
    keyboard.scan("VD1:037-0:FFFFFFFF\n")
    qtbot.waitUntil(lambda: "037-0 was not printed at this desk" in place.status.answered())
    assert place.place() == "record"


def test_a_reference_of_the_portal_opens_the_story(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, keyboard: Keyboard
) -> None:
    keyboard.scan(REFERENCE + "\n")
    qtbot.waitUntil(lambda: place.slip.client_ref() == desk.rows[0].client_ref)
    assert place.place() == "slip"


def test_a_reference_on_the_expected_list_fills_the_form(
    qtbot: QtBot, desk: FakeDesk, place: Workplace, keyboard: Keyboard
) -> None:
    expected = Found(
        FoundKind.EXPECTED, 7, "Geeta Kalpit", mobile="12345678901234", portal_ref="12345678901234", expected_id=7
    )  # the stand-in finds by the end of a mobile
    desk.finding.people.append(expected)
    keyboard.scan("12345678901234\n")
    qtbot.waitUntil(lambda: place.form.draft().name == "Geeta Kalpit")
    assert place.status.answered() == "On the expected list: Geeta Kalpit. What the list says is filled in."
    assert place.place() == "record"


def test_a_vials_bar_code_fills_the_batch_where_the_cursor_stands_in_it(place: Workplace, keyboard: Keyboard) -> None:
    code = "(01)08901234567894(17)210731(10)4120Z005\n"
    focus(place, "mobile")
    keyboard.scan(code)
    assert not place.form.draft().batch
    assert place.status.answered() == (
        "Bar code of batch 4120Z005, which expires on 31-07-2021. To fill it in, scan it in the field Batch."
    )
    focus(place, "batch")
    keyboard.scan(code)
    assert place.form.draft().batch == "4120Z005"
    assert place.status.answered() == "Batch 4120Z005 read; it expires on 31-07-2021."


def test_a_damaged_card_says_so_and_fills_nothing(place: Workplace, keyboard: Keyboard) -> None:
    before = place.form.draft()
    keyboard.scan(CARD[:-40] + "\n")
    assert place.form.draft() == before
    assert place.status.answered() == (
        "This Aadhaar code could not be read. Scan it again, or type the name. Nothing was changed."
    )


def test_an_unknown_code_stands_in_the_field_and_that_is_said(place: Workplace, keyboard: Keyboard) -> None:
    focus(place, "remarks")
    keyboard.scan("https://namoona.example/" + "x" * 60 + "\n")
    assert place.form.draft().remarks == "https://namoona.example/" + "x" * 60
    assert place.status.answered() == "This code is none that VaxDesk knows. It stands where the cursor is."


def test_a_name_typed_by_fingers_is_a_name(place: Workplace, keyboard: Keyboard) -> None:
    focus(place, "name")
    keyboard.type("Sunita Namoona")
    assert place.form.draft().name == "Sunita Namoona"


def test_nothing_is_scanned_past_a_locked_desk(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    window = MainWindow(desk, background)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    Keyboard().scan(CARD + "\n")
    assert window.workplace() is None
    window._leaving = True
    window.close()


def press_slip_key(window: MainWindow) -> None:
    window.actions_by_name["slip"].trigger()


def test_ctrl_p_shows_the_slip_of_the_row_that_is_chosen(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow, place: Workplace
) -> None:
    place.go("register")
    qtbot.waitUntil(lambda: place.register._table.model().rowCount() == 3)
    place.register._table.selectRow(1)
    press_slip_key(window)
    qtbot.waitUntil(lambda: place.slip.client_ref() == desk.rows[1].client_ref)
    assert place.place() == "slip"


def test_ctrl_p_shows_the_slip_of_the_last_one_saved_and_again_prints_it(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow, place: Workplace
) -> None:
    desk.register.record(people.draft(3), people.CLERK)
    press_slip_key(window)
    assert place.place() == "slip"
    qtbot.waitUntil(lambda: not place.slip._preview.image().isNull())
    assert place.slip.client_ref() == desk.rows[-1].client_ref
    press_slip_key(window)
    assert "No printer is set up" in place.slip._strip.text()


def test_ctrl_p_says_when_there_is_nothing_yet_and_the_cursor_stays_where_it_was(
    qtbot: QtBot, window: MainWindow, place: Workplace
) -> None:
    box = focus(place, "mobile")
    qtbot.keyClicks(box, "98765")
    press_slip_key(window)
    qtbot.waitUntil(lambda: "Nothing was saved at this desk yet" in place.status.answered())
    assert place.place() == "record"
    qtbot.keyClicks(QApplication.focusWidget(), "43210")
    assert place.form.draft().mobile == "9876543210"


def test_ctrl_p_takes_the_one_that_stands_open_for_correction(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow, place: Workplace
) -> None:
    desk.register.record(people.draft(3), people.CLERK)
    place.open(desk.rows[1].client_ref)
    qtbot.waitUntil(place.form.is_correcting)
    press_slip_key(window)
    qtbot.waitUntil(lambda: place.slip.client_ref() == desk.rows[1].client_ref)


def test_a_slow_slip_takes_nobody_away_from_their_typing(
    qtbot: QtBot, desk: FakeDesk, window: MainWindow, place: Workplace
) -> None:
    free, of = threading.Event(), desk.stories.of
    desk.stories.of = lambda client_ref: of(client_ref) if free.wait(10) else None  # type: ignore[method-assign]
    desk.register.record(people.draft(3), people.CLERK)
    press_slip_key(window)
    assert (place.place(), place.slip._card.texts()[0]) == ("slip", "…")
    place.go("record")
    box = focus(place, "name")
    qtbot.keyClicks(box, "Kamla")
    with qtbot.waitSignal(place.slip.shown):
        free.set()
    qtbot.waitUntil(lambda: not place.slip._preview.image().isNull())
    assert place.place() == "record"
    assert QApplication.focusWidget() is box
