# SPDX-License-Identifier: MIT
"""Which fields stay for the next person: shown, turned by a key, set from outside, and remembered for the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from ui.form.typing import Typing
from vaxdesk.errors import VaxDeskError

if TYPE_CHECKING:
    from vaxdesk.services.day import Day


class Pinning(QObject):
    """The pins of one form.

    Signals:
        failed: (VaxDeskError) the pins could not be remembered; they hold as long as the form does.
    """

    failed = Signal(object)

    def __init__(self, day: Day, background: Background, sheet: Sheet, standing: Standing, typing: Typing) -> None:
        super().__init__(sheet)
        self._day = day
        self._background = background
        self._sheet = sheet
        self._standing = standing
        self._typing = typing

    def recall(self) -> None:
        """Pin what was pinned earlier this day."""
        self._background.run(self._day.pins, self._show_recalled, self._tell_failed)

    def pin(self, values: Mapping[str, str]) -> None:
        """Pin ``values`` by ``Draft`` field; an open correction keeps its own."""
        draft = self._standing.pin(values, self._sheet.draft())
        self._sheet.set_pins(self._standing.pins)
        self._typing.show(draft)

    def turn(self, name: str) -> None:
        """Pin the field ``name``, or let it go, for as long as today lasts."""
        before = self._standing.pins
        self._standing.turn_pin(name)
        if (pins := self._standing.pins) != before:
            self._sheet.set_pins(pins)
            day = self._day
            self._background.run(lambda: day.keep_pins(pins), self._nothing_more, self._tell_failed)

    @Slot(object)
    def _show_recalled(self, pins: frozenset[str] | None) -> None:
        if pins is not None:
            self._standing.pins = pins
            self._sheet.set_pins(pins)

    @Slot(object)
    def _nothing_more(self, done: object) -> None:
        """The pins are kept: nothing is said of that."""
        del done

    @Slot(object)
    def _tell_failed(self, error: VaxDeskError) -> None:
        self.failed.emit(error)
