# SPDX-License-Identifier: MIT
"""Runs one save at a time in the background: a new person, or the correction of a recorded one.

Knows no field; "saved" is told only once the receipt is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.errors import NotAccepted, VaxDeskError

if TYPE_CHECKING:
    from vaxdesk.services.register import Register


class Saving(QObject):
    """A second save while one runs is no save at all: double keys cost nothing.

    Signals:
        saved: (Receipt, client_ref of the vaccination that was corrected or "") the row is on disk.
        refused: (tuple of Problem) nothing was saved, and why.
        failed: (VaxDeskError) nothing was saved; what is typed stands in the form.
    """

    saved = Signal(object, str)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, register: Register, background: Background, user: User, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._background = background
        self._user = user
        self._runs = False
        self._corrects = ""

    def is_running(self) -> bool:
        """Return whether the answer of a save is still to come."""
        return self._runs

    def save(self, draft: Draft, corrects: str, reason: str) -> None:
        """Record ``draft``; where it ``corrects`` a vaccination, put it in that one's place for ``reason``."""
        register, user = self._register, self._user
        if corrects:
            self._run(lambda: register.correct(corrects, draft, user, reason), corrects)
        else:
            self._run(lambda: register.record(draft, user), "")

    def _run(self, save: Callable[[], Receipt], corrects: str) -> None:
        self._runs, self._corrects = True, corrects
        self._background.run(save, self._on_saved, self._on_not_saved)

    @Slot(object)
    def _on_saved(self, receipt: Receipt) -> None:
        self._runs = False
        self.saved.emit(receipt, self._corrects)

    @Slot(object)
    def _on_not_saved(self, error: VaxDeskError) -> None:
        self._runs = False
        if isinstance(error, NotAccepted):
            self.refused.emit(error.problems)
        else:
            self.failed.emit(error)
