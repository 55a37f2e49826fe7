# SPDX-License-Identifier: MIT
"""What is the same for everybody: centre, day, pinned vial, language, who is signed in, Lock. Only shows."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.style import mark
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.language_switch import LanguageSwitch
from ui.widgets.text import button, plain_label
from vaxdesk.domain.user import Role, User
from vaxdesk.i18n import _

LOCK_KEY = "  Ctrl+L"


class TopBar(QFrame):
    """The bar above every panel.

    Signals:
        language_chosen: ("en" or "hi").
        lock_asked: the Lock button was pressed.
    """

    language_chosen = Signal(str)
    lock_asked = Signal()

    def __init__(
        self, centre: str, user: User, *, practice: bool, can_lock: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("class", "bar")
        self._narrow = False
        self._line = self._vial = ""
        self._row = row = FlowLayout(self, QMargins(16, 7, 8, 8), 12)
        row.addWidget(plain_label(centre, "centre"))
        self._day = plain_label("", "quiet")
        row.addWidget(self._day)
        row.addWidget(_spring())
        if practice:
            row.addWidget(plain_label(_("PRACTICE – nothing here is real"), "banner"))
        self._pinned = plain_label("", "pin")
        self._pinned.setObjectName("pinned")
        self._pinned.hide()
        row.addWidget(self._pinned)
        row.addWidget(_spring())
        self._languages = LanguageSwitch()
        self._languages.chosen.connect(self.language_chosen)
        row.addWidget(self._languages)
        self._name = user.name
        self._name_and_role = _("{name} · {role}").format(name=user.name, role=role_word(user.role))
        self._who = plain_label(self._name_and_role)
        row.addWidget(self._who)
        self._lock = button(_("Lock") + LOCK_KEY, "link")
        self._lock.setToolTip(self._name_and_role)
        self._lock.clicked.connect(self.lock_asked)
        self._lock.setVisible(can_lock)
        row.addWidget(self._lock)

    @Slot(str)
    def show_pinned(self, words: str) -> None:
        """Show what is pinned, as the form words it, unless the vial has more to say; "" hides the strip."""
        self._line = words
        self._show_pin()

    def show_vial(self, words: str, hours: str) -> None:
        """Show what the vial in use says of itself and its hours: good, soon, over, empty; "" leaves it to the form."""
        self._vial = words
        mark(self._pinned, hours=hours)
        self._show_pin()

    def _show_pin(self) -> None:
        self._pinned.setText(self._vial or self._line)
        self._pinned.setVisible(bool(self._pinned.text()) and not self._narrow)
        self._fit()

    def _fit(self) -> None:
        """Leave out the role, then the day, then the name, until one row is enough: none of them changes by itself."""
        self._show_known(role=True, day=True, name=True)
        for role, day, name in ((False, True, True), (False, False, True), (False, False, False)):
            if self._row.is_one_row(self.width()):
                return
            self._show_known(role=role, day=day, name=name)

    def _show_known(self, *, role: bool, day: bool, name: bool) -> None:
        self._who.setText(self._name_and_role if role else self._name)
        self._day.setVisible(day and not self._narrow)
        self._who.setVisible(name and not self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what is known anyway, so that one row is enough and more of the form is seen."""
        self._narrow = narrow
        self._lock.setText(_("Lock") + ("" if narrow else LOCK_KEY))
        self._show_pin()

    def show_language(self) -> None:
        """Show again which language is in use, after a choice that was not followed."""
        self._languages.show_current()

    def show_day(self, words: str) -> None:
        """Show the centre's day."""
        self._day.setText(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def role_word(role: Role) -> str:
    """Return the word for what a person may do here."""
    return _("supervisor") if role is Role.SUPERVISOR else _("clerk")


def _spring() -> QWidget:
    made = QWidget()
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made
