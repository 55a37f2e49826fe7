# SPDX-License-Identifier: MIT
"""The slip's page: the story beside the picture, printed or written in the background, each time noted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support import people
from tests.support.fake_desk import FakeDesk, row, rows
from ui.background import Background
from ui.printing import slip as drawn
from ui.printing.content import Content
from ui.printing.panel import SlipPanel
from vaxdesk.domain.slip import Paper
from vaxdesk.domain.upload import State
from vaxdesk.errors import StoreError


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, background: Background) -> SlipPanel:
    desk.rows += rows(confirmed=1, waiting=1, void=1)
    made = SlipPanel(desk.stories, desk.slips, background, people.CLERK, desk.clock, printers=tuple)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def show(qtbot: QtBot, panel: SlipPanel, client_ref: str) -> None:
    with qtbot.waitSignal(panel.shown):
        panel.show_of(client_ref)
    if panel._slip is not None:
        qtbot.waitUntil(lambda: not panel._preview.image().isNull())


class Slow:
    """Lets the pictures of one person wait until they are let go."""

    def __init__(self, name: str, real: Callable[..., QImage]) -> None:
        self.name, self.real = name, real
        self.free = threading.Event()
        self.drawn = threading.Event()

    def __call__(self, said: Content, paper: Paper, px: int) -> QImage:
        if self.name not in str(said):
            return self.real(said, paper, px)
        assert self.free.wait(10)
        self.drawn.set()
        return self.real(said, paper, px)


def test_a_story_stands_beside_the_picture(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    name, dose, state, story = panel._card.texts()
    assert (name, dose) == ("Asha Namoona", "1961 · receipt 001-1 · dose 1, Covishield")
    assert state == "✓ Portal has it (no. 90000000000000)"
    assert story == "16-01-2021: 09:01 recorded by Clerk Kalpit · 09:09 on the portal as 90000000000000"
    qtbot.waitUntil(lambda: not panel._preview.image().isNull())
    assert panel._preview.accessibleName() == "Slip 001-1"


def test_the_picture_of_somebody_else_that_comes_late_is_not_shown(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow("Asha Namoona", drawn.picture)
    monkeypatch.setattr(drawn, "picture", slow)
    with qtbot.waitSignal(panel.shown):
        panel.show_of(desk.rows[0].client_ref)
    show(qtbot, panel, desk.rows[1].client_ref)
    right = panel._preview.image()
    slow.free.set()
    assert background.finish(10_000)
    QApplication.processEvents()

    assert slow.drawn.is_set()
    assert panel._preview.image() is right
    assert panel._preview.accessibleName() == f"Slip {desk.rows[1].receipt_no}"


def test_nothing_is_printed_or_written_before_its_picture_stands_there(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow("Asha Namoona", drawn.picture)
    monkeypatch.setattr(drawn, "picture", slow)
    with qtbot.waitSignal(panel.shown):
        panel.show_of(desk.rows[0].client_ref)
    panel.print()
    panel.write()
    assert not panel._print.isEnabled()
    assert not panel._strip.text()
    assert not desk.slips.noted + desk.slips.written
    slow.free.set()
    qtbot.waitUntil(panel._print.isEnabled)


def test_of_two_that_were_asked_for_the_last_one_stands_there_however_late_the_first_comes(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, background: Background
) -> None:
    free, of, first = threading.Event(), desk.stories.of, desk.rows[0].client_ref
    desk.stories.of = lambda ref: of(ref) if ref != first or free.wait(10) else None  # type: ignore[method-assign]
    panel.show_of(first)
    assert panel._card.texts() == ("…", "", "", "")
    show(qtbot, panel, desk.rows[1].client_ref)
    free.set()
    assert background.finish(10_000)
    QApplication.processEvents()

    assert panel.client_ref() == desk.rows[1].client_ref
    assert panel._card.texts()[0] == desk.rows[1].vaccination.beneficiary.name


def test_a_second_enter_on_print_opens_nothing(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    desk.rows += rows(confirmed=1)
    panel = SlipPanel(desk.stories, desk.slips, background, people.CLERK, desk.clock, printers=lambda: ("Nakli",))
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    opened: list[str] = []
    panel.open_requested.connect(opened.append)
    panel.setFocus()
    show(qtbot, panel, desk.rows[0].client_ref)
    assert QApplication.focusWidget() is panel._print
    for _again in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel._strip.text()))
    assert (opened, len(desk.slips.noted)) == ([], 1)


def test_the_name_of_a_file_is_half_typed_until_it_is_written(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, tmp_path: Path
) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    assert not panel.is_half_typed()
    panel._file.set_value(str(tmp_path / "slip.pdf"))
    assert panel.is_half_typed()
    with qtbot.waitSignal(panel.told):
        panel.write()
    assert not panel.is_half_typed()


def test_no_mobile_and_no_id_stand_on_the_page(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    person, said = desk.rows[0].vaccination.beneficiary, " ".join(panel._card.texts())
    assert person.mobile not in said
    assert person.id_number not in said.replace(desk.rows[0].portal_ref, "")


def test_another_paper_is_another_picture(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    qtbot.waitUntil(lambda: not panel._preview.image().isNull())
    before = panel._preview.image()
    panel._paper.setCurrentIndex(1)
    qtbot.waitUntil(lambda: panel._preview.image() != before)


def test_a_pdf_is_written_where_it_is_asked_for_with_the_state_of_that_moment(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, tmp_path: Path
) -> None:
    waiting = desk.rows[1]
    show(qtbot, panel, waiting.client_ref)
    assert Path(panel._file.value()).name == f"VaxDesk_slip_{waiting.receipt_no}.pdf"
    panel._file.set_value(str(tmp_path / "slip.pdf"))
    panel._paper.setCurrentIndex(1)
    qtbot.waitUntil(panel._write.isEnabled)
    with qtbot.waitSignal(panel.told) as told:
        qtbot.mouseClick(panel._write, Qt.MouseButton.LeftButton)
    assert told.args == [f"The slip {waiting.receipt_no} was written to {tmp_path / 'slip.pdf'}."]
    assert desk.slips.written == [(waiting.client_ref, Paper.ROLL_80, tmp_path / "slip.pdf")]
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF-")
    assert panel._print.isEnabled()


def test_a_slip_is_written_as_often_as_is_wanted(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel, tmp_path: Path
) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    panel._file.set_value(str(tmp_path / "slip.pdf"))
    for _time in range(2):
        with qtbot.waitSignal(panel.told):
            panel.write()
    assert len(desk.slips.written) == 2


def test_without_a_printer_the_way_to_a_pdf_is_told(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    panel.print()
    assert panel._strip.text() == "No printer is set up on this computer. Write the slip as a PDF instead."
    assert not desk.slips.noted


def test_a_printer_that_fails_is_named_and_the_slip_stays(qtbot: QtBot, desk: FakeDesk, background: Background) -> None:
    desk.rows += rows(confirmed=1)
    panel = SlipPanel(
        desk.stories, desk.slips, background, people.CLERK, desk.clock, printers=lambda: ("Nakli Printer",)
    )
    qtbot.addWidget(panel)
    show(qtbot, panel, desk.rows[0].client_ref)
    panel.print()
    qtbot.waitUntil(lambda: bool(panel._strip.text()))
    assert "Nakli Printer" in panel._strip.text()
    assert desk.slips.noted == [(desk.rows[0].client_ref, Paper.A6, people.CLERK)]
    assert panel._print.isEnabled()


def test_a_disk_that_fails_prints_nothing_and_says_so(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[0].client_ref)
    desk.slips.fault = StoreError("disk_failed")
    panel.write()
    qtbot.waitUntil(lambda: bool(panel._strip.text()))
    assert not desk.slips.written


def test_what_was_cancelled_has_a_story_and_no_slip(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[2].client_ref)
    assert panel._card.texts()[2] == "⨯ Cancelled, kept on record: entered twice"
    assert panel._strip.text() == "This vaccination was cancelled, so there is no slip of it. Nothing was printed."
    assert not panel._print.isEnabled()
    assert panel._preview.image().isNull()


def test_the_vaccination_opens_in_the_form_from_here(qtbot: QtBot, desk: FakeDesk, panel: SlipPanel) -> None:
    show(qtbot, panel, desk.rows[1].client_ref)
    with qtbot.waitSignal(panel.open_requested) as opened:
        qtbot.keyClick(panel._open, Qt.Key.Key_Return)
    assert opened.args == [desk.rows[1].client_ref]


def test_a_receipt_number_opens_its_story_and_an_unknown_one_is_said(
    qtbot: QtBot, desk: FakeDesk, panel: SlipPanel
) -> None:
    desk.rows.append(row(36, State.WAITING, receipt_no="037-0"))
    with qtbot.waitSignal(panel.shown):
        panel.show_receipt("037-0")
    assert panel.client_ref() == desk.rows[-1].client_ref
    with qtbot.waitSignal(panel.told) as told:
        panel.show_receipt("038-8")
    assert told.args == ["Nobody recorded here has the number 038-8. To look in the expected list, press F3."]
