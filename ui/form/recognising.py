# SPDX-License-Identifier: MIT
"""The form's side of recognising people: tells who stands in it, and takes whom the clerk recognised.

Knows neither who looks nor who was found.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from ui.form.findings import Findings
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from ui.form.taking import Taking
from ui.form.typing import Typing
from vaxdesk.domain.draft import Draft


class Recognising(QObject):
    """Between one form and whoever looks beside it.

    Signals:
        seen: (Draft, client_ref of the vaccination under correction or "") a field was left, a person was filled in,
            or somebody else stands there.
    """

    seen = Signal(object, str)

    def __init__(
        self,
        sheet: Sheet,
        standing: Standing,
        findings: Findings,
        typing: Typing,
        taking: Taking,
        may_take: Callable[[], bool],
    ) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._standing = standing
        self._taking = taking
        self._may_take = may_take
        findings.begun.connect(self._tell)
        typing.checked.connect(self._tell)

    @Slot(object)
    def take(self, person: Draft) -> None:
        """Put ``person`` in the place of what was typed of them: the clerk has said that it is they."""
        if self._may_take():
            self._taking.recognised(person)

    @Slot()
    def _tell(self) -> None:
        self.seen.emit(self._sheet.draft(), self._standing.client_ref())
