# SPDX-License-Identifier: MIT
"""Takes what the search box or a scanner brings into the form; asks before it would lose what somebody typed.

Puts in what comes; where the cursor goes then is the panel's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.form import carrying, filling, pasting, sentences
from ui.form.asking import Asking
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from ui.form.typing import Typing
from vaxdesk.domain.draft import Draft
from vaxdesk.i18n import _

TOLD_AT_ONCE: Final = ("given_on", "vaccine")
"""Pinned fields under which the rules say that the dose of whoever was filled in is too early or of another vaccine."""


class Taking(QObject):
    """What comes from outside the keyboard.

    Signals:
        taken: it stands in the sheet.
    """

    taken = Signal()

    def __init__(
        self, sheet: Sheet, standing: Standing, asking: Asking, typing: Typing, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._typing = typing
        self._sheet = sheet
        self._standing = standing
        self._asking = asking

    def person(self, found: Draft) -> None:
        """Take a whole person; what is pinned stays as it is, since it belongs to the day."""
        values = filling.given_values(found, self._standing.pins)
        typed = self._sheet.draft()
        if not carrying.differs(typed, self._standing.blank, self._standing.pins):
            typed = self._standing.blank
        lost = filling.lost_fields(typed, self._standing.blank, values)
        if not lost:
            self._put(typed, values, whole=True)
            return
        clean = carrying.with_pins(self._standing.blank, typed, self._standing.pins)
        clean = filling.filled(clean, {carrying.CLOCKED: typed.given_at})
        self._asking.ask_before(
            sentences.would_be_lost(lost, typed.name), _("Replace"), lambda: self._put(clean, values, whole=True)
        )

    def recognised(self, person: Draft) -> None:
        """Take somebody as they are recorded, in the place of what was typed of them; what else is typed stays."""
        self._put(self._sheet.draft(), filling.given_values(person, self._standing.pins), whole=True)

    def some(self, values: Mapping[str, str]) -> None:
        """Take single fields, each into its place."""
        values = filling.known_values(values)
        typed = self._sheet.draft()
        lost = filling.lost_fields(typed, self._standing.before_typing(), values)
        if lost:
            self._asking.ask_before(
                sentences.would_be_lost(lost, typed.name), _("Replace"), lambda: self._put(typed, values, whole=False)
            )
        elif values:
            self._put(typed, values, whole=False)

    @Slot(str)
    def pasted(self, text: str) -> None:
        """Offer to spread a row that was pasted into one field, or say why nothing was filled in."""
        row = pasting.read(text)
        if row.is_of_a_person():
            self._asking.ask_before(sentences.row_pasted(row), _("Fill in"), lambda: self.some(row.values))
        else:
            self._asking.say(sentences.nothing_pasted(row))

    def _put(self, base: Draft, values: Mapping[str, str], *, whole: bool) -> None:
        draft = self._standing.with_clock(filling.filled(base, values), next(iter(values), "name"))
        self._asking.hide()
        self._sheet.set_given(values if whole else ())
        pinned = [name for name in TOLD_AT_ONCE if getattr(draft, name)]
        self._typing.take(draft, (*values, *pinned) if whole else ())
        self.taken.emit()
