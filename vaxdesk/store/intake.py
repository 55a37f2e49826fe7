# SPDX-License-Identifier: MIT
"""Taking in many vaccinations at once, for imports. Every function runs on the writer thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from vaxdesk.domain.user import User
from vaxdesk.domain.vaccination import Known, Source, Vaccination
from vaxdesk.store import audit, vaccinations
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
    """Return those of ``hashes`` that were taken in before, also when corrected or void since."""
    vaccination = store.models.Vaccination
    found: set[str] = set()
    for some in _slices(hashes):
        query = vaccination.select(vaccination.source_hash).where(vaccination.source_hash.in_(some))
        found.update(value for (value,) in query.tuples())
    return found


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


def add(store: Store, rows: Sequence[NewRow], by: User, now: datetime) -> None:
    """Record ``rows`` with their outbox rows, in the transaction of the caller."""
    for row in rows:
        receipt = vaccinations.add(
            store,
            row.vaccination,
            by=by.name,
            now=now,
            source=Source.REGISTER,
            source_hash=row.source_hash,
        )
        audit.note(store, now, by.name, "import", receipt.client_ref)


def _present(store: Store, column: str, values: Iterable[str]) -> set[str]:
    field = getattr(store.models.Beneficiary, column)
    found: set[str] = set()
    for some in _slices([value for value in values if value]):
        found.update(
            value for (value,) in store.models.Beneficiary.select(field).where(field.in_(some)).tuples()
        )
    return found


def _slices(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), IN_ONE_QUERY):
        yield values[start : start + IN_ONE_QUERY]
