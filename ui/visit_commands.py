# SPDX-License-Identifier: MIT
"""Not vaccinated: joins the person in the form to the strip that asks for the result, and the form goes on after it.

Decides nothing: the service does. A recorded vaccination under correction is no visit; that is said instead.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

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
            self._noted = self._form.draft()
            self._foot.hide()  # the strip stands in its place
            self.strip.ask(self._noted)

    @Slot()
    def _leave(self) -> None:
        self._foot.show()
        self._form.take_cursor()

    @Slot(str)
    def _go_on(self, sentence: str) -> None:
        self._foot.show()
        if self._form.draft() == self._noted:  # else somebody has typed on while it was saved
            self._form.start_blank()
        self.told.emit(sentence)
