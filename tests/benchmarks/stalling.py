# SPDX-License-Identifier: MIT
"""The longest stall of the GUI thread while 10,000 wait and upload, and the memory of that desk.

The whole window is shown, somebody types and saves, and the practice portal runs in a process of its own.
"""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.figures import Figure, memory_now_mb, tell
from tests.benchmarks.stocked import stocked_desk
from tests.support import desks, people
from tests.support.portal import portal_process
from ui.app import make_application
from ui.background import Background
from ui.main_window import MainWindow
from vaxdesk.desk import Desk

WAITING = 10_000
LONGEST_S = 120.0
AIM_STALL_MS, AIM_MEMORY_MB = 100.0, 200.0
BEAT_MS, KEY_MS, KEYS_A_PERSON = 5, 90, 40
FINISH_MS = 5_000


def measure(folder: Path, scale: float) -> list[Figure]:
    """Watch the GUI thread until everything is on the portal, two minutes at most."""
    waiting = max(50, int(WAITING * scale))
    with portal_process() as base_url:
        with stocked_desk(folder, waiting, confirmed=False, base_url=base_url) as desk:
            pass
        app = make_application()
        desk = Desk(folder / "desk")
        background = Background()
        try:
            user = desk.sign_in(people.CLERK.name, desks.PASSWORD)
            window = MainWindow(desk, background, user)
            window.show()
            watch = Watch(window, desk, waiting)
            app.exec()
            memory_mb, stall_ms = memory_now_mb(), watch.longest_ms
            background.finish(FINISH_MS)
            confirmed = desk.sending.status().counts.confirmed
        finally:
            desk.close()
    title = f"while {waiting:,} wait and upload ({confirmed:,} confirmed in {watch.took_s:.0f} s)"
    return [
        Figure(f"Longest GUI stall {title}", stall_ms, "ms", AIM_STALL_MS),
        Figure("Resident memory of the desk at the end of that", memory_mb, "MB", AIM_MEMORY_MB),
    ]


class Watch(QObject):
    """Beats in the GUI thread, types meanwhile, and ends the event loop when all is settled.

    Attributes:
        longest_ms: the longest time that a beat was late by.
        took_s: from the first beat to the end.
    """

    def __init__(self, window: MainWindow, desk: Desk, first: int) -> None:
        super().__init__()
        self._window, self._desk, self._person, self._keys = window, desk, first, 0
        self._began = self._beat_at = time.perf_counter()
        self.longest_ms = self.took_s = 0.0
        for interval_ms, slot in ((BEAT_MS, self._beat), (KEY_MS, self._type), (1_000, self._look)):
            timer = QTimer(self)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(slot)
            timer.start(interval_ms)

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._beat_at) * 1000 - BEAT_MS)
        self._beat_at = now

    @Slot()
    def _type(self) -> None:
        workplace = self._window.workplace()
        if workplace is None:
            raise RuntimeError("nobody is signed in")
        self._keys += 1
        if self._keys % KEYS_A_PERSON:
            QTest.keyClick(workplace.form.focusProxy(), Qt.Key.Key_A)
            return
        workplace.form.set_draft(people.draft(self._person))
        self._person += 1
        workplace.form.save()

    @Slot()
    def _look(self) -> None:
        self.took_s = time.perf_counter() - self._began
        with self._desk.store.reading():
            left = self._desk.status().counts.unsettled
        if not left or self.took_s > LONGEST_S:
            QApplication.exit()


if __name__ == "__main__":
    tell(measure)
