# SPDX-License-Identifier: MIT
"""The strip that offers what the last run left half-typed. Nothing is typed before it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.form import sentences
from ui.widgets.strip import Strip
from vaxdesk.i18n import _

if TYPE_CHECKING:
    from ui.form.sentences import Local
    from vaxdesk.services.drafts import KeptDraft


class LeftBehind(Strip):
    """Continue or discard.

    Signals:
        continued: (Draft) it is wanted.
        discarded: it is not.
    """

    continued = Signal(object)
    discarded = Signal()

    def offer(self, kept: KeptDraft, local: Local) -> None:
        """Say who left what, and ask."""
        answers = (
            (_("Continue"), lambda: self.continued.emit(kept.draft)),
            (_("Discard"), self.discarded.emit),
        )
        self.ask(sentences.left_unfinished(kept, local), answers)
