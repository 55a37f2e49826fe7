# SPDX-License-Identifier: MIT
"""The one half-typed draft of the desk, encrypted like everything else in the store."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.store.database import Store

THE_ONE = 1


def keep(store: Store, draft: Draft, by: str, now: datetime) -> None:
    """Put ``draft`` in the place of whatever was kept. Writer thread."""
    model = store.models.Draft
    model.insert(id=THE_ONE, payload=json.dumps(asdict(draft)), kept_by=by, kept_at=now.timestamp()).on_conflict(
        conflict_target=(model.id,), preserve=(model.payload, model.kept_by, model.kept_at)
    ).execute()


def kept(store: Store) -> tuple[Draft, str, datetime] | None:
    """Return the draft, who typed it and when, or None. Reading."""
    row = store.models.Draft.get_or_none(store.models.Draft.id == THE_ONE)
    if row is None:
        return None
    values = {name: str(value) for name, value in json.loads(row.payload).items() if name in DRAFT_FIELDS}
    return Draft(**values), row.kept_by, datetime.fromtimestamp(row.kept_at, UTC)


def drop(store: Store) -> None:
    """Forget the draft. Writer thread."""
    store.models.Draft.delete().execute()
