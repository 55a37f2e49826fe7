# SPDX-License-Identifier: MIT
"""A visit that ended without a needle: the result, why, and whose it was. Pure.

The reasons are those of the ministry's letter of 14 January 2021 on precautions and contraindications, and what
vaccinators hear most. Results and reasons are stored by value; ``vaxdesk.wording.visits`` has the words.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final


class VisitResult(enum.StrEnum):
    """What became of somebody who was not vaccinated."""

    REFUSED = "refused"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"
    ABSENT = "absent"
    ALREADY_VACCINATED = "already_vaccinated"


REASONS: Final[Mapping[VisitResult, tuple[str, ...]]] = {
    VisitResult.REFUSED: ("afraid", "wants_to_wait", "wants_another_vaccine", "family", "other"),
    VisitResult.DEFERRED: ("covid", "plasma", "unwell", "another_vaccination", "too_early", "no_vaccine", "other"),
    VisitResult.CONTRAINDICATED: ("allergy_to_dose", "allergy", "pregnant", "breast_feeding", "other"),
    VisitResult.ABSENT: (),
    VisitResult.ALREADY_VACCINATED: (),
}
"""In the order of their number keys; where there are some, one has to be given."""

ENDED_BY_CHANGE: Final = "changed"
ENDED_BY_NEEDLE: Final = "vaccinated"


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it stands. The facts of the person are those that were typed, perhaps only a name.

    Attributes:
        visited_on, visited_at: the centre's own day, and time as ``HH:MM``.
        reason: one of ``REASONS`` of the result, "" where it has none.
        id_number: never a full Aadhaar.
        ended_why: "" while it counts; else why it does not any more.
    """

    client_ref: str
    centre: str
    visited_on: date
    visited_at: str
    result: VisitResult
    reason: str
    name: str
    gender: str
    birth_year: str
    mobile: str
    id_type: str
    id_number: str
    category: str
    recorded_by: str
    recorded_at: datetime
    ended_why: str = ""


def fits(result: VisitResult, reason: str) -> bool:
    """Return whether ``reason`` may stand with ``result``: one of its own where it has some, else none."""
    return reason in REASONS[result] if REASONS[result] else reason == ""
