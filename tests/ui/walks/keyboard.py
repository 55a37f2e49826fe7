# SPDX-License-Identifier: MIT
"""A keyboard that counts: keys go into the real window over a real store, one after another, as fast as it takes them.

What a person needs to think and to type is not in its seconds: they are the program's alone. A key with Shift or Ctrl
held counts as one, as it does for a hand.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support import desks, people
from ui.background import Background
from ui.finding.results import Results
from ui.main_window import MainWindow
from ui.workplace import Workplace
from vaxdesk.desk import Desk
from vaxdesk.domain.draft import Draft
from vaxdesk.dosing import day_text

GIVE_UP_S = 30.0
VIAL = {"vaccine": "COVISHIELD", "batch": "4120Z005", "vial": "L7", "vaccinator": "Sister Kalpit"}
NAME_OF_15 = "Sunita N Kalpit"
"""Fifteen keys: as many as an Indian name has on average, blank included."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What one person cost: keys of the clerk, seconds of the program."""

    keys: int
    seconds: float


class Keyboard:
    """The keyboard of one window."""

    def __init__(self, window: MainWindow, background: Background) -> None:
        self._window = window
        self._background = background
        self._keys = 0
        self._began = time.perf_counter()

    @property
    def place(self) -> Workplace:
        """The workplace that the keys go into."""
        place = self._window.workplace()
        assert place is not None
        return place

    def begin(self) -> None:
        """Count from here."""
        self._keys, self._began = 0, time.perf_counter()

    def effort(self) -> Effort:
        """Return what it took since ``begin``."""
        return Effort(self._keys, time.perf_counter() - self._began)

    def write(self, text: str) -> None:
        """Type ``text``, one key a character."""
        QTest.keyClicks(self._target(), text)
        self._keys += len(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self._target(), key, modifier)
        self._keys += 1

    def enter(self, *texts: str) -> None:
        """Type each of ``texts`` with Enter behind it."""
        for text in texts:
            self.write(text)
            self.press(Qt.Key.Key_Return)

    def save(self) -> None:
        """Press Ctrl+S and wait until the search box stands ready for the next person.

        Raises:
            TimeoutError: it was not saved; names the problems that stand in the form.
        """
        saved: list[object] = []
        self.place.form.saved.connect(saved.append)
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        self.wait_until(lambda: bool(saved) and self.focused() == "find", self._problems)

    def wait_until(self, true: Callable[[], bool], problems: Callable[[], str] = str) -> None:
        """Let the window work until ``true``.

        Raises:
            TimeoutError: it does not come true.
        """
        last = time.monotonic() + GIVE_UP_S
        while not true():
            if time.monotonic() > last:
                raise TimeoutError(problems())
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

    def row_of(self, person: Draft) -> int:
        """Wait for the list of whom the search found and return the row of ``person``, counted from 0.

        Raises:
            TimeoutError: they are not among them.
        """
        results = self.place.findChild(Results)
        assert results is not None
        theirs = (person.name, person.mobile[-4:])

        def rows() -> list[int]:
            return [n for n, line in enumerate(results.lines()) if line.name == theirs[0] and theirs[1] in line.facts]

        self.wait_until(lambda: bool(rows()), lambda: f"{theirs} not among {results.lines()}")
        return rows()[0]

    def focused(self) -> str:
        """Return the name of what has the focus."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None else ""

    def draft(self) -> Draft:
        """Return what stands in the form."""
        return self.place.form.draft()

    def _target(self) -> object:
        return QApplication.focusWidget() or self._window

    def _problems(self) -> str:
        boxes = {name: self.place.form.findChild(object, name) for name in Draft.__dataclass_fields__}
        return str({name: text for name, box in boxes.items() if (text := _description(box))})


def _description(box: object) -> str:
    tell = getattr(box, "accessibleDescription", None)
    return str(tell()) if tell else ""


# -- three kinds of people -------------------------------------------------------------------------------------


def expected_person(keyboard: Keyboard, person: Draft) -> Effort:
    """Somebody on the list of today: the last four of the mobile, Enter, and save what was read back."""
    return _found_and_saved(keyboard, person, person.mobile[-4:])


def second_dose(keyboard: Keyboard, person: Draft) -> Effort:
    """Somebody who had the first dose here: the last five of the mobile, since all who ever came are searched."""
    return _found_and_saved(keyboard, person, person.mobile[-5:])


def walk_in(keyboard: Keyboard, person: Draft) -> Effort:
    """Somebody on no list: the name typed to find them is kept; an age for the year, ID and category by number."""
    keyboard.begin()
    keyboard.enter(person.name)
    keyboard.wait_until(lambda: keyboard.draft().name == person.name)
    keyboard.enter("1", "36", person.mobile, "1", person.id_number)
    keyboard.write("1")
    keyboard.save()
    return keyboard.effort()


def _found_and_saved(keyboard: Keyboard, person: Draft, digits: str) -> Effort:
    keyboard.begin()
    keyboard.write(digits)
    row = keyboard.row_of(person)
    for _ in range(row):
        keyboard.press(Qt.Key.Key_Down)
    keyboard.press(Qt.Key.Key_Return)
    keyboard.wait_until(lambda: keyboard.draft().name == person.name and keyboard.draft().mobile == person.mobile)
    keyboard.save()
    return keyboard.effort()


# -- the desk they come to -------------------------------------------------------------------------------------


@contextmanager
def keyboard_at(desk: Desk) -> Iterator[Keyboard]:
    """Open the window of ``desk``, which is signed in, with a vial pinned and the cursor in the search box."""
    background = Background()
    desk.hold()
    window = MainWindow(desk, background, desk.sign_in(people.CLERK.name, desks.PASSWORD))
    window.show()
    window.activateWindow()
    keyboard = Keyboard(window, background)
    keyboard.wait_until(window.isActiveWindow)
    keyboard.place.form.pin(VIAL)
    keyboard.place.find_person()
    keyboard.wait_until(lambda: keyboard.focused() == "find")
    try:
        yield keyboard
    finally:
        window._leaving = True
        window.close()
        background.finish(10_000)


def write_list(file: Path, persons: list[Draft], listed_on: str) -> Path:
    """Write an expected list of ``persons`` as a district office would, and return it."""
    columns = ("name", "gender", "birth_year", "mobile", "id_type", "id_number", "category", "sub_category", "facility")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("Name", "Gender", "Year of birth", "Mobile", "Photo ID", "ID number", "Category",
                         "Sub-category", "Facility", "Date"))  # fmt: skip
        writer.writerows([*(getattr(person, name) for name in columns), listed_on] for person in persons)
    return file


def today_of(desk: Desk) -> str:
    """Return the centre's day as a list writes it."""
    return day_text(desk.clock.today())
