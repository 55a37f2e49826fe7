# SPDX-License-Identifier: MIT
"""Recorded people who may be the one that is being typed, read by indexed columns alone.

Whether they are is for ``vaxdesk.likeness`` to say. Each query stops at a number of rows, so that a desk with a
million people answers as quickly as one with a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from peewee import fn

from vaxdesk.domain.likeness import EarlierDose, RecordedPerson
from vaxdesk.store.database import Store

MOST_ROWS: Final = 100
"""More people than these with one frame of a name in one year, or one mobile or ID, tell nobody apart."""
_COLUMNS: Final = ("id", "person_key", "name", "gender", "birth_year", "mobile", "id_type", "id_number")


@dataclass(frozen=True, slots=True)
class Marks:
    """By what people are looked for; a mark that is empty finds nobody.

    Attributes:
        id_key: of ``identity.id_key``.
        frames: of ``names.name_frames``; they count only together with ``birth_year`` or a year beside it.
        leave_out: client_ref of a vaccination whose person does not count.
    """

    mobile: str = ""
    id_key: str = ""
    frames: Sequence[str] = ()
    birth_year: int | None = None
    leave_out: str = ""


def candidates(store: Store, marks: Marks) -> list[RecordedPerson]:
    """Return everybody with a live dose who shares one of ``marks``, each once. Reading."""
    person = store.models.Beneficiary
    wheres: list[Any] = []
    if marks.mobile:
        wheres.append(person.mobile == marks.mobile)
    years = [] if marks.birth_year is None else [marks.birth_year + apart for apart in (-1, 0, 1)]
    if marks.id_key:
        same_id = person.id_key == marks.id_key
        wheres.append(same_id & person.birth_year.in_(years) if years else same_id)
    if marks.frames and years:
        wheres.append(person.name_frame.in_(list(marks.frames)) & person.birth_year.in_(years))
    left_out = _person_of(store, marks.leave_out)
    found = {one.id: one for where in wheres for one in _people(store, where) if one.id != left_out}
    return list(found.values())


def doses(store: Store, person_id: int) -> list[EarlierDose]:
    """Return the live doses of one person in order. Reading."""
    vaccination = store.models.Vaccination
    live = (vaccination.beneficiary == person_id) & (vaccination.live == True)  # noqa: E712 (SQL)
    columns = (vaccination.client_ref, vaccination.dose, vaccination.vaccine, vaccination.given_on)
    query = vaccination.select(*columns).where(live).order_by(vaccination.dose)
    return [EarlierDose(ref, dose, vaccine, date.fromisoformat(day)) for ref, dose, vaccine, day in query.tuples()]


def _people(store: Store, where: Any) -> list[RecordedPerson]:
    person, vaccination = store.models.Beneficiary, store.models.Vaccination
    live = (vaccination.beneficiary == person.id) & (vaccination.live == True)  # noqa: E712 (SQL)
    columns = [getattr(person, name) for name in _COLUMNS]
    query = person.select(*columns).where(where & fn.EXISTS(vaccination.select().where(live)))
    return [RecordedPerson(*row) for row in query.limit(MOST_ROWS).tuples()]


def _person_of(store: Store, client_ref: str) -> int:
    """Return the number of the person of a vaccination, 0 of none."""
    vaccination = store.models.Vaccination
    row = vaccination.get_or_none(vaccination.client_ref == client_ref) if client_ref else None
    return row.beneficiary_id if row else 0
