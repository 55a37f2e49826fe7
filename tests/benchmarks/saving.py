# SPDX-License-Identifier: MIT
"""From the save key in the real form to "Saved", with 100,000 vaccinations in the store."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.figures import Figure, percentile, tell
from tests.benchmarks.stocked import stocked_desk
from tests.support import people
from ui.background import Background
from ui.form.panel import FormPanel
from vaxdesk.desk import Desk

RECORDED = 100_000
SAVES = 300
AIM_P50_MS, AIM_P99_MS = 30.0, 150.0
GIVE_UP_MS = 20_000


def measure(folder: Path, scale: float) -> list[Figure]:
    """Save one person after the other, as a clerk does."""
    recorded, saves = int(RECORDED * scale), max(20, int(SAVES * scale))
    app = QApplication([])
    with stocked_desk(folder, recorded, confirmed=True) as desk:
        background = Background()
        panel = make_form(desk, background)
        panel.show()
        took_ms = [save_one(panel, recorded + n) for n in range(saves)]
        background.finish(GIVE_UP_MS)
        app.processEvents()
    title = f'Save key to "Saved", {recorded:,} in the store'
    return [
        Figure(f"{title}, p50", percentile(took_ms, 0.50), "ms", AIM_P50_MS),
        Figure(f"{title}, p99", percentile(took_ms, 0.99), "ms", AIM_P99_MS),
    ]


def make_form(desk: Desk, background: Background) -> FormPanel:
    """Return the form of ``desk`` as the window makes it."""
    return FormPanel(
        desk.register, desk.drafts, desk.day, background, people.CLERK, desk.settings, desk.reference, clock=desk.clock
    )


def save_one(panel: FormPanel, n: int) -> float:
    """Fill in person ``n``, press the save key, and return how long "Saved" took, in ms."""
    panel.set_draft(people.draft(n))
    loop = QEventLoop()
    panel.saved.connect(loop.quit)
    QTimer.singleShot(GIVE_UP_MS, loop, lambda: loop.exit(1))
    began = time.perf_counter()
    QTest.keyClick(panel, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    if loop.exec():
        raise RuntimeError(f"person {n} was not saved")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    tell(measure)
