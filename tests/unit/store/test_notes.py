# SPDX-License-Identifier: MIT
"""Small facts: the last one under a name is the one that stands."""

from __future__ import annotations

from vaxdesk.store import notes
from vaxdesk.store.database import Store


def test_a_fact_stands_as_it_was_last_put(open_store: Store) -> None:
    for value in ("offline", "online"):
        open_store.write(lambda value=value: notes.put(open_store, notes.CONNECTIVITY, value)).result()
    with open_store.reading():
        assert notes.get(open_store, notes.CONNECTIVITY) == "online"


def test_a_fact_that_nobody_put_is_none(open_store: Store) -> None:
    with open_store.reading():
        assert notes.get(open_store, notes.PORTAL_KEY) is None
        assert notes.get_number(open_store, notes.RETRY_AFTER_AT) is None


def test_some_facts_are_read_at_once_and_no_others(open_store: Store) -> None:
    for name in (notes.CONNECTIVITY, notes.PAUSED, notes.PORTAL_KEY):
        open_store.write(lambda name=name: notes.put(open_store, name, f"of {name}")).result()
    with open_store.reading():
        some = notes.some(open_store, (notes.CONNECTIVITY, notes.PAUSED, notes.HOLD))
    assert some == {"connectivity": "of connectivity", "paused": "of paused"}


def test_an_empty_fact_is_no_number(open_store: Store) -> None:
    open_store.write(lambda: notes.put(open_store, notes.NEXT_TRY_AT, "")).result()
    with open_store.reading():
        assert notes.get_number(open_store, notes.NEXT_TRY_AT) is None


def test_a_moment_moves_with_the_clock_and_no_moment_stays_none(open_store: Store) -> None:
    open_store.write(lambda: notes.put(open_store, notes.NEXT_TRY_AT, "1000.25")).result()
    for name in (notes.NEXT_TRY_AT, notes.RETRY_AFTER_AT):
        open_store.write(lambda name=name: notes.shift(open_store, name, -600.125)).result()
    with open_store.reading():
        assert notes.get_number(open_store, notes.NEXT_TRY_AT) == 400.125
        assert notes.get(open_store, notes.RETRY_AFTER_AT) is None
