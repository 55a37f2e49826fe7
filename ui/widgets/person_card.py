# SPDX-License-Identifier: MIT
"""Read back to the person: name and mobile in large type, as they are typed. Keeps nothing."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.text import LineLabel, plain_label
from vaxdesk.i18n import _

MOBILE_DIGITS = 10
GROUP = 5
MARGINS = (16, 14, 16, 14)
NARROW_MARGINS = (12, 2, 12, 2)


class PersonCard(QFrame):
    """The card at the right; in a narrow window one row above the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._title = plain_label(_("Read back to the person"), "title")
        self._name = LineLabel("", "readback")
        self._mobile = LineLabel("", "readback-number")
        self._line = plain_label("", "quiet", wrap=True)
        self._spoken = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._spoken.setSpacing(4)
        self._spoken.addWidget(self._name)
        self._spoken.addWidget(self._mobile)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._spoken)
        column.addWidget(self._line)
        self.show_person("", "", "")

    @Slot(str, str, str)
    def show_person(self, name: str, mobile: str, line: str) -> None:
        """Show what was typed so far, and one line about this person."""
        self._name.setText(name or "–")
        self._mobile.setText(grouped(mobile) or "–")
        self._line.setText(line or _("Name and mobile stand here as you type them."))

    def set_narrow(self, narrow: bool) -> None:
        """Stand as one row, or as a card."""
        side, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._spoken.setDirection(side if narrow else down)
        self._title.setVisible(not narrow)
        if (column := self.layout()) is not None:
            column.setContentsMargins(*(NARROW_MARGINS if narrow else MARGINS))
        mark(self._name, role="centre" if narrow else "readback")
        mark(self._mobile, role="centre" if narrow else "readback-number")
        self._line.setVisible(not narrow)

    def spoken(self) -> tuple[str, str]:
        """Return name and mobile as they stand."""
        return self._name.text(), self._mobile.text()


def grouped(mobile: str) -> str:
    """Return the digits five and five, with a mark for each that is still missing; other text as it is."""
    mobile = mobile.replace(" ", "")
    if not (mobile.isascii() and mobile.isdigit()) or len(mobile) > MOBILE_DIGITS:
        return mobile
    filled = mobile.ljust(MOBILE_DIGITS, "_")
    return f"{filled[:GROUP]} {filled[GROUP:]}"
