# SPDX-License-Identifier: MIT
"""What the panels read, the kept draft, and a vaccination as the text of a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support import fake_portal, people, stores
from tests.support.uploads import Upload, upload_in
from vaxdesk import validation
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalPerson, Weather
from vaxdesk.domain.upload import State
from vaxdesk.services.browsing import Browsing
from vaxdesk.services.drafting import as_draft
from vaxdesk.services.drafts import Drafts


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    """Return a register with its upload, on a still clock."""
    with upload_in(tmp_path) as made:
        yield made


def test_a_day_is_shown_in_the_order_of_the_day_void_ones_too(desk: Upload) -> None:
    late = desk.record(1, given_at="15:00")
    early = desk.record(2, given_at="14:00", vial_opened_at="")
    desk.register.void(late, people.CLERK, "typed twice")
    rows = Browsing(desk.store).day(people.GIVEN_ON)
    assert [row.client_ref for row in rows] == [early, late]
    assert rows[1].state is State.VOID


def test_a_day_may_be_of_one_centre(desk: Upload) -> None:
    desk.record(1)
    there = desk.record(2, centre="PEHOWA")
    assert [row.client_ref for row in Browsing(desk.store).day(people.GIVEN_ON, "PEHOWA")] == [there]


def test_the_last_come_newest_first(desk: Upload) -> None:
    refs = []
    for n in range(4):
        refs.append(desk.record(n))
        desk.clock.pass_by(1)
    assert [row.client_ref for row in Browsing(desk.store).last(3)] == refs[:0:-1]


def test_the_days_come_newest_first(desk: Upload) -> None:
    desk.record(1)
    desk.clock.pass_by(86_400)
    desk.record(2, given_on="17-01-2021")
    assert Browsing(desk.store).days() == (date(2021, 1, 17), people.GIVEN_ON)


@pytest.mark.parametrize("n", range(6))
def test_a_vaccination_as_text_gives_the_same_vaccination_again(n: int) -> None:
    given = replace(people.vaccination(n), remarks="calm", comorbidity=True, sub_category=None)
    context = validation.CheckContext(date(2021, 1, 17), None, people.CENTRES, stores.reference_table())
    assert validation.check(as_draft(given), context).vaccination == given


def test_a_half_typed_draft_is_kept_without_a_whole_aadhaar_and_gone_after_the_save(desk: Upload) -> None:
    drafts = Drafts(desk.store, desk.clock)
    drafts.keep(people.draft(2, id_number="2345 6789 0124", name="As"), people.CLERK)
    kept = drafts.kept()
    assert kept
    assert (kept.draft.name, kept.by, kept.kept_at) == ("As", people.CLERK.name, desk.clock.now())
    assert "2345" not in str(kept.draft)
    desk.record(1)
    assert drafts.kept() is None


def test_a_later_draft_takes_the_place_of_an_earlier(desk: Upload) -> None:
    drafts = Drafts(desk.store, desk.clock)
    drafts.keep(people.draft(1), people.CLERK)
    drafts.keep(people.draft(3), people.SUPERVISOR)
    kept = drafts.kept()
    assert kept
    assert (kept.draft, kept.by) == (people.draft(3), people.SUPERVISOR.name)
    drafts.drop()
    assert drafts.kept() is None


def test_the_portals_side_of_a_conflict_is_shown_and_nobodys_otherwise(desk: Upload) -> None:
    there = PortalPerson("BEN-1", "Asha Rani", birth_year="1980")
    conflict = Outcome(OutcomeKind.CONFLICT, "person_differs", Weather.FINE, people=(there,))
    desk.portal.script("find_by_mobile", fake_portal.Answer(False, conflict))
    differs = desk.record(1)
    desk.run_pass()
    fine = desk.record(2)
    assert desk.state(differs) is State.REJECTED
    assert Browsing(desk.store).portal_side(differs) == (there,)
    assert Browsing(desk.store).portal_side(fine) == ()
