# SPDX-License-Identifier: MIT
"""The line across the window for what stands against the upload. Sent away, it comes back only with something new."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.status.standing import READS_BACK, standing
from ui.widgets.message_line import MessageLine
from ui.widgets.text import button
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import Role
from vaxdesk.i18n import _


class UploadNotice(MessageLine):
    """Shows the sentences of the last snapshot for a person of ``role``.

    Signals:
        trust_asked: the supervisor has raised with the portal what it did not show; no longer read each one back.
    """

    trust_asked = Signal()

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trust = button(_("Raised; trust again"), parent=self)
        self._trust.clicked.connect(self.trust_asked)
        self.add_button(self._trust)
        self._role = role
        self._seen: frozenset[str] = frozenset()
        self._sent_away: frozenset[str] = frozenset()

    @Slot(object)
    def show_status(self, status: SyncStatus) -> None:
        """Show what holds now, but for what a person has sent away."""
        found = standing(status, self._role)
        self._seen = frozenset(found)
        self._sent_away &= self._seen
        words = "\n".join(sentence for name, sentence in found.items() if name not in self._sent_away)
        self._trust.setVisible(READS_BACK in self._seen - self._sent_away)
        if words != self.text():
            self.hold(words)

    @Slot()
    def clear(self) -> None:
        """Say nothing until something else holds, or the same again after it had ended."""
        self._sent_away = self._seen
        super().clear()
