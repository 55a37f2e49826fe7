# SPDX-License-Identifier: MIT
"""What became of one vaccination, moment by moment, from the token to the portal's reference."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from vaxdesk.domain.upload import State


class Happened(enum.StrEnum):
    """What a moment of the story is about."""

    SEATED = "seated"
    RECORDED = "recorded"
    CORRECTED = "corrected"
    LEFT = "left"
    SENT = "sent"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened.

    Attributes:
        at: aware.
        detail: who did it, or the token, or the portal's reference; "" where nothing is to be said.
    """

    at: datetime
    happened: Happened
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One vaccination.

    Attributes:
        moments: the oldest first; of several of one kind that repeat (sent, printed) the last.
        reason: why it is held or cancelled, or the portal's own words; "" where there is none.
    """

    client_ref: str
    receipt_no: str
    name: str
    birth_year: int
    dose: int
    vaccine: str
    state: State
    portal_ref: str
    reason: str
    moments: tuple[Moment, ...]
