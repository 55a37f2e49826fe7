# SPDX-License-Identifier: MIT
"""Who is watched after the needle, and the adverse events: write, find, list.

When a watch begins or ends is for ``vaxdesk.services.observation`` to say. Adverse events are only ever added: a
corrected one stays beside what stands now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from peewee import JOIN, fn

from vaxdesk.domain.observation import AdverseEvent, Course, Reported, Severity, Symptom, Watched
from vaxdesk.store.database import Store

_EVENT_TEXTS = ("words", "done", "referred_to", "case_no")


def begin(store: Store, client_ref: str, given_at: datetime, until_at: datetime) -> None:
    """Watch the person of a new vaccination under the next token of its day and centre. Writer thread."""
    row, vaccination = store.models.Observation, store.models.Vaccination
    own = vaccination.get(vaccination.client_ref == client_ref)
    of_the_day = (row.centre == own.centre) & (row.given_on == own.given_on)
    row.insert(
        vaccination=own.id,
        centre=own.centre,
        given_on=own.given_on,
        token=(row.select(fn.MAX(row.token)).where(of_the_day).scalar() or 0) + 1,
        began_at=given_at.timestamp(),
        until_at=until_at.timestamp(),
    ).execute()


def move(store: Store, client_ref: str, given_at: datetime, until_at: datetime) -> None:
    """Let the half hour of a corrected vaccination run from ``given_at``; the token stays. Writer thread."""
    _update(store, (client_ref,), began_at=given_at.timestamp(), until_at=until_at.timestamp())


def sitting(store: Store) -> tuple[Watched, ...]:
    """Return those whom nobody has let go yet, of whatever day; who may go first stands first. Reading."""
    row = store.models.Observation
    return _list(store, row.released_at.is_null(), row.until_at, row.token)


def left_since(store: Store, moment: datetime) -> tuple[Watched, ...]:
    """Return those who were let go at ``moment`` or later, the last one first. Reading."""
    row = store.models.Observation
    return _list(store, row.released_at >= moment.timestamp(), row.released_at.desc(), row.token.desc())


def one(store: Store, client_ref: str) -> Watched | None:
    """Return the person of a live vaccination, None when they were never watched. Reading."""
    found = _list(store, store.models.Vaccination.client_ref == client_ref)
    return found[0] if found else None


def day(store: Store, on: date, centre: str = "") -> tuple[Watched, ...]:
    """Return everybody of the vaccinations given ``on`` that day who was watched, by token. Reading."""
    models = store.models
    where = models.Vaccination.given_on == on.isoformat()
    if centre:
        where &= models.Vaccination.centre == centre
    return _list(store, where, models.Observation.token)


def release(store: Store, client_refs: Iterable[str], by: str, now: datetime) -> None:
    """Let those go. Writer thread."""
    _update(store, client_refs, released_at=now.timestamp(), released_by=by)


def take_back(store: Store, client_refs: Iterable[str]) -> None:
    """Let those sit again. Writer thread."""
    _update(store, client_refs, released_at=None, released_by="")


def set_note(store: Store, client_ref: str, note: str) -> None:
    """Keep ``note`` with a watched person. Writer thread."""
    _update(store, (client_ref,), note=note)


def report(store: Store, client_ref: str, event: AdverseEvent, by: str, now: datetime) -> None:
    """Add ``event`` as what stands for a vaccination; what stood before is kept beside it. Writer thread."""
    models = store.models
    vaccination_id = models.Vaccination.get(models.Vaccination.client_ref == client_ref).id
    models.Aefi.update(live=False).where(models.Aefi.vaccination == vaccination_id).execute()
    models.Aefi.insert(
        vaccination=vaccination_id,
        severity=event.severity.value,
        symptoms=",".join(event.symptoms),
        onset_on=event.onset_on.isoformat(),
        onset_at=event.onset_at.strftime("%H:%M"),
        outcome=event.outcome.value if event.outcome else "",
        reported_by=by,
        reported_at=now.timestamp(),
        **{name: getattr(event, name) for name in _EVENT_TEXTS},
    ).execute()


def reported(store: Store, client_ref: str) -> Reported | None:
    """Return the adverse event that stands for a vaccination, None without one. Reading."""
    return _reported(store, store.models.Vaccination.client_ref == client_ref).get(client_ref)


def reported_on(store: Store, on: date, centre: str = "") -> Mapping[str, Reported]:
    """Return the adverse events of the vaccinations given ``on`` that day, by client_ref. Reading."""
    vaccination = store.models.Vaccination
    where = vaccination.given_on == on.isoformat()
    return _reported(store, where & (vaccination.centre == centre) if centre else where)


def others_of_vial(store: Store, client_ref: str) -> int | None:
    """Return how many others have a live dose of the same vial; None where no vial was written down. Reading."""
    vaccination = store.models.Vaccination
    own = vaccination.get_or_none(vaccination.client_ref == client_ref)
    if own is None or not own.vial:
        return None
    same = vaccination.live == True  # noqa: E712 (SQL)
    for name in ("centre", "given_on", "vaccine", "batch", "vial"):
        same &= getattr(vaccination, name) == getattr(own, name)
    found: int = vaccination.select().where(same & (vaccination.id != own.id)).count()
    return found


def vial_facts(store: Store, client_ref: str) -> tuple[date | None, time | None]:
    """Return the last day of the batch, and when the vial was opened; None where nobody wrote it down. Reading."""
    models = store.models
    vial, own = models.Vial, models.Vaccination.get(models.Vaccination.client_ref == client_ref)
    batch = vial.select().where((vial.vaccine == own.vaccine) & (vial.batch == own.batch))
    same = (vial.centre == own.centre) & (vial.opened_on == own.given_on) & (vial.label == own.vial)
    exact = batch.where(same).first()
    known = exact or batch.order_by(vial.id.desc()).first()
    return (
        date.fromisoformat(known.expires_on) if known and known.expires_on else None,
        time.fromisoformat(exact.opened_at) if exact and exact.opened_at else None,
    )


def _update(store: Store, client_refs: Iterable[str], **values: object) -> None:
    vaccination, row = store.models.Vaccination, store.models.Observation
    for client_ref in client_refs:
        of_one = vaccination.select(vaccination.id).where(vaccination.client_ref == client_ref)
        row.update(**values).where(row.vaccination.in_(of_one)).execute()


def _list(store: Store, where: Any, *order: Any) -> tuple[Watched, ...]:
    """Return the watched people of live vaccinations, each with the severity of the event that stands."""
    models = store.models
    row, vaccination, event = models.Observation, models.Vaccination, models.Aefi
    query = (
        row.select(row, vaccination.client_ref, models.Beneficiary.name, event.severity.alias("severity"))
        .join(vaccination)
        .join(models.Beneficiary)
        .join(event, JOIN.LEFT_OUTER, on=(event.vaccination == vaccination.id) & (event.live == True))  # noqa: E712
        .where(where & (vaccination.live == True))  # noqa: E712 (SQL)
        .order_by(*order)
        .dicts()
    )
    return tuple(_watched(found) for found in query)


def _watched(row: Mapping[str, Any]) -> Watched:
    released = row["released_at"]
    return Watched(
        client_ref=row["client_ref"],
        token=row["token"],
        centre=row["centre"],
        name=row["name"],
        given_at=datetime.fromtimestamp(row["began_at"], UTC),
        until_at=datetime.fromtimestamp(row["until_at"], UTC),
        released_at=None if released is None else datetime.fromtimestamp(released, UTC),
        released_by=row["released_by"],
        note=row["note"],
        severity=Severity(row["severity"]) if row["severity"] else None,
    )


def _reported(store: Store, where: Any) -> Mapping[str, Reported]:
    models = store.models
    event, vaccination = models.Aefi, models.Vaccination
    query = event.select(event, vaccination.client_ref).join(vaccination).where(where).order_by(event.id).dicts()
    versions: dict[str, list[Mapping[str, Any]]] = {}
    for row in query:
        versions.setdefault(row["client_ref"], []).append(row)
    return {client_ref: _standing(kept) for client_ref, kept in versions.items()}


def _standing(versions: list[Mapping[str, Any]]) -> Reported:
    first, last = versions[0], versions[-1]
    return Reported(
        event=AdverseEvent(
            severity=Severity(last["severity"]),
            symptoms=tuple(Symptom(value) for value in last["symptoms"].split(",") if value),
            onset_on=date.fromisoformat(last["onset_on"]),
            onset_at=time.fromisoformat(last["onset_at"]),
            outcome=Course(last["outcome"]) if last["outcome"] else None,
            **{name: last[name] for name in _EVENT_TEXTS},
        ),
        first_by=first["reported_by"],
        first_at=datetime.fromtimestamp(first["reported_at"], UTC),
        changed_by=last["reported_by"],
        changed_at=datetime.fromtimestamp(last["reported_at"], UTC),
        versions=len(versions),
    )
