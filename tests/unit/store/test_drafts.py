# SPDX-License-Identifier: MIT
"""The half-typed draft: one, the last; gone once dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from vaxdesk.domain.draft import Draft
from vaxdesk.store import drafts
from vaxdesk.store.database import Store

NOW = datetime(2021, 1, 16, 5, 0, tzinfo=UTC)


def test_the_last_draft_takes_the_place_of_the_one_before(open_store: Store) -> None:
    later = NOW + timedelta(minutes=1)
    open_store.write(lambda: drafts.keep(open_store, Draft(name="Meena"), "Asha", NOW)).result()
    open_store.write(lambda: drafts.keep(open_store, Draft(name="Meena Kumari"), "Ravi", later)).result()
    with open_store.reading():
        assert drafts.kept(open_store) == (Draft(name="Meena Kumari"), "Ravi", later)


def test_a_dropped_draft_is_gone(open_store: Store) -> None:
    open_store.write(lambda: drafts.keep(open_store, Draft(name="Meena"), "Asha", NOW)).result()
    open_store.write(lambda: drafts.drop(open_store)).result()
    with open_store.reading():
        assert drafts.kept(open_store) is None
