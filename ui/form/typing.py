# SPDX-License-Identifier: MIT
"""What follows a key: the time of the dose, the draft kept on disk, digits cut, days written out, rules asked.

Reads and sets the sheet; saves nothing and begins nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from ui.form import carrying
from ui.form.fields import ORDER
from ui.form.findings import Findings
from ui.form.keeping import DraftKeeper
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.validation.shorthand import written_out


class Typing(QObject):
    """The keys of one person after the other.

    Signals:
        changed: what stands in the sheet is no longer what it was.
        checked: a field was left or a person filled in, and the rules are asked about it all.
    """

    changed = Signal()
    checked = Signal()

    def __init__(
        self,
        sheet: Sheet,
        standing: Standing,
        findings: Findings,
        keeper: DraftKeeper,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._standing = standing
        self._findings = findings
        self._keeper = keeper
        self._clock = clock
        sheet.edited.connect(self._on_edited)
        sheet.left.connect(self._on_left)

    def tidy(self) -> None:
        """Cut a full Aadhaar to its last four, in whichever field it was typed; write out days and an age."""
        clean, note = written_out(carrying.without_aadhaar(self._sheet.draft()), self._clock.today())
        if note is not None:
            self._findings.remark(note)
        self.show(clean)

    def show(self, draft: Draft) -> None:
        """Show ``draft`` where it differs from what stands."""
        if draft != self._sheet.draft():
            self._sheet.set_draft(draft)
            self.changed.emit()

    def take(self, draft: Draft, named: Iterable[str]) -> None:
        """Show ``draft`` as if it had been typed; the fields ``named`` count as left."""
        self._sheet.set_draft(draft)
        self.tidy()
        self.keep()
        for name in named:
            self._findings.leave(name)
        self.ask_rules()

    def keep(self) -> None:
        """Keep what is half typed of somebody new."""
        if self._standing.opened is None:
            self._keeper.keep(self._sheet.draft())

    def ask_rules(self) -> None:
        """Have everything checked as it stands."""
        self._findings.ask(self._sheet.draft(), self._standing.client_ref())
        self.checked.emit()

    @Slot(str)
    def _on_edited(self, name: str) -> None:
        self._findings.edited(name)
        self.show(self._standing.with_clock(self._sheet.draft(), name))
        self.keep()
        if self._sheet.note(name):
            self.ask_rules()
        self.changed.emit()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if self._sheet.is_locked():
            return
        self.tidy()
        self._findings.leave(name)
        draft = self._sheet.draft()
        if self._standing.opened is None and not self._standing.has_typing(draft):
            # Nobody stands there yet: what is empty is not missing.
            self._findings.pass_over(field for field in ORDER if not getattr(draft, field))
        self.ask_rules()
