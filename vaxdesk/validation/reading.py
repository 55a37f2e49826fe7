# SPDX-License-Identifier: MIT
"""Reads the fields of a draft one by one: what each holds by itself, and a Problem where it cannot be read.

Pure. It compares no field with another and knows nothing of the store; ``vaxdesk.validation`` does that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final, TypeVar

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, IdType, MobileOf, NoIdWhy, SubCategory
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.problem import Problem
from vaxdesk.dosing import ReferenceTable, Vaccine

LIMITS: Final = {
    "name": 100,
    "id_number": 25,
    "facility": 100,
    "batch": 50,
    "vial": 20,
    "vaccinator": 100,
    "aefi": 500,
    "remarks": 500,
    "page": 20,
    "line": 20,
}
_ID_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9/ \-]{2,23}[A-Z0-9]")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME: Final = re.compile(r"(?:(\d{1,2})[:.](\d{2})(?::00)?|(\d{2})(\d{2}))", re.ASCII)
_YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)
_DOSE: Final = re.compile(r"(?:dose ?)?(\d)", re.ASCII | re.IGNORECASE)
_T = TypeVar("_T")


@dataclass(slots=True)
class Read:
    """What could be read; None or "" where a field is missing or unfit."""

    name: str = ""
    gender: Gender | None = None
    birth_year: int | None = None
    mobile: str = ""
    mobile_of: MobileOf | None = None
    id_type: IdType | None = None
    id_number: str = ""
    no_id_why: NoIdWhy | None = None
    centre: str = ""
    category: Category | None = None
    sub_category: SubCategory | None = None
    facility: str = ""
    comorbidity: bool = False
    dose: int | None = None
    vaccine: Vaccine | None = None
    batch: str = ""
    vial: str = ""
    vial_opened_at: time | None = None
    given_on: date | None = None
    given_at: time | None = None
    vaccinator: str = ""
    aefi: str = ""
    remarks: str = ""
    page: str = ""
    line: str = ""
    dose1_on: date | None = None
    dose1_vaccine: Vaccine | None = None

    def beneficiary(self) -> Beneficiary | None:
        """Return the person, None until every fact of theirs was read."""
        if not (self.name and self.gender and self.birth_year and self.mobile):
            return None
        if not (self.id_type and self.id_number) and self.no_id_why is None:
            return None
        return Beneficiary(
            self.name, self.gender, self.birth_year, self.mobile, self.id_type, self.id_number, self.mobile_of
        )


def read_person(draft: Draft) -> Read:
    """Return only the person of ``draft``."""
    fields = _Fields(draft)
    read = Read()
    _read_person(fields, read)
    return read


def read_draft(draft: Draft, centres: Sequence[str], table: ReferenceTable) -> tuple[Read, list[Problem]]:
    """Return what ``draft`` holds, and a Problem for each field that is missing or cannot be read."""
    fields = _Fields(draft)
    read = Read()
    _read_person(fields, read)
    read.centre = fields.centre(centres)
    read.category = fields.choice("category", identity.read_category, needed=True)
    read.sub_category = fields.choice("sub_category", identity.read_sub_category)
    read.facility = fields.text("facility")
    read.comorbidity = fields.choice("comorbidity", identity.read_yes_no) or False
    read.dose = fields.dose(table.max_dose)
    read.vaccine = fields.vaccine("vaccine", table, needed=True)
    read.batch = fields.text("batch", needed=True)
    read.vial = fields.text("vial")
    read.vial_opened_at = fields.time("vial_opened_at")
    read.given_on = fields.date("given_on", needed=True)
    read.given_at = fields.time("given_at", needed=True)
    read.vaccinator = fields.text("vaccinator", needed=True)
    read.aefi = fields.text("aefi")
    read.remarks = fields.text("remarks")
    read.page = fields.text("page")
    read.line = fields.text("line")
    read.dose1_on = fields.date("dose1_on")
    read.dose1_vaccine = fields.vaccine("dose1_vaccine", table)
    return read, fields.problems


def read_vial(draft: Draft, centres: Sequence[str], table: ReferenceTable) -> tuple[Read, list[Problem]]:
    """Return only centre, vaccine, batch and vial of ``draft``, and a Problem for each that cannot be read."""
    fields = _Fields(draft)
    read = Read(centre=fields.centre(centres), vaccine=fields.vaccine("vaccine", table, needed=True))
    read.batch = fields.text("batch", needed=True)
    read.vial = fields.text("vial")
    read.vial_opened_at = fields.time("vial_opened_at")
    return read, fields.problems


def read_listed(draft: Draft, centres: Sequence[str], table: ReferenceTable) -> tuple[Read, list[Problem]]:
    """Return the person of a row of an expected list and what they are due for; only the name may not be missing."""
    fields = _Fields(draft)
    read = Read()
    _read_person(fields, read)
    read.centre = fields.centre(centres)
    read.category = fields.choice("category", identity.read_category)
    read.sub_category = fields.choice("sub_category", identity.read_sub_category)
    read.facility = fields.text("facility")
    read.dose = fields.dose(table.max_dose)
    read.vaccine = fields.vaccine("vaccine", table)
    read.remarks = fields.text("remarks")
    return read, [problem for problem in fields.problems if problem.code != "missing" or problem.field == "name"]


def _read_person(fields: _Fields, read: Read) -> None:
    read.name = fields.name()
    read.gender = fields.choice("gender", identity.read_gender, needed=True)
    read.birth_year = fields.year("birth_year")
    read.mobile = fields.mobile()
    read.mobile_of = fields.choice("mobile_of", identity.read_mobile_of)
    why = fields.choice("no_id_why", identity.read_no_id_why)
    if why is not None and fields.are_empty("id_type", "id_number"):
        read.no_id_why = why
        return
    # With an ID there is no reason to be without one: whoever brings it need not take the reason back.
    read.id_type = fields.choice("id_type", identity.read_id_type, needed=True)
    read.id_number = fields.id_number(read.id_type)


def parse_date(text: str) -> date | None:
    """Return the day that ``text`` names: day first with a four-digit year, or ISO; None when none."""
    parts = _date_parts(text)
    try:
        return date(*parts) if parts else None
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Return the 24-hour time that ``text`` names: 11:32, 11.32 or 1132. None when it names none."""
    parts = _time_parts(text)
    try:
        return time(*parts) if parts else None
    except ValueError:
        return None


def _date_parts(text: str) -> tuple[int, int, int] | None:
    if match := _DAY_FIRST.fullmatch(text):
        return int(match[4]), int(match[3]), int(match[1])
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    return None


def _time_parts(text: str) -> tuple[int, int] | None:
    match = _TIME.fullmatch(text)
    return (int(match[1] or match[3]), int(match[2] or match[4])) if match else None


class _Fields:
    """The draft's fields by kind; whatever is wrong with one goes to ``problems`` and reads as nothing."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.problems: list[Problem] = []

    def _problem(self, name: str, code: str, **params: str) -> None:
        self.problems.append(Problem(name, code, params=tuple(params.items())))

    def are_empty(self, *names: str) -> bool:
        """Return whether nothing stands in any of ``names``."""
        return not any(identity.normalise_text(getattr(self._draft, name)) for name in names)

    def _plain(self, name: str, *, needed: bool = False) -> str:
        """Return the field's text with any Aadhaar number masked; "" when it is empty or hides something."""
        raw: str = getattr(self._draft, name)
        text = identity.normalise_text(raw)
        if not text:
            if needed:
                self._problem(name, "missing")
            return ""
        hidden = identity.hidden_characters(raw)
        if hidden:
            self._problem(name, "hidden_characters", characters=", ".join(hidden[:5]))
            return ""
        return identity.hide_aadhaar(text)

    def _fits(self, name: str, text: str) -> bool:
        limit = LIMITS[name]
        if len(text) > limit:
            self._problem(name, "too_long", limit=str(limit), length=str(len(text)))
            return False
        return True

    def text(self, name: str, *, needed: bool = False) -> str:
        text = self._plain(name, needed=needed)
        return text if self._fits(name, text) else ""

    def name(self) -> str:
        text = identity.normalise_name(self.text("name", needed=True))
        strangers = identity.characters_not_of_a_name(text)
        signs = [c for c in strangers if not c.isdecimal()]
        if signs:
            self._problem("name", "name_characters", characters=" ".join(signs[:10]))
        elif strangers:
            self._problem("name", "name_digits")
        elif text and not any(c.isalpha() for c in text):
            self._problem("name", "name_without_letters")
        else:
            return text
        return ""

    def year(self, name: str) -> int | None:
        text = self._plain(name, needed=True)
        if not text:
            return None
        if not _YEAR.fullmatch(text):
            self._problem(name, "year_unreadable")
            return None
        return int(text)

    def mobile(self) -> str:
        raw = self._draft.mobile
        if len(identity.normalise_mobile(raw)) != 10 and identity.hide_aadhaar(raw) != raw:
            self._problem("mobile", "mobile_is_aadhaar")
            return ""
        text = self._mobile_text()
        mobile = identity.normalise_mobile(text)
        national = mobile.removeprefix("+91")
        if not mobile:
            return ""
        if not (national.isascii() and national.isdigit()):
            self._problem("mobile", "mobile_characters")
        elif len(national) != 10:
            self._problem("mobile", "mobile_length", count=str(len(national)))
        elif national[0] not in "6789":
            self._problem("mobile", "mobile_start", digit=national[0])
        else:
            return mobile
        return ""

    def _mobile_text(self) -> str:
        """As ``_plain``, but twelve digits may be a mobile with its 91."""
        raw = self._draft.mobile
        if identity.hidden_characters(raw):
            return self._plain("mobile")
        text = identity.normalise_text(raw)
        if not text:
            self._problem("mobile", "missing")
        return text

    def id_number(self, id_type: IdType | None) -> str:
        text = self._plain("id_number", needed=True)
        if not text or id_type is None:
            return ""
        if id_type is IdType.AADHAAR:
            four = identity.last_four(text)
            if not four:
                self._problem("id_number", "aadhaar_digits", count=str(sum(c.isdecimal() for c in text)))
            return four
        number = identity.normalise_id_number(id_type, text)
        if text != identity.normalise_text(self._draft.id_number):
            self._problem("id_number", "id_is_aadhaar")
        elif not _ID_NUMBER.fullmatch(number):
            self._problem("id_number", "id_number_form", most=str(LIMITS["id_number"]))
        else:
            return number
        return ""

    def centre(self, centres: Sequence[str]) -> str:
        text = self._plain("centre", needed=True)
        if not text:
            return ""
        for code in centres:
            if code.casefold() == text.casefold():
                return code
        self._problem("centre", "unknown_centre", centres=", ".join(centres))
        return ""

    def choice(self, name: str, reader: Callable[[str], _T | None], *, needed: bool = False) -> _T | None:
        text = self._plain(name, needed=needed)
        if not text:
            return None
        found = reader(text)
        if found is None:
            self._problem(name, f"unknown_{name}")
        return found

    def dose(self, max_dose: int) -> int | None:
        text = self._plain("dose", needed=True)
        if not text:
            return None
        match = _DOSE.fullmatch(text)
        if not match or not 1 <= int(match[1]) <= max_dose:
            self._problem("dose", "unknown_dose", most=str(max_dose))
            return None
        return int(match[1])

    def vaccine(self, name: str, table: ReferenceTable, *, needed: bool = False) -> Vaccine | None:
        text = self._plain(name, needed=needed)
        if not text:
            return None
        found = table.vaccine(text)
        if found is None:
            self._problem(name, "unknown_vaccine", vaccines=", ".join(v.name for v in table.vaccines))
        return found

    def date(self, name: str, *, needed: bool = False) -> date | None:
        text = self._plain(name, needed=needed)
        if not text:
            return None
        found = parse_date(text)
        if found is None:
            self._problem(name, "no_such_day" if _date_parts(text) else "date_unreadable")
        return found

    def time(self, name: str, *, needed: bool = False) -> time | None:
        text = self._plain(name, needed=needed)
        if not text:
            return None
        found = parse_time(text)
        if found is None:
            self._problem(name, "no_such_time" if _time_parts(text) else "time_unreadable")
        return found
