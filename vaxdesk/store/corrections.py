# SPDX-License-Identifier: MIT
"""What was corrected: both values, why, by whom. Nothing here is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from vaxdesk.domain.register_row import CorrectionRow
from vaxdesk.store.database import Store


def add(
    store: Store,
    vaccination_id: int,
    changes: Mapping[str, tuple[str, str]],
    to_raise: Iterable[str],
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Keep each changed field's value before and after. Writer thread.

    Args:
        changes: Draft field -> (before, after), as text.
        to_raise: those of the fields in which the portal holds the old value.
    """
    raised = set(to_raise)
    for field, (before, after) in changes.items():
        store.models.Correction.insert(
            vaccination=vaccination_id,
            field=field,
            before=before,
            after=after,
            reason=reason,
            corrected_by=by,
            corrected_at=now.timestamp(),
            to_raise=field in raised,
        ).execute()


def day(store: Store, on: date, centre: str = "") -> tuple[CorrectionRow, ...]:
    """Return the corrections of the vaccinations given ``on`` that day, oldest first. Reading."""
    vaccination = store.models.Vaccination
    where = vaccination.given_on == on.isoformat()
    return _rows(store, where & (vaccination.centre == centre) if centre else where)


def to_raise(store: Store) -> tuple[CorrectionRow, ...]:
    """Return what still has to be raised with the portal, oldest first. Reading."""
    return _rows(store, store.models.Correction.to_raise == True)  # noqa: E712 (an SQL expression)


def told(store: Store, number: int, by: str, why: str, now: datetime) -> bool:
    """Note that the portal was told of a correction; return whether that was still to be done. Writer thread."""
    correction = store.models.Correction
    mine = (correction.id == number) & (correction.to_raise == True)  # noqa: E712 (an SQL expression)
    said = {"to_raise": False, "told_by": by, "told_at": now.timestamp(), "told_why": why}
    return bool(correction.update(**said).where(mine).execute() == 1)


def _rows(store: Store, where: Any) -> tuple[CorrectionRow, ...]:
    models = store.models
    correction, vaccination, beneficiary = models.Correction, models.Vaccination, models.Beneficiary
    query = (
        correction.select(
            vaccination.client_ref,
            vaccination.receipt_no,
            beneficiary.name,
            correction.field,
            correction.before,
            correction.after,
            correction.reason,
            correction.corrected_by,
            correction.corrected_at,
            correction.to_raise,
            correction.id.alias("number"),
        )
        .join(vaccination)
        .join(beneficiary)
        .where(where)
        .order_by(correction.id)
    )
    return tuple(
        CorrectionRow(**{**row, "corrected_at": datetime.fromtimestamp(row["corrected_at"], UTC)})
        for row in query.dicts()
    )
