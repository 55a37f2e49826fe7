# SPDX-License-Identifier: MIT
"""Changing a vaccination that is already recorded: its dose, its person, or that it counts at all."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.upload import LOCKED_STATES
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


def cancel(store: Store, row: Any, reason: str) -> None:
    """Let the vaccination count no more; the row stays, and its dose may be recorded anew. Writer thread."""
    vaccination = store.models.Vaccination
    vaccination.update(live=False, void_reason=reason).where(vaccination.id == row.id).execute()


def _is_alone(store: Store, person: Any, row: Any) -> bool:
    vaccination = store.models.Vaccination
    others = (vaccination.beneficiary == person.id) & (vaccination.id != row.id)
    return not vaccination.select().where(others).exists()
