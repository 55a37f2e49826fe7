# SPDX-License-Identifier: MIT
"""Changing a vaccination that is already recorded: its dose, its person, or that it counts at all."""

from __future__ import annotations

from typing import Any

from peewee import fn

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Beneficiary, Gender
from vaxdesk.domain.upload import LOCKED_STATES, NO_PHOTO_ID, State
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.store import expected, outbox, rows, search, vaccinations
from vaxdesk.store.database import Store


def find(store: Store, client_ref: str) -> Any:
    """Return the vaccination's own row, None when there is none. Writer thread."""
    vaccination = store.models.Vaccination
    return vaccination.get_or_none(vaccination.client_ref == client_ref)


def amend(store: Store, row: Any, given: Vaccination) -> None:
    """Put ``given`` in the place of what ``row`` said; the revision goes up by one. Writer thread.

    Whoever the portal knows keeps the reference, whatever is corrected: they are never registered again. Anyone
    else becomes the person that ``given`` names, who may already have a row here; facts that leave them who they are
    hold for all their doses.
    """
    models = store.models
    beneficiary = models.Beneficiary
    person = before = row.beneficiary
    values = rows.person_values(given.beneficiary)
    taken = beneficiary.get_or_none(beneficiary.person_key == values["person_key"])
    if taken is not None and taken.id != person.id:
        if person.portal_ref and not taken.portal_ref:
            reference = {"portal_ref": person.portal_ref, "portal_host": person.portal_host}
            beneficiary.update(**reference).where(beneficiary.id == taken.id).execute()
        person = taken
    elif taken is not None or person.portal_ref or _is_alone(store, person, row):
        beneficiary.update(**values).where(beneficiary.id == person.id).execute()
        outbox.look_anew(store, person.id)
    else:
        person = vaccinations.person(store, given)
    models.Vaccination.update(beneficiary=person.id, revision=row.revision + 1, **rows.dose_values(given)).where(
        models.Vaccination.id == row.id
    ).execute()
    search.renew_recorded(store, sorted({before.id, person.id}))
    expected.corrected(store, expected.of_dose(row.id, given, person.portal_ref))


def person_is_on_the_way(store: Store, row: Any, given: Vaccination) -> bool:
    """Return whether a dose of the person of ``row``, or of the one ``given`` names, is being sent or in doubt.

    Writer thread.
    """
    models = store.models
    beneficiary, vaccination, box = models.Beneficiary, models.Vaccination, models.Outbox
    either = (beneficiary.id == row.beneficiary_id) | (
        beneficiary.person_key == rows.person_values(given.beneficiary)["person_key"]
    )
    locked = box.state.in_([state.value for state in LOCKED_STATES])
    return bool(box.select().join(vaccination).join(beneficiary).where(either & locked).exists())


def is_known_by_id(store: Store, client_ref: str, without_id: str) -> bool:
    """Return whether the photo ID of the person of a vaccination is no longer this dose's alone to lose.

    So it is once the portal knows them, and while another live dose has it, unless this dose turns out to be somebody
    else's. Reading or writing.

    Args:
        without_id: the person key that the correction gives them when it takes the ID away.
    """
    row = find(store, client_ref)
    if row is None or not row.beneficiary.id_type:
        return False
    person, vaccination = row.beneficiary, store.models.Vaccination
    if person.portal_ref:
        return True
    live = (vaccination.beneficiary == person.id) & (vaccination.live == True)  # noqa: E712 (SQL)
    others = vaccination.select().where(live & (vaccination.id != row.id))
    return _without_id(person) == without_id and bool(others.exists())


def dose_held_without_id(store: Store, without_id: str, leave_out: str = "") -> int:
    """Return the first dose that is held for the person of this key because they showed no ID, 0 when none is.

    Reading or writing.

    Args:
        leave_out: client_ref of the vaccination under correction.
    """
    models = store.models
    beneficiary, vaccination, box = models.Beneficiary, models.Vaccination, models.Outbox
    held = (box.state == State.HELD.value) & (box.last_code == NO_PHOTO_ID)
    theirs = (beneficiary.person_key == without_id) & (vaccination.client_ref != leave_out)
    first = box.select(fn.MIN(vaccination.dose)).join(vaccination).join(beneficiary).where(theirs & held)
    return int(first.scalar() or 0) if without_id else 0


def cancel(store: Store, row: Any, reason: str) -> None:
    """Let the vaccination count no more; the row stays, and its dose may be recorded anew. Writer thread."""
    vaccination = store.models.Vaccination
    vaccination.update(live=False, void_reason=reason).where(vaccination.id == row.id).execute()


def _without_id(person: Any) -> str:
    bare = Beneficiary(person.name, Gender(person.gender), person.birth_year, person.mobile, None, "")
    return identity.person_key(bare)


def _is_alone(store: Store, person: Any, row: Any) -> bool:
    vaccination = store.models.Vaccination
    others = (vaccination.beneficiary == person.id) & (vaccination.id != row.id)
    return not vaccination.select().where(others).exists()
