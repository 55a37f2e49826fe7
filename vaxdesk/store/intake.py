# SPDX-License-Identifier: MIT
"""Taking in many vaccinations at once, for imports. Every function runs on the writer thread."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Beneficiary
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Known, Source, Vaccination
from vaxdesk.store import bulk, counts, expected, outbox, rows, search, vaccinations, visits
from vaxdesk.store.database import Store

IN_ONE_QUERY = 500


class Keys(Protocol):
    """What a draft is looked up by; "" where it is unknown."""

    @property
    def person_key(self) -> str: ...

    @property
    def id_key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NewRow:
    """A good row of a file and the keyed hash of where it came from."""

    vaccination: Vaccination
    source_hash: str


def seen(store: Store, hashes: Sequence[str]) -> set[str]:
    """Return those of ``hashes`` that were taken in or recognised before, also when corrected or void since."""
    found: set[str] = set()
    for column in (store.models.Vaccination.source_hash, store.models.KnownRow.source_hash):
        for some in _slices(hashes):
            query = column.model.select(column).where(column.in_(some))
            found.update(value for (value,) in query.tuples())
    return found


def recognise(store: Store, hashes: Sequence[str]) -> None:
    """Keep the hashes of rows whose doses were recorded already, so that they stay known when those are corrected."""
    bulk.insert(store.models.KnownRow, [{"source_hash": one} for one in dict.fromkeys(hashes)])


def known(store: Store, keys: Sequence[Keys]) -> list[Known]:
    """Return what the store knows for each entry of ``keys``, in order."""
    people = _present(store, "person_key", [key.person_key for key in keys])
    holders = _present(store, "id_key", [key.id_key for key in keys])
    return [
        vaccinations.known(store, key.person_key, key.id_key)
        if key.person_key in people or key.id_key in holders
        else Known()
        for key in keys
    ]


def add(store: Store, new: Sequence[NewRow], by: User, now: datetime) -> None:
    """Record ``new`` with their outbox and audit lines, in the transaction of the caller.

    Does in a few statements what ``vaccinations.add`` does for one: a register of 20,000 is typed in nobody's time.
    """
    if not new:
        return
    models, at = store.models, now.timestamp()
    people = _people(store, [row.vaccination.beneficiary for row in new])
    first = vaccinations.next_number(store)
    refs = [str(uuid.uuid4()) for _row in new]
    doses, items, lines = [], [], []
    for number, (row, ref) in enumerate(zip(new, refs, strict=True), first):
        person_id = people[identity.person_key(row.vaccination.beneficiary)]
        source = {"source": Source.REGISTER.value, "source_hash": row.source_hash}
        doses.append(
            {"id": number} | vaccinations.values(row.vaccination, ref, number, person_id, by.name, now) | source
        )
        has_id = row.vaccination.no_id_why is None
        items.append(outbox.values(number, row.vaccination.given_on, now=now, has_id=has_id))
        lines.append({"at": at, "actor": by.name, "action": "import", "client_ref": ref, "detail": ""})
    bulk.insert(models.Vaccination, doses)
    bulk.insert(models.Outbox, items)
    search.renew_recorded(store, sorted(set(people.values())))
    outbox.spare_looks(store, since_id=first)
    given = [expected.of_dose(n, row.vaccination, "") for n, row in enumerate(new, first)]
    expected.came(store, given)
    visits.vaccinated(store, given, by.name, now)
    bulk.insert(models.Audit, lines)
    for state, n in Counter(State(item["state"]) for item in items).items():
        counts.changed(store, state, n)


def _people(store: Store, persons: Sequence[Beneficiary]) -> dict[str, int]:
    """Return the row id by person key; who is new is made."""
    beneficiary = store.models.Beneficiary
    values = {identity.person_key(person): person for person in persons}
    present = _present(store, "person_key", values)
    strangers = [rows.person_values(person) for key, person in values.items() if key not in present]
    bulk.insert(beneficiary, strangers)
    found: dict[str, int] = {}
    for some in _slices(list(values)):
        query = beneficiary.select(beneficiary.person_key, beneficiary.id)
        found.update(query.where(beneficiary.person_key.in_(some)).tuples())
    return found


def _present(store: Store, column: str, values: Iterable[str]) -> set[str]:
    field = getattr(store.models.Beneficiary, column)
    found: set[str] = set()
    for some in _slices([value for value in values if value]):
        found.update(value for (value,) in store.models.Beneficiary.select(field).where(field.in_(some)).tuples())
    return found


def _slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), IN_ONE_QUERY):
        yield values[start : start + IN_ONE_QUERY]
