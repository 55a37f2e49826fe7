# SPDX-License-Identifier: MIT
"""Who stands in the form: a new person, or a recorded one with the new person set aside; and what stays for the next.

Plain state over drafts; shows nothing and asks no service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ui.form import carrying, filling
from ui.form.day_time import DayTime
from ui.form.fields import PINNED
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft

if TYPE_CHECKING:
    from vaxdesk.services.register import Opened


class Standing:
    """The one who stands there now.

    Attributes:
        pins: the fields whose values stay for the next person.
        blank: what a new person begins with.
        opened: the recorded vaccination under correction, None while somebody new is typed.
    """

    def __init__(self, centre: str, clock: Clock) -> None:
        self.pins = PINNED
        self._day_time = DayTime(clock)
        pinned = Draft(centre=centre, given_on=self._day_time.today())
        self.blank = carrying.blank_draft(pinned, self.pins)
        self.opened: Opened | None = None
        self._shown = self.blank
        self._aside: Draft | None = None

    def client_ref(self) -> str:
        """Return whom the draft corrects, "" for somebody new."""
        return self.opened.client_ref if self.opened else ""

    def only_read(self) -> bool:
        """Return whether a recorded one stands there that may not be corrected now."""
        return self.opened is not None and not self.opened.may_correct

    def shown(self, draft: Draft) -> None:
        """Take ``draft`` as what was put on the screen, before anything is typed."""
        self._shown = draft

    def carry_on(self, draft: Draft) -> None:
        """Take over what is pinned in the half-typed ``draft`` of somebody new."""
        self.blank = carrying.with_pins(self.blank, draft, self.pins)

    def has_typing(self, draft: Draft) -> bool:
        """Return whether something would be lost if ``draft`` were cleared."""
        if self.opened is not None:
            return draft != self._shown
        return carrying.differs(draft, self.blank, self.pins)

    def open(self, opened: Opened, draft: Draft) -> None:
        """Let a recorded one stand there; of a new person ``draft`` is set aside."""
        if self.opened is None:
            self._aside = draft
        self.opened = opened

    def leave(self) -> Draft | None:
        """Leave the recorded one; return the draft that was set aside."""
        aside, self._aside, self.opened = self._aside, None, None
        return aside

    def cleared(self, draft: Draft) -> Draft:
        """Drop the person of ``draft``; return the blank that follows, with the pins as they stand.

        Where there was nobody to drop, the page of the paper register ends: the next person comes today, on no line.
        """
        pinned = self._aside if self.opened is not None and self._aside is not None else draft
        page_ends = self.opened is None and bool(self.blank.page) and not self.has_typing(draft)
        self.leave()
        self.blank = self._day_time.rolled(carrying.with_pins(self.blank, pinned, self.pins))
        if page_ends:
            self.blank = replace(self.blank, page="", line="", given_on=self._day_time.today())
        return self.blank

    def saved(self, draft: Draft) -> Draft:
        """Return the blank of the next person after ``draft`` was saved."""
        self.blank = self._day_time.rolled(carrying.next_draft(draft, self.pins))
        return self.blank

    def with_clock(self, draft: Draft, edited: str) -> Draft:
        """Return ``draft`` with the time of the dose, once a person began to type it."""
        return draft if self.opened else self._day_time.filled(draft, edited, self.pins)

    def pin(self, values: Mapping[str, str], draft: Draft) -> Draft:
        """Pin ``values``; return ``draft`` with them, or as it is while a recorded one stands there."""
        self.pins |= values.keys()
        self.blank = filling.filled(self.blank, values)
        if self.opened is None:
            return filling.filled(draft, values)
        if self._aside is not None:
            self._aside = filling.filled(self._aside, values)
        return draft

    def turn_pin(self, name: str) -> None:
        """Pin the field ``name``, or let it go."""
        if self.opened is None and name and name != carrying.CLOCKED:
            self.pins ^= {name}
