# SPDX-License-Identifier: MIT
"""What a scanner read, with nothing in it that a desk must not keep.

Of an Aadhaar only name, year of birth, gender and the last four digits ever reach one of these.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from vaxdesk.domain.beneficiary import Gender


class Unreadable(enum.StrEnum):
    """What a code was meant to be that cannot be read."""

    AADHAAR = "aadhaar"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class AadhaarScan:
    """The QR code of an Aadhaar letter or card.

    Attributes:
        name: as printed, normalised.
        birth_year: four digits, "" where the card does not say it.
        gender: None where the card does not say it.
        last_four: the last four digits of the number.
    """

    name: str
    birth_year: str
    gender: Gender | None
    last_four: str


@dataclass(frozen=True, slots=True)
class SlipScan:
    """The QR code of a slip that a VaxDesk printed.

    Attributes:
        receipt_no: with a check digit that fits.
        mark: eight hexadecimal digits that tell the slips of two desks with the same number apart.
    """

    receipt_no: str
    mark: str


@dataclass(frozen=True, slots=True)
class BatchScan:
    """The GS1 bar code of a vial or its carton; ``expires_on`` is None where it is not in it."""

    batch: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class ReferenceScan:
    """A bar code of thirteen or fourteen digits: a person's reference on the portal."""

    portal_ref: str


@dataclass(frozen=True, slots=True)
class UnreadableScan:
    """A code that only a machine prints, damaged or of a kind that is not known; nothing of it is kept."""

    kind: Unreadable


Scanned: TypeAlias = AadhaarScan | SlipScan | BatchScan | ReferenceScan | UnreadableScan
