# SPDX-License-Identifier: MIT
"""The strip that asks before typing is lost. The other answer always goes back to where the cursor was.

It has the focus, so that an Enter pressed twice loses nothing; Left or Shift+Tab leads to the answer that does.
"""

from __future__ import annotations

from collections.abc import Callable

from ui.form.fields import ORDER
from ui.form.sheet import Sheet
from ui.widgets.strip import Strip
from vaxdesk.i18n import _


class Asking(Strip):
    """One question over one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._came_from = ORDER[0]

    def ask_before(self, sentence: str, yes: str, on_yes: Callable[[], object]) -> None:
        """Ask ``sentence``; ``yes`` does ``on_yes``, anything else changes nothing."""
        if not self.is_asking():
            self._came_from = self._sheet.focused() or ORDER[0]
        self.ask(sentence, ((yes, on_yes), (_("Go on typing"), self.give_up)))
        self.focus_last()

    def ask_if(self, lost: bool, sentence: str, yes: str, on_yes: Callable[[], object]) -> None:
        """Do ``on_yes``; where something would be ``lost`` by that, ask before."""
        if lost:
            self.ask_before(sentence, yes, on_yes)
        else:
            on_yes()

    def give_up(self) -> None:
        """Take the question back: the cursor stands where it stood."""
        self.hide()
        self._sheet.focus_on(self._came_from)
