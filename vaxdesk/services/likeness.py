# SPDX-License-Identifier: MIT
"""Look whether the person in the form is recorded here already. Reads only; for any thread but the window's."""

from __future__ import annotations

from datetime import date

from vaxdesk import identity, likeness, names
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import Like, LikeKind, RecordedPerson, TypedPerson
from vaxdesk.dosing import ReferenceTable
from vaxdesk.likeness import Match
from vaxdesk.services.drafting import as_draft
from vaxdesk.store import likenesses, vaccinations
from vaxdesk.store.database import Store
from vaxdesk.validation import lookup_keys, parse_date
from vaxdesk.validation.reading import read_person


class Likeness:
    """The second pair of eyes beside the form."""

    def __init__(self, store: Store, table: ReferenceTable, clock: Clock) -> None:
        self._store = store
        self._table = table
        self._clock = clock

    def of(self, draft: Draft, correcting: str = "") -> tuple[Like, ...]:
        """Return at most three lines about who ``draft`` likely is, the gravest first; () while little is typed.

        Args:
            correcting: client_ref of the vaccination the draft is a correction of; its person is not looked at.
        """
        typed = _typed(draft)
        marks = likenesses.Marks(
            mobile=typed.mobile,
            id_key=identity.id_key(typed.id_type, typed.id_number) if typed.id_type and typed.id_number else "",
            frames=names.name_frames(typed.name),
            birth_year=typed.birth_year,
            leave_out=correcting,
        )
        with self._store.reading():
            people = likenesses.candidates(self._store, marks)
            found = likeness.matches(typed, people)[: likeness.MOST_LINES]
            likes = [self._like(match, typed) for match in found]
        return likeness.in_order((*likes, *self._full_mobile(typed, people, parse_date(draft.given_on))))

    def _like(self, match: Match, typed: TypedPerson) -> Like:
        doses = likenesses.doses(self._store, match.person.id)
        last = vaccinations.one(self._store, doses[-1].client_ref)
        recorded = as_draft(last.vaccination) if last else Draft()
        return likeness.as_like(match, typed, recorded, doses, self._table)

    def _full_mobile(self, typed: TypedPerson, people: list[RecordedPerson], on: date | None) -> tuple[Like, ...]:
        most = self._table.people_per_mobile_on(on or self._clock.today())
        others = likeness.full_mobile(typed, people, most)
        return (Like(LikeKind.MOBILE_IS_FULL, others=others),) if others else ()


def _typed(draft: Draft) -> TypedPerson:
    read = read_person(draft)
    return TypedPerson(
        name=read.name,
        gender=read.gender,
        birth_year=read.birth_year,
        mobile=read.mobile,
        id_type=read.id_type,
        id_number=read.id_number,
        person_key=lookup_keys(draft).person_key,
        dose=draft.dose.strip(),
    )
