# SPDX-License-Identifier: MIT
"""What makes a row of an expected list somebody who can be found on the day.

Pure. A list is not a register: a row needs a name and one thing to tell the person by, and whatever else is wrong in
it is left out with a note, since the person will stand at the desk all the same and the form asks again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from vaxdesk import identity
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.expected import ExpectedPerson
from vaxdesk.domain.problem import Problem, Severity, errors
from vaxdesk.dosing import ReferenceTable
from vaxdesk.validation.reading import Read, parse_date, read_listed

LONGEST_LIFE: Final = 120
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)", re.ASCII)
_AGE: Final = re.compile(r"(\d{1,3})(?: ?(?:y|yr|yrs|year|years|वर्ष|साल))?\.?", re.ASCII | re.IGNORECASE)
_PAN: Final = re.compile(r"[A-Z]{5}\d{4}[A-Z]", re.ASCII)
_REFERENCE: Final = re.compile(r"[A-Z0-9][A-Z0-9\-]{3,35}", re.ASCII | re.IGNORECASE)
_GRAVE: Final = frozenset({"name", "centre"})
"""Fields without which, or with a wrong one of which, a row is nobody's or belongs elsewhere."""


@dataclass(frozen=True, slots=True)
class ListContext:
    """What the rows of one list are read against.

    Attributes:
        today: the centre's day.
        day, centre: for rows that name none; ``day_is_sure`` when somebody said so.
    """

    today: date
    day: date
    day_is_sure: bool
    centre: str
    centres: Sequence[Centre]
    table: ReferenceTable


@dataclass(frozen=True, slots=True)
class Listed:
    """The findings on one row, and the person when none of them is an error.

    Attributes:
        day_is_sure: somebody said for which day the person is due: the row, the file or whoever imports it.
    """

    problems: tuple[Problem, ...]
    person: ExpectedPerson | None
    day_is_sure: bool = False


def read_row(cells: Mapping[str, str], context: ListContext) -> Listed:
    """Return who the row is about; ``cells`` by the names of ``domain.expected.LIST_FIELDS``."""
    notes: list[Problem] = []
    listed_on = _listed_on(cells.get("listed_on", ""), notes)
    day = listed_on or context.day
    reference = _reference(cells.get("portal_ref", ""), notes)
    draft = _draft(cells, day, context)
    read, found = read_listed(draft, [centre.code for centre in context.centres], context.table)
    if read.birth_year and not context.today.year - LONGEST_LIFE <= read.birth_year <= context.today.year:
        found.append(Problem("birth_year", "birth_year_unlikely"))
        read.birth_year = None
    if draft.id_number.strip() and not draft.id_type.strip():
        found.append(Problem("id_number", "id_of_no_kind"))
    notes += [p if p.field in _GRAVE else replace(p, severity=Severity.NOTE) for p in found]
    if read.name and not (read.mobile or read.id_number or reference or read.birth_year):
        notes.append(Problem("mobile", "only_a_name"))
    if errors(notes):
        return Listed(tuple(notes), None)
    return Listed(tuple(notes), _person(read, day, reference, context), bool(listed_on) or context.day_is_sure)


def _draft(cells: Mapping[str, str], day: date, context: ListContext) -> Draft:
    """Bring the columns of a list into the fields of a draft."""
    name = " ".join(filter(None, (cells.get("name", "").strip(), cells.get("last_name", "").strip())))
    designation = cells.get("designation", "").strip()
    sub_category = cells.get("sub_category", "")
    if not sub_category.strip() and identity.read_sub_category(designation):
        sub_category, designation = designation, ""
    id_type, id_number = _photo_id(cells)
    remarks = (cells.get("remarks", "").strip(), designation, cells.get("employee_no", "").strip())
    return Draft(
        centre=_centre(cells.get("centre", ""), context.centres),
        name=name,
        gender=cells.get("gender", ""),
        birth_year=_birth_year(cells, day),
        mobile=cells.get("mobile", ""),
        id_type=id_type,
        id_number=id_number,
        category=cells.get("category", ""),
        sub_category=sub_category,
        facility=cells.get("facility", ""),
        dose=cells.get("dose", ""),
        vaccine=cells.get("vaccine", ""),
        remarks="; ".join(filter(None, remarks)),
    )


def _person(read: Read, day: date, reference: str, context: ListContext) -> ExpectedPerson:
    return ExpectedPerson(
        listed_on=day,
        centre=read.centre or context.centre,
        name=read.name,
        gender=read.gender or "",
        birth_year=str(read.birth_year or ""),
        mobile=read.mobile,
        id_type=(read.id_type or "") if read.id_number else "",
        id_number=read.id_number,
        category=read.category or "",
        sub_category=read.sub_category or "",
        facility=read.facility,
        dose=str(read.dose or ""),
        vaccine=read.vaccine.name if read.vaccine else "",
        portal_ref=reference,
        remarks=read.remarks,
    )


def _listed_on(text: str, notes: list[Problem]) -> date | None:
    """Return the day that the row names; a time after it is passed over."""
    words = identity.normalise_text(text).split(" ")
    if not words[0]:
        return None
    found = parse_date(words[0])
    if found is None:
        notes.append(Problem("listed_on", "date_unreadable", Severity.NOTE))
    return found


def _reference(text: str, notes: list[Problem]) -> str:
    compact = identity.normalise_text(text).replace(" ", "")
    if not compact:
        return ""
    if not _REFERENCE.fullmatch(compact) or identity.hide_aadhaar(compact) != compact:
        notes.append(Problem("portal_ref", "reference_unreadable", Severity.NOTE))
        return ""
    return compact


def _birth_year(cells: Mapping[str, str], day: date) -> str:
    """Return the year that the row gives as such, in a date or by an age on ``day``; else the text as it stands."""
    texts = [identity.normalise_text(cells.get(name, "")) for name in ("birth_year", "birth_date", "age")]
    for text in filter(None, texts):
        years = set(_YEAR.findall(text))
        if len(years) == 1:
            return str(years.pop())
        if (age := _AGE.fullmatch(text)) and 0 < int(age[1]) <= LONGEST_LIFE:
            return str(day.year - int(age[1]))
    return next(filter(None, texts), "")


def _photo_id(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return kind and number of the photo ID; a number that tells its kind by itself needs no column for it."""
    id_type, number = cells.get("id_type", ""), cells.get("id_number", "")
    if not number.strip():
        aadhaar = cells.get("aadhaar", "")
        return (IdType.AADHAAR, aadhaar) if aadhaar.strip() else (id_type, "")
    if id_type.strip():
        return id_type, number
    digits = re.sub(r"\D", "", identity.normalise_digits(number))
    if len(digits) == 12 or "XXXX" in number.upper():
        return IdType.AADHAAR, number
    return (IdType.PAN if _PAN.fullmatch(number.strip().upper()) else ""), number


def _centre(text: str, centres: Sequence[Centre]) -> str:
    """Return the code of the centre that ``text`` names by code or name, else ``text``."""
    wanted = identity.word_key(text)
    return next((c.code for c in centres if wanted and wanted in map(identity.word_key, (c.code, c.name))), text)
