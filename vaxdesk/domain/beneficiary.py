# SPDX-License-Identifier: MIT
"""The person who is vaccinated, and the lists their facts are chosen from."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Gender(enum.StrEnum):
    """Stored by value."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class IdType(enum.StrEnum):
    """Photo IDs that the portal takes; stored by value, numbered only in ``portal/cowin``."""

    AADHAAR = "aadhaar"
    DRIVING_LICENCE = "driving_licence"
    PAN = "pan"
    PASSPORT = "passport"
    PENSION_PASSBOOK = "pension_passbook"
    NPR_SMART_CARD = "npr_smart_card"
    VOTER_ID = "voter_id"
    RATION_CARD = "ration_card"


class Category(enum.StrEnum):
    """Why the person is entitled."""

    HEALTH_WORKER = "hcw"
    FRONTLINE_WORKER = "flw"
    AGED_60 = "aged_60"
    AGED_45_ILL = "aged_45_ill"
    AGED_45 = "aged_45"
    AGED_18 = "aged_18"


class SubCategory(enum.StrEnum):
    """Sub-groups of health workers, as the ministry's template lists them."""

    FRONTLINE = "frontline_worker"
    NURSE = "nurse_or_supervisor"
    MEDICAL_OFFICER = "medical_officer"
    PARAMEDICAL = "paramedical_staff"
    SUPPORT = "support_staff"
    STUDENT = "student"
    SCIENTIST = "scientist_or_research_staff"
    CLERICAL = "clerical_and_administrative"
    OTHER_HEALTH = "other_health_staff"


class MobileOf(enum.StrEnum):
    """Whose the mobile is where it is not the person's own; stored by value."""

    RELATIVE = "relative"


class NoIdWhy(enum.StrEnum):
    """Why somebody shows no photo ID that the portal takes; stored by value."""

    NOT_BROUGHT = "not_brought"
    NEVER_HAD = "never_had"
    LOST = "lost"
    UNREADABLE = "unreadable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """One person, normalised.

    Attributes:
        name: as on the ID, NFC, single blanks.
        birth_year: four digits.
        mobile: ten digits.
        id_type: None for somebody without a usable ID.
        id_number: normalised; of an Aadhaar only the last four digits ever exist here.
        mobile_of: whose the mobile is, None for their own.
    """

    name: str
    gender: Gender
    birth_year: int
    mobile: str
    id_type: IdType | None
    id_number: str
    mobile_of: MobileOf | None = None
