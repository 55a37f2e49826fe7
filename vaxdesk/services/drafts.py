# SPDX-License-Identifier: MIT
"""Keep what is half typed, so that a power cut costs a clerk no more than the last second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vaxdesk import validation
from vaxdesk.clock import Clock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.store import drafts
from vaxdesk.store.database import Store


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What was being typed when the desk last heard of it."""

    draft: Draft
    by: str
    kept_at: datetime


class Drafts:
    """The one draft of the desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, draft: Draft, by: User) -> None:
        """Keep ``draft`` without the digits of an Aadhaar that may not be kept.

        Raises:
            StoreError: the disk failed; the older draft still stands.
        """
        safe = validation.scrub(draft)
        self._store.write(lambda: drafts.keep(self._store, safe, by.name, self._clock.now())).result()

    def kept(self) -> KeptDraft | None:
        """Return the kept draft, None when there is none."""
        with self._store.reading():
            found = drafts.kept(self._store)
        return None if found is None else KeptDraft(*found)

    def drop(self) -> None:
        """Forget the kept draft: it was saved, or the clerk does not want it."""
        self._store.write(lambda: drafts.drop(self._store)).result()
