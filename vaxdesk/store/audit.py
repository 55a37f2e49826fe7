# SPDX-License-Identifier: MIT
"""Who did what and when: ids and codes only, written in the transaction of the deed, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from vaxdesk.store import bulk
from vaxdesk.store.database import Store


def note(store: Store, now: datetime, actor: str, action: str, client_ref: str = "", detail: str = "") -> None:
    """Append one line. ``detail`` holds codes and field names, never values. Writer thread."""
    store.models.Audit.insert(
        at=now.timestamp(), actor=actor, action=action, client_ref=client_ref, detail=detail
    ).execute()


def note_each(store: Store, now: datetime, actor: str, action: str, client_refs: Iterable[str]) -> None:
    """Append one line for each of ``client_refs``, as ``note`` without detail. Writer thread."""
    line = {"at": now.timestamp(), "actor": actor, "action": action, "detail": ""}
    bulk.insert(store.models.Audit, [{**line, "client_ref": client_ref} for client_ref in client_refs])
