# SPDX-License-Identifier: MIT
"""How long until all is settled, from what was measured. Pure.

What counts is how fast the last people were confirmed while there was work: the seconds from the confirmation before,
or from the recording where that came later, until its own. So an hour without anybody to upload makes nothing slow. A
pace makes a bound under that, and the only word there is before enough was measured. Out of nothing nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

MEASURED: Final = 50
"""So many confirmations at most are measured: enough that one more changes little."""
MEASURED_S: Final = 1800.0
"""What was confirmed longer ago tells nothing of now."""
FEWEST: Final = 5
"""With fewer confirmations nothing is said of the speed."""
USUAL_CALLS: Final = 3.0
"""Requests for one vaccination, while none was measured: look, register, dose."""


class Arrival(NamedTuple):
    """One confirmation. Both are epoch seconds."""

    confirmed_at: float
    recorded_at: float


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is known of the work that is left.

    Attributes:
        unsettled: vaccinations.
        arrived: the last confirmations, oldest first; the first one is only where measuring begins.
        calls: requests since the first of ``arrived``.
        call_s: seconds that the pace takes for each request in the long run, None where there is no pace.
        looks: requests that come before all others.
        wait_s: until the next call may be made.
        last_due_s: until the last attempt that is planned already.
    """

    unsettled: int
    arrived: Sequence[Arrival] = ()
    calls: int = 0
    call_s: float | None = None
    looks: int = 0
    wait_s: float = 0.0
    last_due_s: float = 0.0


def time_left_s(backlog: Backlog) -> float | None:
    """Return the seconds until all is settled, 0 when it is; None when that cannot be said."""
    if not backlog.unsettled:
        return 0.0
    each_s = seconds_each(backlog.arrived)
    if each_s is None and backlog.call_s is None:
        return None
    work_s = backlog.unsettled * (each_s or 0.0)
    if backlog.call_s is not None:
        calls = backlog.looks + backlog.unsettled * _calls_each(backlog)
        work_s = max(work_s, calls * backlog.call_s)
    return max(backlog.wait_s + work_s, backlog.last_due_s)


def seconds_each(arrived: Sequence[Arrival]) -> float | None:
    """Return the mean seconds of work between two confirmations, None when too few were measured."""
    if len(arrived) <= FEWEST:
        return None
    begun = (max(before.confirmed_at, this.recorded_at) for before, this in pairwise(arrived))
    worked = (max(0.0, this.confirmed_at - at) for at, this in zip(begun, arrived[1:], strict=True))
    return sum(worked) / (len(arrived) - 1)


def _calls_each(backlog: Backlog) -> float:
    if len(backlog.arrived) <= FEWEST:
        return USUAL_CALLS
    return max(1.0, backlog.calls / (len(backlog.arrived) - 1))
