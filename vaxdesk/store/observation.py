# SPDX-License-Identifier: MIT
"""Who is watched after the needle, and the adverse events: write, find, list.

When a watch begins or ends is for ``vaxdesk.services.observation`` to say. Adverse events are only ever added: a
corrected one stays beside what stands now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from peewee import JOIN, fn

from vaxdesk.domain.observation import AdverseEvent, Course, Reported, Severity, Symptom, Watched
from vaxdesk.domain.vaccination import Source
from vaxdesk.store.database import Store
from vaxdesk.store.telling import slices

_EVENT_TEXTS = ("words", "done", "referred_to", "case_no")


def begin(store: Store, client_ref: str, given_at: datetime, until_at: datetime) -> None:
    """Watch the person of a new vaccination under the next token of its day and centre. Writer thread."""
    own = _own(store, client_ref)
    times = {"began_at": given_at.timestamp(), "until_at": until_at.timestamp()}
    store.models.Observation.insert(vaccination=own.id, **_place(store, own), **times).execute()


def move(store: Store, client_ref: str, given_at: datetime, until_at: datetime) -> bool:
    """Let the half hour of a corrected vaccination run from ``given_at``; return whether there is one. Writer thread.

    The token stays, unless day or centre are others now: then it is the next one there.
    """
    row, own = store.models.Observation, _own(store, client_ref)
    watch = row.get_or_none(row.vaccination == own.id)
    if watch is None:
        return False
    stays = (watch.centre, watch.given_on) == (own.centre, own.given_on)
    times = {"began_at": given_at.timestamp(), "until_at": until_at.timestamp()}
    row.update(**times, **({} if stays else _place(store, own))).where(row.vaccination == own.id).execute()
    return True


def was_typed(store: Store, client_ref: str) -> bool:
    """Return whether a vaccination was recorded at this desk, and not taken in from a file. Reading or writing."""
    return bool(_own(store, client_ref).source == Source.LIVE.value)


def sitting(store: Store, since: datetime) -> tuple[Watched, ...]:
    """Return those whom nobody has let go yet; who may go first stands first. Reading.

    Of those whose half hour ended before ``since`` only who is unwell.
    """
    row, event = store.models.Observation, store.models.Aefi
    unwell = event.select(event.vaccination).where(event.live == True)  # noqa: E712 (SQL)
    counts = (row.until_at >= since.timestamp()) | row.vaccination.in_(unwell)
    return _list(store, row.released_at.is_null() & counts, row.until_at, row.token)


def left_since(store: Store, moment: datetime) -> tuple[Watched, ...]:
    """Return those who were let go at ``moment`` or later, the last one first. Reading."""
    row = store.models.Observation
    return _list(store, row.released_at >= moment.timestamp(), row.released_at.desc(), row.token.desc())


def one(store: Store, client_ref: str) -> Watched | None:
    """Return the person of a live vaccination, None when they were never watched. Reading."""
    found = some(store, (client_ref,))
    return found[0] if found else None


def some(store: Store, client_refs: Sequence[str]) -> tuple[Watched, ...]:
    """Return the people of those live vaccinations who were ever watched, in the order of asking. Reading."""
    ref = store.models.Vaccination.client_ref
    found = {person.client_ref: person for part in slices(client_refs) for person in _list(store, ref.in_(part))}
    return tuple(found[client_ref] for client_ref in dict.fromkeys(client_refs) if client_ref in found)


def day(store: Store, on: date, centre: str = "") -> tuple[Watched, ...]:
    """Return everybody of the vaccinations given ``on`` that day who was watched, by token. Reading."""
    models = store.models
    where = models.Vaccination.given_on == on.isoformat()
    if centre:
        where &= models.Vaccination.centre == centre
    return _list(store, where, models.Observation.token)


def release(store: Store, client_refs: Sequence[str], by: str, now: datetime) -> None:
    """Let those go. Writer thread."""
    _update(store, client_refs, released_at=now.timestamp(), released_by=by)


def take_back(store: Store, client_refs: Sequence[str]) -> None:
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
    """Return the adverse events of the vaccinations given ``on`` that day that count, by client_ref. Reading."""
    vaccination = store.models.Vaccination
    where = (vaccination.given_on == on.isoformat()) & (vaccination.live == True)  # noqa: E712 (SQL)
    return _reported(store, where & (vaccination.centre == centre) if centre else where)


def others_of_vial(store: Store, client_ref: str) -> int | None:
    """Return how many others have a live dose of the same vial; None where no vial was written down. Reading.

    The case of a label or a batch does not matter, here and below; SQL folds none but Latin letters.
    """
    vaccination = store.models.Vaccination
    own = vaccination.get_or_none(vaccination.client_ref == client_ref)
    if own is None or not own.vial:
        return None
    others = (vaccination.live == True) & (vaccination.id != own.id)  # noqa: E712 (SQL)
    for name in ("centre", "given_on", "vaccine"):
        others &= getattr(vaccination, name) == getattr(own, name)
    vials = vaccination.select(vaccination.batch, vaccination.vial).where(others).tuples()
    return sum(_folded(*vial) == _folded(own.batch, own.vial) for vial in vials)


def vial_facts(store: Store, client_ref: str) -> tuple[date | None, time | None]:
    """Return the last day of the batch, and when the vial was opened; None where nobody wrote it down. Reading."""
    vial, own = store.models.Vial, _own(store, client_ref)
    newest_first = vial.select().where(vial.vaccine == own.vaccine).order_by(vial.id.desc())
    of_batch = [one for one in newest_first if _folded(one.batch) == _folded(own.batch)]
    of_day = [one for one in of_batch if (one.centre, one.opened_on) == (own.centre, own.given_on)]
    exact = next((one for one in of_day if _folded(one.label) == _folded(own.vial)), None)
    known = exact or next(iter(of_batch), None)
    return (
        date.fromisoformat(known.expires_on) if known and known.expires_on else None,
        time.fromisoformat(exact.opened_at) if exact and exact.opened_at else None,
    )


def _own(store: Store, client_ref: str) -> Any:
    vaccination = store.models.Vaccination
    return vaccination.get(vaccination.client_ref == client_ref)


def _place(store: Store, own: Any) -> dict[str, Any]:
    """Return day and centre of a vaccination, and the next token there."""
    row = store.models.Observation
    there = (row.centre == own.centre) & (row.given_on == own.given_on)
    last = row.select(fn.MAX(row.token)).where(there).scalar() or 0
    return {"centre": own.centre, "given_on": own.given_on, "token": last + 1}


def _folded(*texts: str) -> tuple[str, ...]:
    return tuple(text.casefold() for text in texts)


def _update(store: Store, client_refs: Sequence[str], **values: object) -> None:
    vaccination, row = store.models.Vaccination, store.models.Observation
    for part in slices(client_refs):
        theirs = vaccination.select(vaccination.id).where(vaccination.client_ref.in_(part))
        row.update(**values).where(row.vaccination.in_(theirs)).execute()


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
