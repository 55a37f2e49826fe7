# SPDX-License-Identifier: MIT
"""What the daily sheet knows of the day's vials: their sum, and the expiry of each dose's batch. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.domain.vial import Batch, VialCount, VialDay, day_of

_MINUS: Final = "−"
"""No hyphen: a spreadsheet would take what begins with one for a formula."""


@dataclass(frozen=True, slots=True)
class DayVials:
    """The vials of one day.

    Attributes:
        opened: that day, at the centres of the sheet.
        batches: every batch that was ever opened at this desk.
    """

    opened: tuple[VialCount, ...] = ()
    batches: tuple[Batch, ...] = ()

    def sum(self) -> VialDay:
        """Return the sum over the opened ones."""
        return day_of(self.opened)

    def expiry(self, given: Vaccination) -> date | None:
        """Return the last day of the batch of ``given``: as its own vial says, else as the batch's last vial did."""
        for each in self.opened:
            vial = each.vial
            same = (vial.centre, vial.opened_on, vial.label.casefold(), *_batch(vial.vaccine, vial.batch))
            if same == (given.centre, given.given_on, given.vial.casefold(), *_batch(given.vaccine, given.batch)):
                return vial.expires_on
        wanted = _batch(given.vaccine, given.batch)
        return next((b.expires_on for b in self.batches if _batch(b.vaccine, b.batch) == wanted), None)


NO_VIALS: Final = DayVials()


def percent(rate: float) -> str:
    """Return a rate as a percentage to one place, such as 4.1 or −10.0."""
    return f"{rate * 100:.1f}".replace("-", _MINUS)


def _batch(vaccine: str, batch: str) -> tuple[str, str]:
    return vaccine, batch.casefold()
