# SPDX-License-Identifier: MIT
"""Which problem stands under which field while somebody types: only of fields that were left, never a dialog.

Asks the rules in the background; makes no sentence and decides nothing about values.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.background import Background
from ui.form.fields import ORDER
from ui.form.live_check import LiveCheck
from ui.form.sheet import Sheet
from ui.problems import first_field
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem

if TYPE_CHECKING:
    from vaxdesk.services.register import Register


OF_THE_VIAL: Final = frozenset({"vial", "vial_opened_at"})
"""Pinned from person to person and left by nobody: what the rules say of them is told as soon as they are asked."""


class Findings(QObject):
    """The lines under the fields of one sheet.

    Signals:
        begun: another draft stands in the sheet.
    """

    begun = Signal()

    def __init__(self, register: Register, background: Background, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._check = LiveCheck(register, background, self)
        self._check.found.connect(self._show)
        self._left: set[str] = set()
        self._told: tuple[Problem, ...] = ()
        self._remarks: dict[str, Problem] = {}

    def begin(self, told: Iterable[Problem] = ()) -> None:
        """Begin with another draft: nothing is said of it yet but ``told``, which stands until its field is left."""
        self._check.forget()
        self._left.clear()
        self._remarks.clear()
        self._told = tuple(told)
        self._sheet.show_problems(self._told)
        self.begun.emit()

    def leave(self, name: str) -> None:
        """From now on the field ``name`` is spoken of."""
        self._left.add(name)

    def pass_over(self, names: Iterable[str]) -> None:
        """Speak of the fields ``names`` only once they are left again."""
        self._left.difference_update(names)

    def ask(self, draft: Draft, correcting: str) -> None:
        """Have ``draft`` checked; the answer comes when it comes."""
        self._check.ask(draft, correcting)

    def stop(self) -> None:
        """Drop whatever answer is still to come."""
        self._check.forget()

    def remark(self, problem: Problem) -> None:
        """Say what the form itself made of what was typed; it stands until the field is edited."""
        self._remarks[problem.field] = problem

    def edited(self, name: str) -> None:
        """A person changed ``name``: what was remarked on it is over."""
        self._remarks.pop(name, None)

    def show_all(self, problems: Iterable[Problem]) -> str:
        """Show every one of ``problems``: a save was refused. Return the first field to mend, "" for none."""
        problems = tuple(problems)
        self._left = set(ORDER)
        self._sheet.show_problems(problems)
        return first_field(problems, ORDER)

    @Slot(object)
    def _show(self, problems: tuple[Problem, ...]) -> None:
        told = tuple(problem for problem in self._told if problem.field not in self._left)
        found = tuple(problem for problem in problems if problem.field in self._left | OF_THE_VIAL)
        self._sheet.show_problems((*told, *found, *self._remarks.values()))
