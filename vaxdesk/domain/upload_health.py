# SPDX-License-Identifier: MIT
"""How the portal bore up over one day, and what the upload cost: counts, bytes and seconds, nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from vaxdesk.domain.upload import Attempt


@dataclass(frozen=True, slots=True)
class HealthSlot:
    """One quarter of an hour.

    Attributes:
        starts_at: aware, in the centre's time.
        fine: exchanges that brought an answer.
        troubled: exchanges that did not, or that were sent away.
        median_s: seconds of the median exchange, None where there was none.
    """

    starts_at: datetime
    fine: int
    troubled: int
    median_s: float | None


@dataclass(frozen=True, slots=True)
class UploadCost:
    """What a span of the upload took, and what it brought.

    Attributes:
        calls: requests, the repeated ones included.
        confirmed: vaccinations that the portal proved in it.
    """

    calls: int
    bytes_sent: int
    bytes_received: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class UploadHealth:
    """One day of the upload at this desk.

    Attributes:
        calls: requests, the repeated ones included.
        confirmed: vaccinations that the portal proved that day.
        slots: the quarters of an hour from the first exchange to the last, without a gap.
    """

    day: date
    calls: int
    bytes_sent: int
    bytes_received: int
    confirmed: int
    slots: tuple[HealthSlot, ...]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One exchange as the list of exchanges shows it.

    Attributes:
        receipt_no, name: of the vaccination it was for.
    """

    attempt: Attempt
    client_ref: str
    receipt_no: str
    name: str
