# SPDX-License-Identifier: MIT
"""Invented people by number: the same number is always the same person. Nobody here exists.

Every family name means "sample" or "imagined", every mobile lies in one block that only tests use.
Knows nothing of validation: the drafts are meant to pass it, and ``test_people.py`` holds them to it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from stdnum import luhn

from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, IdType, SubCategory
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import Role, User
from vaxdesk.domain.vaccination import Vaccination

CLERK = User("Clerk Kalpit", Role.CLERK)
SUPERVISOR = User("Supervisor Kalpit", Role.SUPERVISOR)
GIVEN_ON = date(2021, 1, 16)
CENTRES = ("LNJP", "MATHANA", "PEHOWA")

_FIRST = ("Asha", "Ravi", "Meena", "Suresh", "Kavita", "Mohan", "Sunita", "Anil", "Geeta", "आशा")
_LAST = ("Namoona", "Kalpit", "Udaharan", "Misaal", "Nakli", "Farzi", "Banavati")
_FIRST_MOBILE = 9_900_000_000
_FIRST_MINUTE = 9 * 60
_MINUTES_A_DAY = 480
_VIAL_DOSES = 10


def draft(n: int, **changed: str) -> Draft:
    """Return person ``n`` (0 or more) as a clerk would type them, with the fields in ``changed`` replaced."""
    female = _FIRST[n % len(_FIRST)] not in {"Ravi", "Suresh", "Mohan", "Anil"}
    id_type, id_number = _photo_id(n)
    person = Draft(
        centre="LNJP",
        name=f"{_FIRST[n % len(_FIRST)]} {_LAST[n // len(_FIRST) % len(_LAST)]}",
        gender=Gender.FEMALE if female else Gender.MALE,
        birth_year=str(1961 + n * 7 % 40),
        mobile=str(_FIRST_MOBILE + n),
        id_type=id_type,
        id_number=id_number,
        category=Category.HEALTH_WORKER,
        sub_category=SubCategory.NURSE,
        facility="Namoona Hospital",
        dose="1",
        vaccine="COVISHIELD",
        batch="4120Z005",
        vial=f"T{n // _VIAL_DOSES}",
        vial_opened_at=_clock_time(n - n % _VIAL_DOSES),
        given_on=f"{GIVEN_ON:%d-%m-%Y}",
        given_at=_clock_time(n),
        vaccinator="Sister Kalpit",
        page=str(n // 25 + 1),
        line=str(n % 25 + 1),
    )
    return replace(person, **changed)


def drafts(count: int, first: int = 0) -> list[Draft]:
    """Return ``count`` different people."""
    return [draft(n) for n in range(first, first + count)]


def vaccination(n: int) -> Vaccination:
    """Return person ``n`` as ``validation.check`` would give them back."""
    typed = draft(n)
    return Vaccination(
        beneficiary=Beneficiary(
            name=typed.name,
            gender=Gender(typed.gender),
            birth_year=int(typed.birth_year),
            mobile=typed.mobile,
            id_type=IdType(typed.id_type),
            id_number=typed.id_number,
        ),
        centre=typed.centre,
        category=Category.HEALTH_WORKER,
        sub_category=SubCategory.NURSE,
        facility=typed.facility,
        comorbidity=False,
        dose=1,
        vaccine=typed.vaccine,
        batch=typed.batch,
        vial=typed.vial,
        vial_opened_at=time.fromisoformat(typed.vial_opened_at),
        given_on=GIVEN_ON,
        given_at=time.fromisoformat(typed.given_at),
        vaccinator=typed.vaccinator,
        aefi="",
        remarks="",
        page=typed.page,
        line=typed.line,
        dose1_on=None,
        dose1_vaccine="",
    )


def _photo_id(n: int) -> tuple[IdType, str]:
    """Even people show an Aadhaar (four digits only), odd ones a voter ID that is theirs alone."""
    if n % 2 == 0:
        return IdType.AADHAAR, f"{n // 2 % 10_000:04}"
    digits = f"{n % 1_000_000:06}"
    return IdType.VOTER_ID, f"VXD{digits}{luhn.calc_check_digit(digits)}"


def _clock_time(n: int) -> str:
    hours, minutes = divmod(_FIRST_MINUTE + n % _MINUTES_A_DAY, 60)
    return f"{hours:02}:{minutes:02}"
