# SPDX-License-Identifier: MIT
"""One dose given to one beneficiary, valid and normalised."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time

from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, NoIdWhy, SubCategory
from vaxdesk.domain.vial import NO_VIAL, KnownVial


class Source(enum.StrEnum):
    """How the vaccination came to this desk."""

    LIVE = "live"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Vaccination:
    """A draft that passed every rule.

    Attributes:
        given_on, given_at: the centre's own day and time of the needle.
        vial_opened_at: the centre's time on ``given_on``; ``None`` where it was not written down.
        dose1_on, dose1_vaccine: of the first dose, on a second dose that follows one given elsewhere.
        page, line: of the paper register, as text.
        no_id_why: why the person shows no usable photo ID; until they do, the dose is held and never sent.
    """

    beneficiary: Beneficiary
    centre: str
    category: Category
    sub_category: SubCategory | None
    facility: str
    comorbidity: bool
    dose: int
    vaccine: str
    batch: str
    vial: str
    vial_opened_at: time | None
    given_on: date
    given_at: time
    vaccinator: str
    aefi: str
    remarks: str
    page: str
    line: str
    dose1_on: date | None
    dose1_vaccine: str
    no_id_why: NoIdWhy | None = None


@dataclass(frozen=True, slots=True)
class KnownDose:
    """A live dose the store already holds of the very person of a draft, with the gender recorded for it."""

    client_ref: str
    dose: int
    vaccine: str
    given_on: date
    recorded_at: datetime
    recorded_by: str
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class KnownHolder:
    """Another person in the store whose photo ID has the same type and number (or Aadhaar last four)."""

    name: str
    birth_year: int
    mobile: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that bears on one draft; the vaccination under correction is left out of it.

    Attributes:
        by_id: the portal, or another dose here, knows the person under correction by a photo ID.
        held_dose: the first dose that is held for who has the same name, mobile and year and no photo ID; 0: none is.
    """

    doses: tuple[KnownDose, ...] = ()
    holders: tuple[KnownHolder, ...] = ()
    vial: KnownVial = NO_VIAL
    by_id: bool = False
    held_dose: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a save gives back: proof that the row is on disk.

    Attributes:
        client_ref: our UUID, fixed at the first save.
        receipt_no: readable number with a check digit.
    """

    client_ref: str
    receipt_no: str
    name: str
    recorded_at: datetime
