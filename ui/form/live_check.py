# SPDX-License-Identifier: MIT
"""Asks the rules about the draft while it is typed, in the background; an answer about older text is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.errors import VaxDeskError
from vaxdesk.validation import Checked

if TYPE_CHECKING:
    from vaxdesk.services.register import Register


class LiveCheck(QObject):
    """One question at a time; the latest text is asked about next.

    Signals:
        found: (tuple of Problem) of the text as it stands now.
    """

    found = Signal(object)

    def __init__(self, register: Register, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._background = background
        self._asked = 0
        self._next: tuple[Draft, str] | None = None
        self._busy = False

    def ask(self, draft: Draft, correcting: str) -> None:
        """Check ``draft``; any earlier question is void."""
        self._asked += 1
        self._next = (draft, correcting)
        self._go_on()

    def forget(self) -> None:
        """Drop whatever answer is still to come."""
        self._asked += 1
        self._next = None

    def _go_on(self) -> None:
        if self._busy or self._next is None:
            return
        (draft, correcting), self._next = self._next, None
        number, register = self._asked, self._register
        self._busy = True
        self._background.run(lambda: (number, register.check(draft, correcting)), self._answered, self._not_answered)

    @Slot(object)
    def _answered(self, answer: tuple[int, Checked]) -> None:
        self._busy = False
        number, checked = answer
        if number == self._asked:
            problems: tuple[Problem, ...] = checked.problems
            self.found.emit(problems)
        self._go_on()

    @Slot(object)
    def _not_answered(self, error: VaxDeskError) -> None:
        # No answer while typing is no harm: the save checks everything again and tells.
        del error
        self._busy = False
        self._go_on()
