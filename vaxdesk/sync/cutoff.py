# SPDX-License-Identifier: MIT
"""By when a vaccination must be on the portal: 17:00 of the day after it was given. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

CUT_OFF: Final = time(17, 0)


def first_day_in_time(now: datetime) -> date:
    """Return the earliest ``given_on`` that can still make its cut-off.

    Args:
        now: aware, in the centre's time.
    """
    return now.date() if now.time() >= CUT_OFF else now.date() - timedelta(days=1)
