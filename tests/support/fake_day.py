# SPDX-License-Identifier: MIT
"""``services.day.Day`` in memory: the pins of today, and a doubt that a test may put there."""

from __future__ import annotations

from datetime import date

from vaxdesk.services.day import DoubtedDay


class FakeDay:
    """``doubt`` is asked about until somebody vouches."""

    def __init__(self) -> None:
        self.doubt: DoubtedDay | None = None
        self.vouched: list[date] = []
        self.kept_pins: frozenset[str] | None = None

    def doubted(self) -> DoubtedDay | None:
        return None if self.doubt is not None and self.doubt.today in self.vouched else self.doubt

    def vouch(self, today: date) -> None:
        self.vouched.append(today)

    def pins(self) -> frozenset[str] | None:
        return self.kept_pins

    def keep_pins(self, names: frozenset[str]) -> None:
        self.kept_pins = names
