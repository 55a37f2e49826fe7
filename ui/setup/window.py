# SPDX-License-Identifier: MIT
"""The window of the first start: two choices, the form, the recovery code. Owns the order of the three pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import shortcut
from ui.background import Background
from ui.setup.recovery_page import RecoveryPage
from ui.setup.set_up_page import SetUpPage, TestConnection
from ui.setup.welcome_page import WelcomePage
from ui.widgets.scrolled import Scrolled
from vaxdesk import i18n
from vaxdesk.i18n import _
from vaxdesk.services.setup import SetupAnswers

SIZE = (960, 680)


class SetupWindow(QWidget):
    """A window of its own; it closes when a desk stands or practice begins.

    Signals:
        practise_chosen: open the practice desk.
        finished: the desk stands and its recovery code was seen.
    """

    practise_chosen = Signal()
    finished = Signal()

    def __init__(
        self,
        set_up: Callable[[SetupAnswers], str],
        test_connection: TestConnection,
        background: Background,
    ) -> None:
        super().__init__()
        self._set_up = set_up
        self._test_connection = test_connection
        self._background = background
        self._page: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setProperty("class", "page")
        self.resize(*SIZE)
        QShortcut(QKeySequence(shortcut("language")), self).activated.connect(self._other_language)
        self.show_welcome()

    @Slot()
    def show_welcome(self) -> None:
        """Show the two choices."""
        page = WelcomePage()
        page.practise_chosen.connect(self._begin_practice)
        page.set_up_chosen.connect(self.show_form)
        page.language_chosen.connect(self._switch_language)
        self._show(page)
        page.set_up.setFocus()

    @Slot()
    def show_form(self) -> None:
        """Show the form."""
        page = SetUpPage(self._set_up, self._test_connection, self._background)
        page.made.connect(self._show_code)
        page.back_asked.connect(self.show_welcome)
        self._show(page)
        page.centre.setFocus()

    def refuse_practice(self, sentence: str) -> None:
        """Say why practice did not begin; both choices stand again."""
        if isinstance(self._page, WelcomePage):
            self._page.set_busy("")
            self._page.say(sentence)

    @Slot(str)
    def _show_code(self, code: str) -> None:
        centre = self._page.centre.currentText() if isinstance(self._page, SetUpPage) else ""
        page = RecoveryPage(code, centre, self._background)
        page.finished.connect(self.finished)
        self._show(page)
        page.print.setFocus()

    @Slot()
    def _begin_practice(self) -> None:
        if isinstance(self._page, WelcomePage):
            self._page.set_busy(_("Opening the practice desk…"))
        self.practise_chosen.emit()

    @Slot()
    def _other_language(self) -> None:
        """Follow the key as long as nothing is typed that a new page would lose."""
        if isinstance(self._page, WelcomePage):
            self._switch_language("en" if i18n.language() == "hi" else "hi")

    @Slot(str)
    def _switch_language(self, language: str) -> None:
        i18n.set_language(language)
        self.show_welcome()

    def page(self) -> QWidget | None:
        """Return the page that is shown."""
        return self._page

    def _show(self, page: QWidget) -> None:
        """Put ``page`` in the place of the one before, which is forgotten with all it held."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._page = page
        self._column.addWidget(Scrolled(page))
        self.setWindowTitle("VaxDesk")
