# SPDX-License-Identifier: MIT
"""Python's garbage collection, kept in the GUI thread.

A cycle may hold a widget. Left to itself Python collects in whichever thread allocates at that moment; a widget that
is destroyed outside the GUI thread ends the process, in the middle of a clerk's typing.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_MS = 1000


class Collector(QObject):
    """Collects each second what is due, by Python's own thresholds, from the thread it was made in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(LOOK_MS)

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        due = [
            age
            for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if due:
            gc.collect(max(due))

    def close(self) -> None:
        """Leave it to Python again; no other thread may hold widgets by then."""
        self._timer.stop()
        gc.enable()
