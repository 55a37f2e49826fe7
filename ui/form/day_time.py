# SPDX-License-Identifier: MIT
"""Day and time of the dose as the clock gives them: today for a new desk, now at a person's first key.

A desk left on overnight must not date the morning's people yesterday. Sets no field itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.dosing import day_text
from vaxdesk.validation import parse_date


class DayTime:
    """Remembers for one person what the clock filled in, so that it never overrides what was typed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._day = clock.today()
        self._filled = ""
        self._typed = False

    def today(self) -> str:
        """Return the centre's day as the date field shows it."""
        return day_text(self._clock.today())

    def rolled(self, blank: Draft) -> Draft:
        """Begin a new person: a date that meant today goes on meaning today."""
        self._filled, self._typed = "", False
        meant, self._day = day_text(self._day), self._clock.today()
        return replace(blank, given_on=self.today()) if blank.given_on == meant else blank

    def filled(self, draft: Draft, edited: str, pins: Collection[str]) -> Draft:
        """Return ``draft`` after a person changed ``edited``, with the time where the date is today."""
        if edited == "given_at":
            self._typed = True
            return draft
        if not draft.given_at and not self._filled and edited not in pins:
            draft = self._with_time_of_day(draft)
        if self._typed or parse_date(draft.given_on) == self._clock.today():
            return draft
        # The date was moved away from today: the clock's time no longer says anything about the dose.
        if self._filled and draft.given_at == self._filled:
            self._filled = ""
            return replace(draft, given_at="")
        return draft

    def _with_time_of_day(self, draft: Draft) -> Draft:
        if draft.given_on == day_text(self._day) and self._day != self._clock.today():
            self._day = self._clock.today()
            draft = replace(draft, given_on=self.today())
        if self._typed or parse_date(draft.given_on) != self._clock.today():
            return draft
        self._filled = f"{self._clock.local():%H:%M}"
        return replace(draft, given_at=self._filled)
