# SPDX-License-Identifier: MIT
"""Name and password, before the desk opens and while it is locked. Shows nothing of what the desk holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.background import Background
from ui.style import mark
from ui.widgets.language_switch import LanguageSwitch
from ui.widgets.middle import in_the_middle
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.text import button, frame, plain_label
from vaxdesk.domain.user import User
from vaxdesk.errors import SignInError, VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.wording.errors import for_error

WIDTH = 400


@dataclass(frozen=True, slots=True)
class Welcome:
    """What stands above the fields.

    Attributes:
        centre: the centre's name.
        hint: one sentence more, "" for none; at a practice desk it says how to get in.
    """

    centre: str
    hint: str = ""


class SignInPage(QWidget):
    """The whole window until somebody is known.

    Signals:
        signed_in: (User) the password fits.
        language_chosen: ("en" or "hi").
    """

    signed_in = Signal(object)
    language_chosen = Signal(str)

    def __init__(
        self,
        welcome: Welcome,
        sign_in: Callable[[str, str], User],
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign_in = sign_in
        self._background = background
        self.name = QLineEdit()
        self.password = PasswordEdit()
        self._problem = plain_label(" ", "problem", wrap=True)
        self._caps = plain_label(_("Caps Lock seems to be on."), "problem")
        self._enter = button(_("Sign in"), "primary")
        self._show = QCheckBox(_("Show password"))
        self._lay_out(welcome)
        self._caps.setVisible(False)
        mark(self._caps, severity="note")
        self.password.caps_lock_seen.connect(self._caps.setVisible)
        self._show.toggled.connect(self.password.show_words)
        self._enter.clicked.connect(self.submit)
        self.name.returnPressed.connect(self._after_name)
        self.password.returnPressed.connect(self.submit)

    def _lay_out(self, welcome: Welcome) -> None:
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = frame("card")
        card.setMaximumWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(plain_label(_("Sign in"), "heading"), 1)
        languages = LanguageSwitch()
        languages.chosen.connect(self.language_chosen)
        head.addWidget(languages)
        column.addLayout(head)
        column.addWidget(plain_label(welcome.centre, "quiet", wrap=True))
        if welcome.hint:
            column.addWidget(plain_label(welcome.hint, "strong", wrap=True))
        column.addSpacing(12)
        for title, field in ((_("Name"), self.name), (_("Password"), self.password)):
            label = plain_label(title, "label")
            label.setBuddy(field)
            field.setAccessibleName(title)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(4)
        column.addWidget(self._problem)
        column.addWidget(self._caps)
        column.addWidget(self._show)
        column.addSpacing(8)
        column.addWidget(self._enter)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(in_the_middle(card))
        outer.addStretch(2)

    def problem(self) -> str:
        """Return the sentence that stands beside the fields, "" when none does."""
        return self._problem.text().strip()

    def is_busy(self) -> bool:
        """Return whether a password is being tried."""
        return not self._enter.isEnabled()

    def clear(self) -> None:
        """Forget what was typed and wait for the next person."""
        self.name.clear()
        self.password.clear()
        self._show.setChecked(False)
        self._say("")
        self._caps.setVisible(False)
        self.name.setFocus()

    @Slot()
    def submit(self) -> None:
        """Try the name and the password; the answer is ``signed_in`` or a sentence beside the field."""
        if self.is_busy():
            return
        name, password = self.name.text().strip(), self.password.text()
        if not name or not password:
            empty = self.password if name else self.name
            self._say(_("Type your name.") if empty is self.name else _("Type your password."))
            empty.setFocus()
            return
        self._set_busy(True)
        self._say("")
        self._background.run(lambda: self._sign_in(name, password), self._let_in, self._refuse)

    @Slot()
    def _after_name(self) -> None:
        if self.password.text():
            self.submit()
        else:
            self.password.setFocus()

    @Slot(object)
    def _let_in(self, user: User) -> None:
        self._set_busy(False)
        self.clear()
        self.signed_in.emit(user)

    @Slot(object)
    def _refuse(self, error: VaxDeskError) -> None:
        self._set_busy(False)
        self._say(for_error(error))
        if isinstance(error, SignInError):
            mark(self.password, severity="error")
            self.password.selectAll()
        self.password.setFocus()

    def _say(self, sentence: str) -> None:
        # The line is always there, so that nothing jumps when a sentence comes.
        self._problem.setText(sentence or " ")
        mark(self.password, severity="")

    def _set_busy(self, busy: bool) -> None:
        for part in (self.name, self.password, self._enter, self._show):
            part.setEnabled(not busy)
        self._enter.setText(_("Opening the desk…") if busy else _("Sign in"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.name.setFocus()
