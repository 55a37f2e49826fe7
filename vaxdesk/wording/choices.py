# SPDX-License-Identifier: MIT
"""The names of fields and choices in the language in use. Decides nothing and reads nothing back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vaxdesk.domain.beneficiary import Category, Gender, IdType, MobileOf, NoIdWhy, SubCategory
from vaxdesk.domain.vial import LostWhy
from vaxdesk.i18n import N_, _

FIELDS: Final[Mapping[str, str]] = {
    "centre": N_("Centre"),
    "name": N_("Name (as on ID)"),
    "gender": N_("Gender"),
    "birth_year": N_("Year of birth"),
    "mobile": N_("Mobile"),
    "mobile_of": N_("Mobile of"),
    "id_type": N_("Photo-ID type"),
    "id_number": N_("Photo-ID number"),
    "no_id_why": N_("No usable ID, because"),
    "category": N_("Category"),
    "sub_category": N_("Sub-category"),
    "facility": N_("Facility"),
    "comorbidity": N_("Comorbidity"),
    "dose": N_("Dose"),
    "vaccine": N_("Vaccine"),
    "batch": N_("Batch"),
    "vial": N_("Vial"),
    "vial_opened_at": N_("Vial opened at"),
    "given_on": N_("Date of vaccination"),
    "given_at": N_("Time of vaccination"),
    "vaccinator": N_("Vaccinator"),
    "aefi": N_("AEFI"),
    "remarks": N_("Remarks"),
    "page": N_("Register page"),
    "line": N_("Register line"),
    "dose1_on": N_("Date of dose 1"),
    "dose1_vaccine": N_("Vaccine of dose 1"),
}
VIAL_FIELDS: Final[Mapping[str, str]] = {
    "expires_on": N_("Expiry"),
    "doses": N_("Doses in the vial"),
    "lost": N_("Doses lost"),
    "lost_why": N_("Why they were lost"),
}
LOST_WHY: Final[Mapping[LostWhy, str]] = {
    LostWhy.TIME_UP: N_("Its time was up"),
    LostWhy.NOBODY_CAME: N_("Nobody else came"),
    LostWhy.SPILT: N_("Broken or spilt"),
    LostWhy.CONTAMINATED: N_("Dirty or suspect"),
    LostWhy.TEMPERATURE: N_("Frozen or too warm"),
    LostWhy.UNDERFILLED: N_("Held less than its label says"),
    LostWhy.OTHER: N_("Another reason"),
}
GENDERS: Final[Mapping[Gender, str]] = {
    Gender.FEMALE: N_("Female"),
    Gender.MALE: N_("Male"),
    Gender.OTHER: N_("Other"),
}
ID_TYPES: Final[Mapping[IdType, str]] = {
    IdType.AADHAAR: N_("Aadhaar card"),
    IdType.DRIVING_LICENCE: N_("Driving licence"),
    IdType.PAN: N_("PAN card"),
    IdType.PASSPORT: N_("Passport"),
    IdType.PENSION_PASSBOOK: N_("Pension passbook"),
    IdType.NPR_SMART_CARD: N_("NPR smart card"),
    IdType.VOTER_ID: N_("Voter ID"),
    IdType.RATION_CARD: N_("Ration card with photo"),
}
MOBILES_OF: Final[Mapping[MobileOf, str]] = {
    MobileOf.RELATIVE: N_("A relative"),
}
NO_ID_WHY: Final[Mapping[NoIdWhy, str]] = {
    NoIdWhy.NOT_BROUGHT: N_("Not brought today"),
    NoIdWhy.NEVER_HAD: N_("Never had one"),
    NoIdWhy.LOST: N_("Lost"),
    NoIdWhy.UNREADABLE: N_("Cannot be read"),
    NoIdWhy.OTHER: N_("Another reason"),
}
CATEGORIES: Final[Mapping[Category, str]] = {
    Category.HEALTH_WORKER: N_("Health worker"),
    Category.FRONTLINE_WORKER: N_("Frontline worker"),
    Category.AGED_60: N_("60 and above"),
    Category.AGED_45_ILL: N_("45 to 59 with illness"),
    Category.AGED_45: N_("45 and above"),
    Category.AGED_18: N_("18 and above"),
}
SUB_CATEGORIES: Final[Mapping[SubCategory, str]] = {
    SubCategory.FRONTLINE: N_("Frontline worker (ANM/ASHA/AWW)"),
    SubCategory.NURSE: N_("Nurse or supervisor"),
    SubCategory.MEDICAL_OFFICER: N_("Medical officer"),
    SubCategory.PARAMEDICAL: N_("Paramedical staff"),
    SubCategory.SUPPORT: N_("Support staff"),
    SubCategory.STUDENT: N_("Student"),
    SubCategory.SCIENTIST: N_("Scientist or research staff"),
    SubCategory.CLERICAL: N_("Clerical and administrative"),
    SubCategory.OTHER_HEALTH: N_("Other health staff"),
}
VACCINES: Final[Mapping[str, str]] = {
    "COVISHIELD": N_("Covishield"),
    "COVAXIN": N_("Covaxin"),
    "SPUTNIK V": N_("Sputnik V"),
    "ZYCOV-D": N_("ZyCoV-D"),
    "CORBEVAX": N_("Corbevax"),
    "COVOVAX": N_("Covovax"),
}


def field_label(field: str) -> str:
    """Return the name of a ``Draft`` field or of a vial's; a field that has none keeps its own."""
    words = FIELDS.get(field) or VIAL_FIELDS.get(field)
    return _(words) if words else field


def lost_why(value: LostWhy) -> str:
    """Return the words for why doses of a vial were lost."""
    return _(LOST_WHY[value])


def gender(value: Gender) -> str:
    """Return the word for a gender."""
    return _(GENDERS[value])


def id_type(value: IdType | None) -> str:
    """Return the word for a kind of photo ID, or that there is no usable one."""
    return _("No usable ID") if value is None else _(ID_TYPES[value])


def mobile_of(value: MobileOf | None) -> str:
    """Return the words for whose a mobile is, "" for the person's own."""
    return "" if value is None else _(MOBILES_OF[value])


def no_id_why(value: NoIdWhy | None) -> str:
    """Return the words for why there is no usable ID, "" where there is one."""
    return "" if value is None else _(NO_ID_WHY[value])


def category(value: Category) -> str:
    """Return the words for a category."""
    return _(CATEGORIES[value])


def sub_category(value: SubCategory) -> str:
    """Return the words for a sub-group of health workers."""
    return _(SUB_CATEGORIES[value])


def vaccine(name: str) -> str:
    """Return the everyday name of a vaccine of the table; one that has none keeps the portal's."""
    return _(VACCINES[name]) if name in VACCINES else name
