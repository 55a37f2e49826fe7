# SPDX-License-Identifier: MIT
"""Not vaccinated: joins the person in the form to the strip that asks for the result, and the form goes on after it.

Decides nothing: the service does. A recorded vaccination under correction is no visit; that is said instead. While
the strip asks, the key that saves is the strip's: who is about to be noted as refused is not recorded as vaccinated.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.form.foot import Foot
from ui.form.panel import FormPanel
from ui.visits.strip import VisitStrip
from vaxdesk.desk import Desk
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.i18n import _


class VisitCommands(QObject):
    """For one signed-in person.

    Signals:
        told: (sentence) for the status bar.
        asked: the place of the form is wanted on the screen.
    """

    told = Signal(str)
    asked = Signal()

    def __init__(self, desk: Desk, background: Background, user: User, form: FormPanel) -> None:
        super().__init__(form)
        self._form = form
        self._noted = Draft()
        self.strip = VisitStrip(desk.visits, background, user)
        self.strip.noted.connect(self._go_on)
        self.strip.told.connect(self.told)
        self.strip.closed.connect(self._leave)
        form.begun.connect(self._withdraw)
        form.person_changed.connect(self._follow)
        (self._foot,) = form.findChildren(Foot)
        self._foot.visit_asked.connect(self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask for the result of who stands in the form; a second time, leave."""
        if self.strip.is_asking():
            self.strip.leave()
        elif self._form.is_correcting():
            self.told.emit(_("This one is recorded as vaccinated. Cancel the vaccination first, then note the visit."))
        else:
            self.asked.emit()
            if (field := QApplication.focusWidget()) is not None:
                field.clearFocus()  # what was typed last is tidied when its field is left
            self._noted = self._form.draft()
            self._foot.hide()  # the strip stands in its place
            self.strip.ask(self._noted)

    def save(self) -> None:
        """Save the answer where one is asked for, else what stands in the form."""
        (self.strip if self.strip.is_asking() else self._form).save()

    def is_half_typed(self) -> bool:
        """Return whether a result is asked for: without the strip the person would look like one to be vaccinated."""
        return self.strip.is_half_typed()

    @Slot()
    def _follow(self) -> None:
        """Somebody was found, scanned or typed: the strip does not outlive the person it asks about."""
        if _person(self._form.draft()) != _person(self._noted):
            self._withdraw()

    @Slot()
    def _withdraw(self) -> None:
        """Ask no more; the cursor stays where it is, unless it is in the strip."""
        if self.strip.is_asking() and not self.strip.is_saving():
            self._leave_focus()
            self._foot.show()
            self.strip.hide()

    def _leave_focus(self) -> None:
        """Take the cursor out of the strip, which is about to go."""
        field = QApplication.focusWidget()
        if field is not None and self.strip.isAncestorOf(field):
            self._form.take_cursor()

    @Slot()
    def _leave(self) -> None:
        self._foot.show()
        self._form.take_cursor()

    @Slot(str)
    def _go_on(self, sentence: str) -> None:
        self._foot.show()
        self._leave_focus()
        if self._form.draft() == self._noted:  # else somebody has typed on while it was saved
            self._form.start_blank()
        self.told.emit(sentence)


def _person(draft: Draft) -> tuple[str, ...]:
    return (draft.name, draft.gender, draft.birth_year, draft.mobile, draft.id_type, draft.id_number)
