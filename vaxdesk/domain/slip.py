# SPDX-License-Identifier: MIT
"""What stands on a proof slip: facts only; the words and the paper are others'."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time

from vaxdesk.domain.upload import State


class Paper(enum.StrEnum):
    """What a slip is printed on."""

    A6 = "a6"
    ROLL_80 = "roll_80"


@dataclass(frozen=True, slots=True)
class Slip:
    """One dose of one person.

    Attributes:
        code: the text of the QR code; it has no personal data.
        next_due: the first day of the next dose, None after the last.
        made_at: aware; a state is only true of its moment.
    """

    client_ref: str
    receipt_no: str
    code: str
    name: str
    vaccine: str
    batch: str
    dose: int
    given_on: date
    given_at: time
    centre: str
    next_due: date | None
    state: State
    portal_ref: str
    made_at: datetime
