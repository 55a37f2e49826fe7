# SPDX-License-Identifier: MIT
"""By when a vaccination must be on the portal, 17:00 of the day after it was given, and what date it gets if not. Pure.

The portal writes the day of entry, not the day of the needle, for what comes after the cut-off.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

CUT_OFF: Final = time(17, 0)
_DAY: Final = timedelta(days=1)


def cut_off_of(given_on: date, zone: tzinfo) -> datetime:
    """Return the moment up to which the portal takes ``given_on`` as the day of a vaccination.

    Args:
        zone: the centre's.
    """
    return datetime.combine(given_on + _DAY, CUT_OFF, zone)


def first_day_in_time(now: datetime) -> date:
    """Return the earliest ``given_on`` that can still make its cut-off.

    Args:
        now: aware, in the centre's time.
    """
    return now.date() if now.time() >= CUT_OFF else now.date() - _DAY


def late_stamp(given_on: date, today: date) -> date:
    """Return the earliest date that the portal can write for a vaccination which has missed, or misses, its cut-off."""
    return max(today, given_on + _DAY)
