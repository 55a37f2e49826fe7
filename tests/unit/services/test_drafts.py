# SPDX-License-Identifier: MIT
"""What is half typed: kept as typed but for an Aadhaar, the last one only, gone once dropped or saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.draft import Draft
from vaxdesk.errors import StoreError
from vaxdesk.services.drafts import Drafts, KeptDraft

AADHAAR = "234123412346"


class Typing:
    """A desk at which somebody is typing."""

    def __init__(self, store: stores.FailingStore) -> None:
        self.store = store
        self.clock = StillClock()
        self.drafts = Drafts(store, self.clock)


@pytest.fixture
def typing(tmp_path: Path) -> Iterator[Typing]:
    with stores.opened(tmp_path) as store:
        yield Typing(store)


def test_nothing_is_kept_at_first(typing: Typing) -> None:
    assert typing.drafts.kept() is None


def test_what_is_half_typed_comes_back_as_typed_with_who_and_when(typing: Typing) -> None:
    half = Draft(name="  Asha", mobile="99000", given_on="31-02", remarks="=1+1")
    typing.drafts.keep(half, people.CLERK)
    assert typing.drafts.kept() == KeptDraft(half, people.CLERK.name, typing.clock.now())


def test_only_the_last_is_kept(typing: Typing) -> None:
    typing.drafts.keep(people.draft(1), people.CLERK)
    typing.clock.pass_by(5)
    typing.drafts.keep(people.draft(2), people.SUPERVISOR)
    assert typing.drafts.kept() == KeptDraft(people.draft(2), people.SUPERVISOR.name, typing.clock.now())


@pytest.mark.parametrize("field", ["id_number", "name", "remarks", "mobile"])
@pytest.mark.parametrize("typed", [AADHAAR, "2341 2341 2346", "२३४१ २३४१ २३४६"])
def test_of_an_aadhaar_only_the_last_four_digits_are_kept(typing: Typing, field: str, typed: str) -> None:
    typing.drafts.keep(people.draft(2, **{field: typed}), people.CLERK)
    model = typing.store.models.Draft
    with typing.store.reading():
        payload = model.get().payload
    assert "23412341" not in payload.replace(" ", "")
    assert "2341 2341" not in payload
    kept = typing.drafts.kept()
    assert kept
    assert getattr(kept.draft, field).endswith("2346")
    assert "2341" not in getattr(kept.draft, field)


def test_a_disk_that_fails_leaves_the_older_draft(typing: Typing) -> None:
    typing.drafts.keep(people.draft(1), people.CLERK)
    stood = typing.drafts.kept()
    typing.store.failures = 1
    with pytest.raises(StoreError):
        typing.drafts.keep(people.draft(2), people.CLERK)
    assert typing.drafts.kept() == stood


def test_a_dropped_draft_is_gone(typing: Typing) -> None:
    typing.drafts.keep(people.draft(1), people.CLERK)
    typing.drafts.drop()
    assert typing.drafts.kept() is None
    typing.drafts.drop()


def test_a_saved_draft_is_gone_and_a_refused_one_stays(typing: Typing) -> None:
    register = stores.register_of(typing.store, typing.clock)
    typing.drafts.keep(people.draft(1), people.CLERK)
    typing.store.failures = 1
    with pytest.raises(StoreError):
        register.record(people.draft(1), people.CLERK)
    assert typing.drafts.kept()
    register.record(people.draft(1), people.CLERK)
    assert typing.drafts.kept() is None
