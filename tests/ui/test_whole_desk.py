# SPDX-License-Identifier: MIT
"""The window over a real desk and a practice portal: import, upload, register, attention, mend, sheet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.support import desks, people
from ui.attention.conflict_card import ConflictCard
from ui.background import Background
from ui.main_window import MainWindow
from ui.workplace import Workplace
from vaxdesk.desk import Desk
from vaxdesk.portal.practice import PracticePortal

DATA = Path(__file__).resolve().parents[1] / "data"
REGISTER_DAY = date(2021, 1, 16)
WAIT_MS = 30_000


@pytest.fixture
def recording(qtbot: QtBot, background: Background, tmp_path: Path) -> Iterator[MainWindow]:
    """A desk that only records."""
    yield from _opened(qtbot, Desk(desks.make_folder(tmp_path / "desk")), background)


@pytest.fixture
def uploading(qtbot: QtBot, background: Background, tmp_path: Path) -> Iterator[MainWindow]:
    """A desk that uploads to a portal in a good mood."""
    portal = PracticePortal("calm", seed=1)
    folder = desks.make_folder(tmp_path / "desk", base_url=portal.start(), interval_s=0.1)
    yield from _opened(qtbot, Desk(folder), background)
    portal.stop()


def _opened(qtbot: QtBot, desk: Desk, background: Background) -> Iterator[MainWindow]:
    desk.hold()
    user = desk.sign_in(people.CLERK.name, desks.PASSWORD)
    window = MainWindow(desk, background, user)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window._leaving = True
    window.close()
    assert background.finish(WAIT_MS)
    desk.close()


def _place(window: MainWindow) -> Workplace:
    place = window.workplace()
    assert place is not None
    return place


def _column(panel: QWidget, at: int) -> list[str]:
    model = panel.findChild(QTableView).model()
    return [str(model.index(i, at).data() or "") for i in range(model.rowCount())]


def _bar_says(qtbot: QtBot, place: Workplace, words: str) -> None:
    qtbot.waitUntil(lambda: any(words in text for text in place.status.texts()), timeout=WAIT_MS)


def test_imported_day_is_what_the_register_shows_and_the_sheet_holds(
    qtbot: QtBot, recording: MainWindow, tmp_path: Path
) -> None:
    place = _place(recording)
    place.go("import")
    with qtbot.waitSignal(place.imports.imported, timeout=WAIT_MS) as imported:
        place.imports.start(Path(shutil.copy(DATA / "register-2021-01-16.csv", tmp_path)))
    assert (imported.args[0].read, imported.args[0].added) == (222, 222)

    place.go("register")
    qtbot.waitUntil(lambda: len(_column(place.register, 0)) == 222, timeout=WAIT_MS)
    assert set(_column(place.register, 5)) == {"● waiting"}
    _bar_says(qtbot, place, "222 recorded = 0 on the portal + 222 waiting")

    place.go("sheet")
    sheet = tmp_path / "sheet.csv"
    place.export._day.set_value("16-01-2021")
    place.export._kind.setCurrentIndex(1)
    place.export._file.set_value(str(sheet))
    place.export.write()
    qtbot.waitUntil(lambda: "222 rows written" in place.export._words.text(), timeout=WAIT_MS)
    assert len(sheet.read_text(encoding="utf-8-sig").splitlines()) >= 223


def test_bad_rows_are_named_and_none_goes_in(qtbot: QtBot, recording: MainWindow, tmp_path: Path) -> None:
    place = _place(recording)
    register, bad = (
        Path(shutil.copy(DATA / name, tmp_path)) for name in ("register-2021-01-16.csv", "register-problems.csv")
    )
    for file in (register, bad):
        with qtbot.waitSignal(place.imports.imported, timeout=WAIT_MS) as imported:
            place.imports.start(file)
    report = imported.args[0]
    assert (report.read, report.added, report.already_there, report.rows_with_errors) == (22, 0, 1, 21)
    assert "9 digits; a mobile has ten." in _column(place.imports, 4)
    assert (tmp_path / "register-problems_bad_rows.csv").is_file()


def test_a_refused_one_is_mended_from_attention_and_goes_again(qtbot: QtBot, uploading: MainWindow) -> None:
    place = _place(uploading)
    for n in range(5):
        uploading._desk.register.record(people.draft(n, mobile="9900099000"), people.CLERK)
    _bar_says(qtbot, place, "5 recorded = 4 on the portal + 1 to fix")
    qtbot.waitUntil(lambda: "1" in place.navigation.text("attention"), timeout=WAIT_MS)

    qtbot.keyClick(uploading, Qt.Key.Key_F6)
    assert place.attention._card.accessibleName().startswith("Mobile already used by too many people")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(place.form.is_correcting, timeout=WAIT_MS)
    focus = QApplication.focusWidget()
    assert focus.objectName() == "mobile"
    assert "Maximum 4 beneficiaries" in focus.accessibleDescription()

    qtbot.keyClicks(focus, "9900099001")
    with qtbot.waitSignal(place.form.saved, timeout=WAIT_MS):
        place.form.save()
    _bar_says(qtbot, place, "5 recorded = 5 on the portal")


def test_upload_now_says_once_what_the_pass_has_brought(qtbot: QtBot, uploading: MainWindow) -> None:
    place = _place(uploading)
    uploading._desk.sending.pause()
    for n in range(3):
        uploading._desk.register.record(people.draft(n), people.CLERK)
    _bar_says(qtbot, place, "3 recorded = 0 on the portal + 3 waiting")
    uploading._desk.sending.resume()
    place.upload.upload_now()
    qtbot.waitUntil(lambda: "sent" in place.status.answered() or "Nothing waits" in place.status.answered())
    _bar_says(qtbot, place, "3 recorded = 3 on the portal")


def test_every_exchange_of_an_upload_can_be_read_with_what_it_cost(qtbot: QtBot, uploading: MainWindow) -> None:
    place = _place(uploading)
    for n in range(3):
        uploading._desk.register.record(people.draft(n), people.CLERK)
    _bar_says(qtbot, place, "3 of 3 confirmed")
    qtbot.keyClick(uploading, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: "3 confirmed today:" in place.exchanges._sums.text(), timeout=WAIT_MS)
    assert "answered fine, 0 troubled." in place.exchanges._summary.text()
    assert {"look-up", "registration", "dose"} <= set(_column(place.exchanges, 3))
    assert "The portal has taken this dose." in _column(place.exchanges, 8)


def test_a_dose_that_the_portal_holds_otherwise_stands_beside_ours(
    qtbot: QtBot, uploading: MainWindow, tmp_path: Path
) -> None:
    place, url = _place(uploading), uploading._desk.settings.portal.base_url
    _upload_elsewhere(qtbot, desks.make_folder(tmp_path / "other", base_url=url, interval_s=0.1), "17-01-2021")
    uploading._desk.register.record(people.draft(1), people.CLERK)
    _bar_says(qtbot, place, "1 recorded = 0 on the portal + 1 to fix")
    qtbot.keyClick(uploading, Qt.Key.Key_F6)
    card = place.attention.findChild(ConflictCard)
    qtbot.waitUntil(card.isVisible, timeout=WAIT_MS)
    assert card.accessibleDescription() == "Date of dose 1: here 16-01-2021, on the portal 17-01-2021."


def _upload_elsewhere(qtbot: QtBot, folder: Path, given_on: str) -> None:
    """Let another desk record the same person on another day and bring that to the portal."""
    other = Desk(folder)
    other.hold()
    by = other.sign_in(people.CLERK.name, desks.PASSWORD)
    other.register.record(people.draft(1, given_on=given_on), by)
    qtbot.waitUntil(lambda: other.sending.status().counts.confirmed == 1, timeout=WAIT_MS)
    other.close()
