# SPDX-License-Identifier: MIT
"""The search box over the form and the list of whom it finds: typed, chosen with Enter, left with Esc.

Finds and hands on; what becomes of the form is the form's. Every search runs in the background.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.background import Background
from ui.finding.box import FindBox
from ui.finding.results import Results
from ui.finding.searching import Searching
from ui.finding.words import is_awaited, line, new_person
from ui.widgets.strip import Strip
from vaxdesk import identity
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.found import Found
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

if TYPE_CHECKING:
    from vaxdesk.services.finding import Finding


class FindPanel(QWidget):
    """One box for all: on the list, recorded before, or new.

    Signals:
        filled: (Draft) the person chosen, as the form shows them.
        walked_in: (text) somebody new; what was typed is a name or a number of theirs.
        left: the search is given up; the cursor belongs to the form.
    """

    filled = Signal(object)
    walked_in = Signal(str)
    left = Signal()

    def __init__(self, finding: Finding, background: Background, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = finding
        self._background = background
        self._clock = clock
        self._found: tuple[Found, ...] = ()
        self._asked_new: bool | None = None
        self._searching = Searching(finding, background, self)
        self._box = FindBox()
        self._box.setObjectName("find")
        self._box.setPlaceholderText(_("Find: name, last digits of mobile or ID, reference, receipt   F3"))
        self._box.setAccessibleName(_("Find a person"))
        self._box.setMaxLength(100)
        self._error = Strip()
        self._results = Results(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._box)
        column.addWidget(self._error)
        self.setFocusProxy(self._box)
        self._wire()

    def _wire(self) -> None:
        self._box.edited.connect(self._on_edited)
        self._box.stepped.connect(self._step)
        self._box.taken.connect(self._take)
        self._box.new_asked.connect(self._take_new)
        self._box.left_by_key.connect(self._leave)
        self._box.left.connect(self._close)
        self._results.clicked.connect(self._take_clicked)
        self._searching.found.connect(self._show)
        self._searching.failed.connect(self._show_nobody)

    def typed(self) -> str:
        """Return what stands in the box."""
        return self._box.text().strip()

    def is_half_typed(self) -> bool:
        """Return whether a search is being typed."""
        return bool(self.typed())

    # -- searching -----------------------------------------------------------------------------------------

    @Slot()
    def _on_edited(self) -> None:
        self._error.hide()
        if self.typed():
            self._searching.ask(self.typed())
        else:
            self._searching.forget()
            self._results.hide()

    @Slot(object)
    def _show(self, found: tuple[Found, ...]) -> None:
        self._found = found
        today = self._clock.today()
        self._results.show_lines([*(line(each, today) for each in found), new_person(self.typed())])
        self._results.choose(self._likeliest(today))
        self._place()
        if self._asked_new is not None:
            self._choose(new=self._asked_new)

    def _likeliest(self, today: date) -> int:
        """Return the row that Enter takes: the first whose dose is due, before those who have had theirs today.

        A name of which nobody is due today is more likely a namesake's: then it is somebody new.
        """
        awaited = next((at for at, each in enumerate(self._found) if is_awaited(each, today)), None)
        is_name = not identity.normalise_digits(self.typed()).replace(" ", "").isdecimal()
        return awaited if awaited is not None else len(self._found) if is_name else 0

    @Slot(object)
    def _show_nobody(self, error: VaxDeskError) -> None:
        """Without an answer somebody new can still be recorded: the next Enter does that, not one that waits."""
        self._asked_new = None
        self._show(())
        self._fail(error)

    @Slot(object)
    def _fail(self, error: VaxDeskError) -> None:
        self._asked_new = None
        self._error.say(for_error(error), danger=True)
        self._box.let_keys_go()

    @Slot(int)
    def _step(self, by: int) -> None:
        self._results.choose(self._results.chosen() + by)

    # -- taking --------------------------------------------------------------------------------------------

    @Slot()
    def _take(self) -> None:
        self._want(new=False)

    @Slot()
    def _take_new(self) -> None:
        self._want(new=True)

    @Slot(QModelIndex)
    def _take_clicked(self, index: QModelIndex) -> None:
        self._results.choose(index.row())
        self._want(new=False)

    def _want(self, *, new: bool) -> None:
        """Take the chosen row; the answer to what is typed comes first, and the keys after Enter wait for it."""
        if not self.typed():
            self._leave()
            return
        self._box.hold_keys()
        if self._searching.is_pending():
            self._asked_new = new
            self._searching.hurry()
        else:
            self._choose(new=new)

    def _choose(self, *, new: bool) -> None:
        self._asked_new = None
        place = self._results.chosen()
        if new or not self._results.lines() or self._results.is_new_person(place):
            typed = self.typed()
            self._empty()
            self.walked_in.emit(typed)
            self._box.let_keys_go()
            return
        finding, chosen = self._finding, self._found[place]
        self._background.run(lambda: finding.fill(chosen), self._hand_on, self._fail)

    @Slot(object)
    def _hand_on(self, draft: Draft) -> None:
        self._empty()
        self.filled.emit(draft)
        self._box.let_keys_go()

    @Slot()
    def _leave(self) -> None:
        """Esc clears what is typed; with nothing typed, it goes to the form."""
        if self.typed():
            self._empty()
        else:
            self._close()
            self.left.emit()

    @Slot()
    def _close(self) -> None:
        self._results.hide()

    def _empty(self) -> None:
        self._searching.forget()
        self._found = ()
        self._box.set_value("")
        self._error.hide()
        self._results.hide()

    # -- the list lies over what stands below --------------------------------------------------------------

    def _place(self) -> None:
        page = self.parentWidget()
        if page is None:
            return
        if self._results.parentWidget() is not page:
            self._results.setParent(page)
            page.installEventFilter(self)
        corner = self._box.mapTo(page, self._box.rect().bottomLeft())
        room = page.height() - corner.y() - 8
        self._results.setGeometry(
            corner.x(), corner.y() + 4, self._box.width(), min(self._results.height_wanted(), room)
        )
        self._results.show()
        self._results.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._results.isHidden():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self._results.isHidden():
            self._place()
        return super().eventFilter(watched, event)
