# SPDX-License-Identifier: MIT
"""Small facts by name: the portal key, the connectivity, the pause. Values are text; secrets are safe here."""

from __future__ import annotations

from collections.abc import Collection

from vaxdesk.store.database import Store

PORTAL_KEY = "portal_key"
CONNECTIVITY = "connectivity"
LAST_CONTACT_AT = "last_contact_at"
LAST_CONFIRMED_AT = "last_confirmed_at"
RETRY_AFTER_AT = "retry_after_at"
NEXT_TRY_AT = "next_try_at"
PAUSED = "paused"
HOLD = "hold"
EXCHANGE_S = "exchange_s"
SKEW_S = "skew_s"
PACE_LEARNT = "pace_learnt"
PACE_LEARNT_AT = "pace_learnt_at"
COMPARING = "comparing"  # DUE, "yes" once it has begun, "" when it is done
WAS_OLD_COPY = "was_old_copy"
READS_BACK_ALL = "reads_back_all"
DESK = "desk"
RUN = "run"
PINS = "pins"  # a day, and the fields that are pinned on it
VOUCHED_DAY = "vouched_day"
SEARCH_WORDS = "search_words"

DUE = "due"


def put(store: Store, name: str, value: str) -> None:
    """Keep ``value`` under ``name``. Writer thread."""
    note = store.models.Note
    note.insert(name=name, value=value).on_conflict(conflict_target=(note.name,), preserve=(note.value,)).execute()


def get(store: Store, name: str) -> str | None:
    """Return what stands under ``name``, None when nothing does."""
    row = store.models.Note.get_or_none(store.models.Note.name == name)
    return None if row is None else str(row.value)


def some(store: Store, names: Collection[str]) -> dict[str, str]:
    """Return what stands under those of ``names`` where anything does, in one query."""
    note = store.models.Note
    return dict(note.select(note.name, note.value).where(note.name.in_(list(names))).tuples())


def get_number(store: Store, name: str) -> float | None:
    """Return the number under ``name``, None when there is none."""
    value = get(store, name)
    return None if not value else float(value)


def shift(store: Store, name: str, by_s: float) -> None:
    """Move the moment under ``name``, where there is one, by ``by_s`` seconds. Writer thread."""
    moment = get_number(store, name)
    if moment is not None:
        put(store, name, repr(moment + by_s))
