# SPDX-License-Identifier: MIT
"""What stands here beside what the portal shows, and the ways on. Changes nothing and never writes over either."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.attention.sides import DIFFERS, MOST_PEOPLE, NOTHING, SideLine, in_words, letter, side_by_side
from ui.widgets.text import button, plain_label
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import outcomes

VALUE_WIDTH = 220
SIGN_WIDTH = 14


class ConflictCard(QFrame):
    """Hidden until ``show_sides``. A differing fact has a sign before it and stands in strong ink.

    Signals:
        correct_asked, cancel_asked: a person chose this way for the one that is shown.
    """

    correct_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "card")
        self._shown: tuple[object, ...] = ()
        self._letter = ""
        self._said = plain_label("", "quiet", wrap=True)
        self._title = plain_label("", "title")
        self._grid_place = QVBoxLayout()
        self._table: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 12)
        outer.setSpacing(6)
        outer.addWidget(self._title)
        outer.addLayout(self._grid_place)
        outer.addLayout(self._ways())
        self.hide()

    def _ways(self) -> QHBoxLayout:
        correct, cancel, to_portal = (
            button(_("Correct ours   Enter")),
            button(_("Cancel ours…")),
            button(_("Raise with the portal: copy")),
        )
        correct.clicked.connect(self.correct_asked)
        cancel.clicked.connect(self.cancel_asked)
        to_portal.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._said, 1)
        for way in (correct, cancel, to_portal):
            row.addWidget(way)
        return row

    def show_sides(self, row: RegisterRow, people: tuple[PortalPerson, ...]) -> None:
        """Show ``row`` beside ``people``, who are at least one; the same once more changes nothing in sight."""
        self.show()
        if self._shown == (row, people):
            return
        self._shown = (row, people)
        self._said.setText(_("≠ differs   – not shown.   Nothing is overwritten, here or there."))
        lines = side_by_side(row, people)
        self._letter = letter(row, lines, outcomes.for_outcome(row.last_code))
        name = row.vaccination.beneficiary.name
        self._title.setText(_("{receipt} {name}: here and on the portal").format(receipt=row.receipt_no, name=name))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(in_words(lines))
        self._show_table(_table(lines, people))

    def _show_table(self, table: QWidget) -> None:
        if self._table is not None:
            self._grid_place.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
        self._table = table
        self._grid_place.addWidget(table)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._letter)
        self._said.setText(_("Copied. Paste it into a letter to the portal's help desk; nothing was changed."))


def _table(lines: tuple[SideLine, ...], people: tuple[PortalPerson, ...]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(2)
    shown = people[:MOST_PEOPLE]
    grid.setColumnStretch(2 + 2 * len(shown), 1)
    grid.addWidget(plain_label(_("Here"), "label"), 0, 1)
    for n in range(len(shown)):
        grid.addWidget(plain_label(_heading(n, len(people)), "label"), 0, 3 + 2 * n)
        grid.setColumnMinimumWidth(2 + 2 * n, SIGN_WIDTH)
    for at, line in enumerate(lines, start=1):
        grid.addWidget(plain_label(line.label, "label"), at, 0)
        grid.addWidget(_value(line.here, line.differs), at, 1)
        for n, there in enumerate(line.there):
            if there.differs:
                grid.addWidget(_sign(), at, 2 + 2 * n)
            grid.addWidget(_value(there.words, there.differs), at, 3 + 2 * n)
    if (more := len(people) - len(shown)) > 0:
        words = ngettext("and {n} more on the portal", "and {n} more on the portal", more).format(n=more)
        grid.addWidget(plain_label(words, "quiet"), len(lines) + 1, 3, 1, 2 * len(shown) - 1)
    return made


def _heading(n: int, people: int) -> str:
    return _("On the portal") if people == 1 else _("On the portal, {n} of {all}").format(n=n + 1, all=people)


def _value(words: str, differs: bool) -> QWidget:
    made = plain_label(words, "strong" if differs else "", wrap=True)
    made.setFixedWidth(VALUE_WIDTH)
    if words == NOTHING:
        made.setAccessibleName(_("not shown"))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _sign() -> QWidget:
    made = plain_label(DIFFERS, "differs")
    made.setAccessibleName(_("differs"))
    return made
