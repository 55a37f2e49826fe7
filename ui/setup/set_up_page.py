# SPDX-License-Identifier: MIT
"""The one-page form that makes a desk. Checks everything at once; making it is the desk's own matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.background import Background
from ui.setup.answers import Typed, letters_missing, problems
from ui.style import mark
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.text import button, frame, plain_label
from vaxdesk import i18n
from vaxdesk.domain.outcome import Outcome
from vaxdesk.errors import VaxDeskError
from vaxdesk.i18n import _
from vaxdesk.services.setup import SetupAnswers
from vaxdesk.settings import COWIN, DEFAULT_CENTRES, PRACTICE
from vaxdesk.wording.errors import for_error
from vaxdesk.wording.outcomes import for_outcome

WIDTH = 720
TestConnection = Callable[[str, str, str], Outcome]


class SetUpPage(QWidget):
    """Centre, people, portal.

    Signals:
        made: (recovery code) the desk stands.
        back_asked: the person wants the two choices again.
    """

    made = Signal(str)
    back_asked = Signal()

    def __init__(
        self,
        set_up: Callable[[SetupAnswers], str],
        test_connection: TestConnection,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._set_up = set_up
        self._test_connection = test_connection
        self._background = background
        self._lines: dict[str, QLabel] = {}
        self._make_fields()
        self._lay_out()
        self.password.textChanged.connect(self._count_password)
        self.clerk_password.textChanged.connect(self._count_clerk_password)
        for name in ("supervisor", "again", "clerk", "address"):
            getattr(self, name).textEdited.connect(partial(self._clear, name))
        self.test.clicked.connect(self._ask_portal)
        self.finish.clicked.connect(self.submit)
        self.back.clicked.connect(self.back_asked)

    def _make_fields(self) -> None:
        self.centre, self.language, self.kind = QComboBox(), QComboBox(), QComboBox()
        for centre in DEFAULT_CENTRES:
            self.centre.addItem(centre.name, centre.code)
        for code, name in (("en", "English"), ("hi", "हिंदी")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(i18n.language()))
        for kind, name in ((COWIN, _("Co-WIN")), (PRACTICE, _("Practice portal on this PC"))):
            self.kind.addItem(name, kind)
        self.supervisor, self.clerk, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.password, self.again, self.clerk_password = PasswordEdit(), PasswordEdit(), PasswordEdit()
        self.key = PasswordEdit()
        self.address.setPlaceholderText("https://…/api")
        self.test = button(_("Test connection"))
        self.answer = plain_label(" ", "quiet", wrap=True)
        self.fault = plain_label("", "problem", wrap=True)
        self.finish = button(_("Set up this desk"), "primary")
        self.back = button(_("Back"))

    def _lay_out(self) -> None:
        self.setProperty("class", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QWidget()
        inner.setMaximumWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(plain_label(_("Set up this desk"), "heading"))
        self._card(
            column,
            _("Where"),
            (("centre", _("Centre"), self.centre), ("language", _("Language"), self.language)),
        )
        people = self._card(
            column,
            _("Who signs in"),
            (
                ("supervisor", _("Supervisor's name"), self.supervisor),
                None,
                ("password", _("Password, ten characters or more"), self.password),
                ("again", _("The same password again"), self.again),
                ("clerk", _("First clerk's name (may wait)"), self.clerk),
                ("clerk_password", _("Clerk's password, ten characters or more"), self.clerk_password),
            ),
        )
        people.setObjectName("people")
        portal = self._card(
            column,
            _("Where it goes"),
            (
                ("kind", _("Portal"), self.kind),
                None,
                ("address", _("Address"), self.address),
                ("key", _("Key"), self.key),
            ),
        )
        self._lay_out_test(portal)
        column.addWidget(self.fault)
        buttons = QHBoxLayout()
        buttons.addWidget(self.finish)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)

    def _lay_out_test(self, grid: QGridLayout) -> None:
        row = grid.rowCount()
        grid.addWidget(self.test, row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.answer, row, 1)
        words = _("Without address and key you can record at once. Address: later in settings.toml.")
        grid.addWidget(plain_label(words, "quiet", wrap=True), row + 1, 0, 1, 2)

    def _card(
        self, column: QVBoxLayout, title: str, fields: tuple[tuple[str, str, QWidget] | None, ...]
    ) -> QGridLayout:
        """Add a card with ``fields`` in two columns; None leaves a place free."""
        card = frame("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(plain_label(title, "title"), 0, 0, 1, 2)
        for n, field in enumerate(fields):
            if field is None:
                continue
            name, words, widget = field
            row, place = 1 + 3 * (n // 2), n % 2
            label = plain_label(words, "label")
            label.setBuddy(widget)
            widget.setAccessibleName(words)
            self._lines[name] = plain_label(" ", "problem", wrap=True)
            for below, each in enumerate((label, widget, self._lines[name])):
                grid.addWidget(each, row + below, place)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addWidget(card)
        return grid

    def typed(self) -> Typed:
        """Return the form as it stands."""
        return Typed(
            centre=str(self.centre.currentData()),
            language=str(self.language.currentData()),
            supervisor=self.supervisor.text(),
            password=self.password.text(),
            again=self.again.text(),
            clerk=self.clerk.text(),
            clerk_password=self.clerk_password.text(),
            kind=str(self.kind.currentData()),
            address=self.address.text(),
            key=self.key.text(),
        )

    def problem(self, name: str) -> str:
        """Return the sentence under the field ``name``, "" when none stands."""
        return self._lines[name].text().strip()

    @Slot()
    def submit(self) -> None:
        """Show every problem at once, or make the desk in the background; ``made`` or a sentence follows."""
        typed = self.typed()
        found = problems(typed)
        for name, line in self._lines.items():
            line.setText(found.get(name, " "))
            mark(line, severity="error")
            mark(getattr(self, name), severity="error" if name in found else "")
        self.fault.setText("")
        if found:
            getattr(self, next(name for name in self._lines if name in found)).setFocus()
            return
        self._set_busy(True)
        self._background.run(lambda: self._set_up(typed.answers()), self._on_made, self._on_not_made)

    @Slot(object)
    def _on_made(self, recovery_code: str) -> None:
        self._set_busy(False)
        self.made.emit(recovery_code)

    @Slot(object)
    def _on_not_made(self, error: VaxDeskError) -> None:
        self._set_busy(False)
        self.fault.setText(for_error(error))

    def _set_busy(self, busy: bool) -> None:
        self.finish.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.finish.setText(_("Making the keys…") if busy else _("Set up this desk"))

    @Slot(str)
    def _count_password(self, password: str) -> None:
        self._say_missing("password", password)

    @Slot(str)
    def _count_clerk_password(self, password: str) -> None:
        self._say_missing("clerk_password", password)

    def _clear(self, name: str, typed: str) -> None:
        """Say nothing of what is being mended; the next try looks again."""
        del typed
        self._lines[name].setText(" ")
        mark(getattr(self, name), severity="")

    def _say_missing(self, name: str, password: str) -> None:
        self._lines[name].setText(letters_missing(password) if password else " ")
        mark(self._lines[name], severity="note")
        mark(getattr(self, name), severity="")

    @Slot()
    def _ask_portal(self) -> None:
        typed = self.typed()
        if not typed.address.strip():
            self.answer.setText(_("Type the portal's address first."))
            self.address.setFocus()
            return
        self.test.setEnabled(False)
        self.answer.setText(_("Asking the portal…"))
        kind, address, key = typed.kind, typed.address.strip(), typed.key.strip()
        self._background.run(lambda: self._test_connection(kind, address, key), self._show_answer, self._show_no_answer)

    @Slot(object)
    def _show_answer(self, outcome: Outcome) -> None:
        self._say_answer(for_outcome(outcome.code, outcome.words))

    @Slot(object)
    def _show_no_answer(self, error: VaxDeskError) -> None:
        self._say_answer(for_error(error))

    def _say_answer(self, sentence: str) -> None:
        """Show it and give the button back with the cursor, which a button that is switched off loses."""
        self.answer.setText(sentence)
        self.test.setEnabled(True)
        self.test.setFocus()
