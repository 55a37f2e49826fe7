# SPDX-License-Identifier: MIT
"""The line across the window for what stands against the upload. Sent away, it comes back only with something new."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.status.standing import standing
from ui.widgets.message_line import MessageLine
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import Role


class UploadNotice(MessageLine):
    """Shows the sentences of the last snapshot for a person of ``role``."""

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        if words != self.text():
            self.hold(words)

    @Slot()
    def clear(self) -> None:
        """Say nothing until something else holds, or the same again after it had ended."""
        self._sent_away = self._seen
        super().clear()
