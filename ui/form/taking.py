# SPDX-License-Identifier: MIT
"""Takes what the search box or a scanner brings into the form; asks before it would lose what somebody typed.

Puts in what comes; where the cursor goes then is the panel's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from ui.form import carrying, filling, pasting, sentences
from ui.form.asking import Asking
from ui.form.pinning import Pinning
from ui.form.sheet import Sheet
from ui.form.standing import Standing
from ui.form.typing import Typing
from vaxdesk.domain.draft import Draft
from vaxdesk.i18n import _

TOLD_AT_ONCE: Final = ("given_on", "vaccine")
"""Pinned fields under which the rules say that the dose of whoever was filled in is too early or of another vaccine."""

OF_A_PAGE: Final = ("centre", "given_on")
OF_A_LINE: Final = ("page", "line")


class Taking(QObject):
    """What comes from outside the keyboard; it never goes into a recorded vaccination that stands open.

    Signals:
        taken: it stands in the sheet.
    """

    taken = Signal()

    def __init__(
        self,
        sheet: Sheet,
        standing: Standing,
        asking: Asking,
        typing: Typing,
        pinning: Pinning,
        leave: Callable[[], None],
    ) -> None:
        """``leave`` leaves the recorded vaccination that stands open, and shows who was half typed before it."""
        super().__init__(sheet)
        self._pinning = pinning
        self._leave = leave
        self._typing = typing
        self._sheet = sheet
        self._standing = standing
        self._asking = asking

    def person(self, found: Draft) -> bool:
        """Take a whole person, whose pins are those of the day; return whether they stand there now."""
        return self._instead(_("Leave this correction for the person that was found?"), partial(self._person, found))

    def recognised(self, person: Draft) -> None:
        """Take somebody as they are recorded, in the place of what was typed of them; what else is typed stays."""
        if self._standing.only_read():
            self.person(person)
        else:
            self._put(self._sheet.draft(), filling.given_values(person, self._standing.pins), whole=True)

    def some(self, values: Mapping[str, str]) -> bool:
        """Take single fields of somebody new, each into its place; return whether they stand there now."""
        return self._somebody_new(partial(self._some, filling.known_values(values)))

    def line(self, place: Mapping[str, str]) -> None:
        """Let somebody new stand at the line ``place``; what its page has in common is pinned for all of its lines."""

        def take() -> bool:
            self._pinning.pin({name: place[name] for name in OF_A_PAGE})
            return self._some({name: place[name] for name in OF_A_LINE})

        self._somebody_new(take)

    @Slot(str)
    def pasted(self, text: str) -> None:
        """Offer to spread a row that was pasted into one field, or say why nothing was filled in."""
        row = pasting.read(text)
        if not row.is_of_a_person():
            self._asking.say(sentences.nothing_pasted(row))
        elif self._standing.opened is not None:
            self.some(row.values)
        else:
            self._asking.ask_before(sentences.row_pasted(row), _("Fill in"), lambda: self.some(row.values))

    def _somebody_new(self, take: Callable[[], bool]) -> bool:
        return self._instead(_("Leave this correction for somebody new?"), take)

    def _instead(self, question: str, take: Callable[[], bool]) -> bool:
        """Let ``take`` fill in somebody; ``question`` comes first where a recorded vaccination stands open."""
        if self._standing.opened is None:
            return take()

        def leave_and_take() -> None:
            self._leave()
            take()

        self._asking.ask_before(question, _("Leave"), leave_and_take)
        return False

    def _person(self, found: Draft) -> bool:
        pins, blank, typed = self._standing.pins, self._standing.blank, self._sheet.draft()
        values = filling.given_values(found, pins)
        clean = carrying.with_pins(blank, typed, pins)  # pinned values typed since the last save count as well
        if not carrying.differs(typed, blank, pins):
            typed = clean
        lost = filling.lost_fields(typed, blank, values)
        if lost:
            clean = filling.filled(clean, {carrying.CLOCKED: typed.given_at})
            return self._ask_first(lost, typed, partial(self._put, clean, values, whole=True))
        return self._put(typed, values, whole=True)

    def _some(self, values: Mapping[str, str]) -> bool:
        typed = self._sheet.draft()
        put = partial(self._put, typed, values, whole=False)
        if lost := filling.lost_fields(typed, self._standing.blank, values):
            return self._ask_first(lost, typed, put)
        return bool(values) and put()

    def _ask_first(self, lost: tuple[str, ...], typed: Draft, put: Callable[[], bool]) -> bool:
        self._asking.ask_before(sentences.would_be_lost(lost, typed.name), _("Replace"), put)
        return False

    def _put(self, base: Draft, values: Mapping[str, str], *, whole: bool) -> bool:
        draft = self._standing.with_clock(filling.filled(base, values), next(iter(values), "name"))
        self._asking.hide()
        self._sheet.set_given(values if whole else ())
        pinned = [name for name in TOLD_AT_ONCE if getattr(draft, name)]
        self._typing.take(draft, (*values, *pinned) if whole else ())
        self.taken.emit()
        return True
