# SPDX-License-Identifier: MIT
"""The key of the slip: of the row that is chosen or corrected, else of the one saved last; pressed again, prints it.

Finds out whose slip is wanted and leads to it; the panel shows and prints it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.form.panel import FormPanel
from ui.printing.panel import SlipPanel
from ui.register.panel import RegisterPanel
from ui.status.status_bar import StatusBar

if TYPE_CHECKING:
    from vaxdesk.services.register import Register

PLACE = "slip"


class SlipCommands(QObject):
    """Composes register, slip and status bar for one signed-in person."""

    def __init__(
        self,
        panel: SlipPanel,
        chosen_in: RegisterPanel,
        form: FormPanel,
        register: Register,
        status: StatusBar,
        place: Callable[[], str],
        go: Callable[[str], None],
    ) -> None:
        """``place`` says where the person is; ``go`` shows another place."""
        super().__init__(panel)
        self._panel = panel
        self._chosen_in = chosen_in
        self._form = form
        self._register = register
        self._place, self._go = place, go
        self._came_from = PLACE
        self._cursor: QWidget | None = None
        panel.told.connect(status.answer)
        panel.asked.connect(self._go_there)
        panel.refused.connect(self._go_back)

    @Slot()
    def ask(self) -> None:
        """Show the slip that is wanted, or print the one that stands there."""
        chosen = self._chosen_in.chosen_ref() if self._chosen_in.isVisible() else ""
        if self._panel.isVisible():
            self._panel.print()
        elif client_ref := chosen or self._form.open_client_ref():
            self._panel.show_of(client_ref)
        else:
            self._panel.show_named(self._register.last_saved)

    @Slot()
    def _go_there(self) -> None:
        """Go before the slip is read: what comes late must not take anybody away from their typing."""
        self._came_from, self._cursor = self._place(), QApplication.focusWidget()
        if self._came_from != PLACE:
            self._go(PLACE)

    @Slot()
    def _go_back(self) -> None:
        """There is no such slip: let the person go on where they stood, if they still wait here."""
        if self._place() == PLACE and self._came_from != PLACE:
            self._go(self._came_from)
            if self._cursor is not None and isValid(self._cursor):
                # No reason by which a box would select all: the next key goes on with what stands there.
                self._cursor.setFocus(Qt.FocusReason.NoFocusReason)
