# SPDX-License-Identifier: MIT
"""The vaccinations recorded at this desk and the people they were given to: write, find, list.

What becomes of them on the portal is ``outbox``'s; the rules they obey are ``vaxdesk.validation``'s.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from peewee import JOIN, fn

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.domain.vaccination import Known, KnownDose, KnownHolder, Receipt, Source, Vaccination
from vaxdesk.store import expected, outbox, rows, search
from vaxdesk.store.database import Store


def add(store: Store, given: Vaccination, *, by: str, now: datetime) -> Receipt:
    """Record one vaccination with its outbox row. Writer thread; the caller adds the audit line."""
    number = next_number(store)
    client_ref = str(uuid.uuid4())
    beneficiary = person(store, given)
    row = values(given, client_ref, number, beneficiary.id, by, now)
    store.models.Vaccination.insert(id=number, source=Source.LIVE.value, **row).execute()
    outbox.add(store, number, given.given_on, now=now, has_id=given.no_id_why is None)
    search.renew_recorded(store, [beneficiary.id])
    expected.came(store, [expected.of_dose(number, given, beneficiary.portal_ref)])
    return Receipt(client_ref, row["receipt_no"], given.beneficiary.name, now)


def next_number(store: Store) -> int:
    """Return the number of the next vaccination of this desk; rows are never deleted, so none comes twice."""
    vaccination = store.models.Vaccination
    return (vaccination.select(fn.MAX(vaccination.id)).scalar() or 0) + 1


def values(
    given: Vaccination, client_ref: str, number: int, beneficiary_id: int, by: str, now: datetime
) -> dict[str, Any]:
    """Return the columns of a new vaccination, all but its id and source."""
    return {
        "client_ref": client_ref,
        "receipt_no": identity.receipt_number(number),
        "beneficiary": beneficiary_id,
        "recorded_by": by,
        "recorded_at": now.timestamp(),
        **rows.dose_values(given),
    }


def person(store: Store, given: Vaccination) -> Any:
    """Return the beneficiary row of the person of ``given``, made if this is the first time. Writer thread."""
    beneficiary = store.models.Beneficiary
    values = rows.person_values(given.beneficiary)
    row = beneficiary.get_or_none(beneficiary.person_key == values["person_key"])
    return row or beneficiary.create(**values)


def known(store: Store, person_key: str, id_key: str, leave_out: str = "") -> Known:
    """Return what the store knows that bears on a draft of this person and ID. Reading or writing.

    Args:
        leave_out: client_ref of the vaccination under correction, which does not count against itself.
    """
    models = store.models
    vaccination, beneficiary = models.Vaccination, models.Beneficiary
    live = (vaccination.live == True) & (vaccination.client_ref != leave_out)  # noqa: E712 (SQL)
    doses: list[KnownDose] = []
    holders: list[KnownHolder] = []
    if person_key:
        query = vaccination.select(vaccination, beneficiary.gender).join(beneficiary)
        corrected = vaccination.get_or_none(vaccination.client_ref == leave_out) if leave_out else None
        doses = [
            _known_dose(
                row, person_is_corrected=corrected is not None and row.beneficiary_id == corrected.beneficiary_id
            )
            for row in query.where((beneficiary.person_key == person_key) & live).objects()
        ]
    if id_key:
        columns = (beneficiary.name, beneficiary.birth_year, beneficiary.mobile)
        others = beneficiary.select(*columns).distinct().join(vaccination).where(live)
        another = (beneficiary.id_key == id_key) & (beneficiary.person_key != person_key)
        holders = [KnownHolder(*row) for row in others.where(another).tuples()]
    return Known(tuple(doses), tuple(holders))


def _known_dose(row: Any, *, person_is_corrected: bool) -> KnownDose:
    return KnownDose(
        client_ref=row.client_ref,
        dose=row.dose,
        vaccine=row.vaccine,
        given_on=date.fromisoformat(row.given_on),
        recorded_at=datetime.fromtimestamp(row.recorded_at, UTC),
        recorded_by=row.recorded_by,
        gender=None if person_is_corrected else Gender(row.gender),
    )


def one(store: Store, client_ref: str) -> RegisterRow | None:
    """Return the vaccination of ``client_ref``, None when there is none. Reading."""
    found = _list(store, store.models.Vaccination.client_ref == client_ref)
    return found[0] if found else None


def day(store: Store, on: date, centre: str = "") -> tuple[RegisterRow, ...]:
    """Return all vaccinations given ``on`` that day, void ones too, in the order of the day. Reading."""
    vaccination = store.models.Vaccination
    where = vaccination.given_on == on.isoformat()
    return _list(store, where & (vaccination.centre == centre) if centre else where)


def last(store: Store, n: int) -> tuple[RegisterRow, ...]:
    """Return the ``n`` recorded last, newest first. Reading."""
    vaccination = store.models.Vaccination
    newest = vaccination.select(vaccination.id).order_by(vaccination.id.desc()).limit(n)
    return _list(store, vaccination.id.in_([row for (row,) in newest.tuples()]), vaccination.id.desc())


def days(store: Store) -> tuple[date, ...]:
    """Return the days that have vaccinations, newest first. Reading."""
    given_on = store.models.Vaccination.given_on
    query = store.models.Vaccination.select(given_on).distinct().order_by(given_on.desc())
    return tuple(date.fromisoformat(value) for (value,) in query.tuples())


def in_states(store: Store, states: Sequence[State], min_doubt_rounds: int = 0) -> tuple[RegisterRow, ...]:
    """Return the vaccinations whose upload stands in one of ``states``, oldest day first. Reading."""
    box = store.models.Outbox
    where = box.state.in_([state.value for state in states]) & (box.doubt_rounds >= min_doubt_rounds)
    return _list(store, where)


def where(store: Store, condition: Any) -> tuple[RegisterRow, ...]:
    """Return the vaccinations of which ``condition`` holds, over all three tables, oldest day first. Reading."""
    return _list(store, condition)


def last_recorded(store: Store) -> str:
    """Return the client_ref of the live vaccination that was recorded last, "" when there is none. Reading."""
    vaccination = store.models.Vaccination
    live = vaccination.live == True  # noqa: E712 (SQL)
    row = vaccination.select(vaccination.client_ref).where(live).order_by(vaccination.id.desc()).first()
    return row.client_ref if row else ""


def last_recorded_at(store: Store) -> datetime | None:
    """Return when somebody was last recorded here, by the clock of then; None on an empty desk. Reading."""
    latest = store.models.Vaccination.select(fn.MAX(store.models.Vaccination.recorded_at)).scalar()
    return rows.instant(latest)


def _list(store: Store, where: Any, *order: Any) -> tuple[RegisterRow, ...]:
    models = store.models
    vaccination, correction = models.Vaccination, models.Correction
    raised = (
        correction.select(fn.COUNT(correction.id))
        .where((correction.vaccination == vaccination.id) & (correction.to_raise == True))  # noqa: E712 (SQL)
        .alias("raised")
    )
    query = (
        vaccination.select(*rows.register_columns(models), raised)
        .join(models.Beneficiary)
        .switch(vaccination)
        .join(models.Outbox, JOIN.INNER, on=(models.Outbox.vaccination == vaccination.id))
        .where(where)
        .order_by(*order or (vaccination.given_on, vaccination.given_at, vaccination.id))
        .dicts()
    )
    return tuple(rows.register_row(row, row["raised"]) for row in query)
