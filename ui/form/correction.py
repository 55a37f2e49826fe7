# SPDX-License-Identifier: MIT
"""The strip over the form while a recorded vaccination is corrected: whose, what the portal said, and why.

Shows what it is told; decides nothing about what may be corrected beyond wording it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.style import mark
from ui.widgets.box import Box
from ui.widgets.text import plain_label
from vaxdesk.domain.upload import LOCKED_STATES, State
from vaxdesk.i18n import _
from vaxdesk.wording import outcomes, states

if TYPE_CHECKING:
    from vaxdesk.domain.register_row import RegisterRow
    from vaxdesk.services.register import Opened


class CorrectionStrip(QFrame):
    """Title, one sentence, and the reason where one is needed.

    Signals:
        entered: the cursor came into the reason.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("class", "strip")
        self._title = plain_label(role="strong")
        self._words = plain_label(wrap=True)
        self._ask = plain_label(_("Reason"), "label")
        self.reason = Box()
        self.reason.setAccessibleName(_("Reason of the correction"))
        self._ask.setBuddy(self.reason)
        self.reason.entered.connect(self.entered)
        self.reason.edited.connect(self._clear_mark)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._ask)
        line.addWidget(self.reason, 1)
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(said)
        column.addLayout(line)
        self.hide()

    def show_for(self, opened: Opened) -> None:
        """Name the vaccination and say what may be done with it."""
        row = opened.row
        name, receipt = row.vaccination.beneficiary.name, row.receipt_no
        if opened.may_correct:
            title = _("Correcting {name}, {receipt}").format(name=name, receipt=receipt)
        else:
            title = _("Reading {name}, {receipt}").format(name=name, receipt=receipt)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._words.setText(_why(opened))
        self.reason.set_value("")
        self._clear_mark()
        for part in (self._ask, self.reason):
            part.setVisible(opened.may_correct and opened.reason_needed)
        self.show()

    def text(self) -> str:
        """Return title and sentence as they stand."""
        return f"{self._title.text()}\n{self._words.text()}"

    def lacks_reason(self) -> bool:
        """Return whether a needed reason is missing; then marks it and puts the cursor there."""
        if self.reason.isHidden() or self.reason.value().strip():
            return False
        mark(self.reason, severity="error")
        self.reason.setAccessibleDescription(_("Say in a few words why this is corrected"))
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _clear_mark(self) -> None:
        mark(self.reason, severity="")
        self.reason.setAccessibleDescription("")


def _why(opened: Opened) -> str:
    row = opened.row
    if not opened.may_correct:
        return locked_sentence(row)
    if opened.reason_needed:
        return _(
            "The portal has this person and keeps the old value. The correction is recorded here with its reason"
            " and listed to raise with the portal."
        )
    if row.state is State.REJECTED:
        # Words that stand beside a field already are not said twice.
        return outcomes.for_outcome(row.last_code, "" if opened.problems else row.last_words)
    return states.sentence(row.state, row.portal_ref, row.void_reason)


def locked_sentence(row: RegisterRow) -> str:
    """Return why ``row`` can only be read at present."""
    now = states.sentence(row.state, row.portal_ref, row.void_reason)
    if row.state in LOCKED_STATES:
        return _("{now}. It is locked until the portal's answer is known; then it can be corrected.").format(now=now)
    return _("{now}. It can only be read.").format(now=now)
