# SPDX-License-Identifier: MIT
"""The key of the slip: shows the slip of the row that is chosen, else of the one saved last; pressed again, prints it.

Finds out whose slip is wanted; the panel shows and prints it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ui.background import Background
from ui.printing.panel import SlipPanel
from ui.register.panel import RegisterPanel
from ui.status.status_bar import StatusBar
from vaxdesk.i18n import _

if TYPE_CHECKING:
    from vaxdesk.services.register import Register

PLACE = "slip"


class SlipCommands(QObject):
    """Composes register, slip and status bar for one signed-in person."""

    def __init__(
        self,
        panel: SlipPanel,
        chosen_in: RegisterPanel,
        register: Register,
        background: Background,
        status: StatusBar,
        go: Callable[[str], None],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._chosen_in = chosen_in
        self._register = register
        self._background = background
        self._status = status
        panel.told.connect(status.answer)
        panel.shown.connect(partial(go, PLACE))

    @Slot()
    def ask(self) -> None:
        """Show the slip that is wanted, or print the one that stands there."""
        if self._panel.isVisible():
            self._panel.print()
        elif self._chosen_in.isVisible() and (client_ref := self._chosen_in.chosen_ref()):
            self._panel.show_of(client_ref)
        else:
            self._background.run(self._register.last_saved, self._show_last)

    @Slot(str)
    def _show_last(self, client_ref: str) -> None:
        if client_ref:
            self._panel.show_of(client_ref)
        else:
            self._status.answer(_("Nothing was saved at this desk yet, so there is no slip to print."))
