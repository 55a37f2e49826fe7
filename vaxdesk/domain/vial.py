# SPDX-License-Identifier: MIT
"""A vial that was opened at a centre, what came out of it and what was lost. Says nothing, counts only.

Days and times of the day are the centre's own.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final


class LostWhy(enum.StrEnum):
    """Why doses of an open vial were not given. The values are stored."""

    TIME_UP = "time_up"
    NOBODY_CAME = "nobody_came"
    SPILT = "spilt"
    CONTAMINATED = "contaminated"
    TEMPERATURE = "temperature"
    UNDERFILLED = "underfilled"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VialDraft:
    """A vial to be opened, as typed. Where ``Draft`` has the same field it has the same name.

    ``expires_on`` may be a day or a month, which means its last day; "" in ``doses``, ``vial`` and
    ``vial_opened_at`` takes the vaccine's own number, the next free label, and now.
    """

    centre: str = ""
    vaccine: str = ""
    batch: str = ""
    expires_on: str = ""
    doses: str = ""
    vial: str = ""
    vial_opened_at: str = ""


@dataclass(frozen=True, slots=True)
class NewVial:
    """A ``VialDraft`` that passed every rule."""

    centre: str
    label: str
    vaccine: str
    batch: str
    expires_on: date
    doses: int
    opened_on: date
    opened_at: time


@dataclass(frozen=True, slots=True)
class Vial:
    """One opened vial.

    Attributes:
        label: unique for its centre and day, such as L7.
        expires_on: the last day on which it may be used.
        doses: how many its label promises.
        closed_at: aware; None while it is open.
        lost: doses that were neither given nor extra; 0 while it is open.
    """

    id: int
    centre: str
    opened_on: date
    label: str
    vaccine: str
    batch: str
    expires_on: date
    doses: int
    opened_at: time
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    lost: int
    lost_why: LostWhy | None


@dataclass(frozen=True, slots=True)
class VialCount:
    """A vial with what came out of it.

    Attributes:
        given: live vaccinations recorded from it.
    """

    vial: Vial
    given: int

    @property
    def left(self) -> int:
        """Doses still in it; below 0 when it held more than its label promises."""
        return self.vial.doses - self.given

    @property
    def extra(self) -> int:
        """Doses given beyond what the label promises."""
        return max(0, -self.left)

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return self.vial.closed_at is None


@dataclass(frozen=True, slots=True)
class VialRow(VialCount):
    """A vial on the board.

    Attributes:
        discard_at: the centre's own time, without a zone, from which it may not be used.
    """

    discard_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that was opened at this desk before."""

    vaccine: str
    batch: str
    expires_on: date
    doses: int


@dataclass(frozen=True, slots=True)
class KnownVial:
    """What the store knows of the vial of a draft and of its batch.

    Attributes:
        batch_expires_on: the last day of the draft's batch, None when that batch was never opened here.
        vaccine, batch: of the vial that bears the draft's label on its day; "" when there is none.
        closed_at: aware; when that vial was closed.
        after_needle: the draft corrects a dose that was given long since; nothing can be stopped any more.
    """

    batch_expires_on: date | None = None
    vaccine: str = ""
    batch: str = ""
    closed_at: datetime | None = None
    after_needle: bool = False


NO_VIAL: Final = KnownVial()


@dataclass(frozen=True, slots=True)
class VialDay:
    """The sum over the vials of one day.

    Attributes:
        issued: doses that the labels of the opened vials promise.
        given: vaccinations from these vials.
        lost_by: doses lost in closed vials, by reason, in the order of ``LostWhy``.
    """

    opened: int
    still_open: int
    issued: int
    given: int
    extra: int
    lost_by: tuple[tuple[LostWhy, int], ...]

    @property
    def lost(self) -> int:
        """Doses lost in closed vials."""
        return sum(count for _why, count in self.lost_by)

    @property
    def wastage(self) -> float | None:
        """(issued − given) ÷ issued: below 0 when vials held more than promised; None when none was opened."""
        return (self.issued - self.given) / self.issued if self.issued else None


def day_of(counts: Iterable[VialCount]) -> VialDay:
    """Return the sum over the vials of a day."""
    vials = tuple(counts)
    lost = {why: sum(each.vial.lost for each in vials if each.vial.lost_why is why) for why in LostWhy}
    return VialDay(
        opened=len(vials),
        still_open=sum(each.is_open for each in vials),
        issued=sum(each.vial.doses for each in vials),
        given=sum(each.given for each in vials),
        extra=sum(each.extra for each in vials),
        lost_by=tuple((why, count) for why, count in lost.items() if count),
    )
