# SPDX-License-Identifier: MIT
"""A story is told from the token to the portal's reference, and opens only for a slip of this very desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk.clock import Clock
from vaxdesk.domain.scanned import SlipScan
from vaxdesk.domain.story import Happened
from vaxdesk.domain.upload import State
from vaxdesk.errors import NotFound
from vaxdesk.scanning import recognise, slip_code
from vaxdesk.services.story import Stories
from vaxdesk.wording import slips


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    """Return a register with its upload, on a still clock."""
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def stories(desk: Upload) -> Stories:
    return Stories(desk.store, desk.portal.host)


def test_a_story_goes_from_the_token_to_the_reference(desk: Upload, stories: Stories) -> None:
    client_ref = desk.record(1)
    desk.clock.pass_by(120)
    desk.settle()
    story = stories.of(client_ref)
    assert (story.state, story.portal_ref) == (State.CONFIRMED, desk.row(client_ref).portal_ref)
    happened = [moment.happened for moment in story.moments if moment.happened is not Happened.SEATED]
    assert happened == [Happened.RECORDED, Happened.SENT, Happened.CONFIRMED]
    line = slips.line(story, Clock().local)
    assert f"recorded by {people.CLERK.name} · " in line
    assert line.endswith(f"on the portal as {story.portal_ref}")
    assert line.count("2021:") == 1


def test_a_look_that_only_asks_is_not_told_as_sent(desk: Upload, stories: Stories) -> None:
    client_ref = desk.record(1)
    assert Happened.SENT not in {moment.happened for moment in stories.of(client_ref).moments}
    assert stories.of(client_ref).state is State.WAITING


def test_corrections_and_the_cancelling_are_told_with_who_did_it(desk: Upload, stories: Stories) -> None:
    client_ref = desk.record(1)
    for batch in ("4120Z006", "4120Z007"):
        desk.clock.pass_by(60)
        desk.register.correct(client_ref, people.draft(1, batch=batch), people.CLERK, "read again")
    desk.clock.pass_by(60)
    desk.register.void(client_ref, people.SUPERVISOR, "entered twice")
    story = stories.of(client_ref)
    told = [(m.happened, m.detail) for m in story.moments if m.happened is not Happened.SEATED]
    assert told == [
        (Happened.RECORDED, people.CLERK.name),
        (Happened.CORRECTED, people.CLERK.name),
        (Happened.CANCELLED, people.SUPERVISOR.name),
    ]
    assert story.reason == "entered twice"


def test_each_way_in_opens_the_same_story(desk: Upload, stories: Stories) -> None:
    desk.record(2)
    client_ref = desk.record(1)
    desk.settle()
    row = desk.row(client_ref)
    scanned = recognise(slip_code.write(row.receipt_no, client_ref))
    assert isinstance(scanned, SlipScan)
    story = stories.of(client_ref)
    assert stories.by_slip(scanned.receipt_no, scanned.mark) == story
    assert stories.by_receipt(row.receipt_no) == story
    assert stories.by_reference(row.portal_ref) == story


def test_a_slip_of_another_desk_opens_nobody(desk: Upload, stories: Stories) -> None:
    receipt_no = desk.row(desk.record(1)).receipt_no
    for number in (receipt_no, "037-0"):
        with pytest.raises(NotFound) as refused:
            stories.by_slip(number, "00000000")
        assert refused.value.code == "slip_of_another_desk"


@pytest.mark.parametrize("ask", ["by_receipt", "by_reference"])
def test_a_number_that_nobody_has_is_said_to_be_nobodys(stories: Stories, ask: str) -> None:
    with pytest.raises(NotFound) as refused:
        getattr(stories, ask)("12345678901234")
    assert (refused.value.code, refused.value.params) == ("nobody_with", {"number": "12345678901234"})


def test_what_another_portal_confirmed_still_waits_here(desk: Upload) -> None:
    client_ref = desk.record(1)
    desk.settle()
    story = Stories(desk.store, "another.example").of(client_ref)
    assert (story.state, story.portal_ref) == (State.WAITING, "")
    assert Happened.CONFIRMED not in {moment.happened for moment in story.moments}
