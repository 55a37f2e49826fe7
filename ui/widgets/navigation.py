# SPDX-License-Identifier: MIT
"""The places a clerk goes, each with its key and a count where one waits. Goes nowhere itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from ui.style import mark, px
from ui.widgets.scrolled import Scrolled
from ui.widgets.text import button

WIDTH = 148


@dataclass(frozen=True, slots=True)
class Place:
    """One button: ``key`` is the shortcut's name or "" for none; ``last`` stands at the foot."""

    name: str
    title: str
    key: str
    last: bool = False


class Navigation(QFrame):
    """The column at the left.

    Signals:
        chosen: (name of the Place) a button was pressed.
    """

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "nav")
        self.setFixedWidth(px(WIDTH))
        self._places = {place.name: place for place in places}
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, int] = {}
        self._alarms: set[str] = set()
        self._group = QButtonGroup(self)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for place in places:
            if place.last:
                column.addStretch(1)
            column.addWidget(self._make(place))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(Scrolled(inner))
        self._group.buttonClicked.connect(self._tell)

    def _make(self, place: Place) -> QPushButton:
        made = button(_text(place, ""), "nav")
        made.setCheckable(True)
        made.setAccessibleName(place.title)
        self._group.addButton(made)
        self._buttons[place.name] = made
        return made

    def show_place(self, name: str) -> None:
        """Mark ``name`` as where we are; a place without a button of its own leaves the mark where it was."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def set_count(self, name: str, count: int) -> None:
        """Show how many wait at ``name``; 0 shows none."""
        self._counts[name] = count
        self._show(name)

    def set_alarm(self, name: str, on: bool) -> None:
        """Mark ``name`` as the place where something went wrong that nobody has seen yet, or no more."""
        (self._alarms.add if on else self._alarms.discard)(name)
        self._show(name)

    def text(self, name: str) -> str:
        """Return what the button of ``name`` says."""
        return self._buttons[name].text()

    def _show(self, name: str) -> None:
        count, alarm = self._counts.get(name, 0), name in self._alarms
        self._buttons[name].setText(_text(self._places[name], "!" if alarm else str(count or "")))
        mark(self._buttons[name], waits=alarm or bool(count))

    @Slot(QPushButton)
    def _tell(self, pressed: QPushButton) -> None:
        self.chosen.emit(next(name for name, each in self._buttons.items() if each is pressed))


def _text(place: Place, sign: str) -> str:
    title = f"{place.title}  {sign}" if sign else place.title
    return f"{title}\n{place.key}" if place.key else title
