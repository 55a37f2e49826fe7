# SPDX-License-Identifier: MIT
"""A scan is answered in a whole sentence that names nothing a desk must not keep; a story reads in order."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from vaxdesk.clock import Clock
from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.scanned import AadhaarScan, BatchScan, Unreadable, UnreadableScan
from vaxdesk.domain.story import Happened, Moment, Story
from vaxdesk.domain.upload import State
from vaxdesk.wording import scans, slips


@pytest.mark.parametrize("year", ["1985", ""])
def test_a_card_is_answered_without_its_digits(year: str) -> None:
    said = scans.for_aadhaar(AadhaarScan("Sunita Namoona", year, Gender.FEMALE, "8606"))
    assert said.startswith("Aadhaar read: Sunita Namoona")
    assert "8606" not in said
    assert (year in said, said.endswith("Only the last four digits are kept.")) == (True, True)


@pytest.mark.parametrize("expires_on", [date(2021, 7, 31), None])
@pytest.mark.parametrize("filled", [True, False])
def test_a_batch_is_answered_with_its_expiry_where_it_is_known(expires_on: date | None, filled: bool) -> None:
    said = scans.for_batch(BatchScan("4120Z005", expires_on), filled=filled)
    assert "4120Z005" in said
    assert ("31-07-2021" in said) is (expires_on is not None)
    assert ("To fill it in" in said) is not filled


def test_every_kind_that_cannot_be_read_has_a_way_without_it() -> None:
    said = {scans.for_unreadable(UnreadableScan(kind)) for kind in Unreadable}
    assert len(said) == len(Unreadable)
    assert all("Scan it again" in sentence and "Nothing was changed." in sentence for sentence in said)


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_for_the_person(state: State) -> None:
    assert slips.for_state(state).endswith(".")


@pytest.mark.parametrize("happened", Happened)
def test_every_moment_has_words(happened: Happened) -> None:
    said = slips.for_moment(Moment(datetime(2021, 1, 16, tzinfo=UTC), happened, "x"))
    assert "{" not in said


def test_a_story_over_two_days_names_each_day_once() -> None:
    first = datetime(2021, 1, 16, 6, 34, tzinfo=UTC)
    moments = (
        Moment(first, Happened.RECORDED, "Clerk Kalpit"),
        Moment(first.replace(minute=35), Happened.SENT),
        Moment(first.replace(day=17), Happened.CONFIRMED, "12345678901234"),
    )
    story = Story("ref", "037-0", "Sunita Namoona", 1985, 1, "COVISHIELD", State.CONFIRMED, "", "", moments)
    assert slips.line(story, Clock().local) == (
        "16-01-2021: 12:04 recorded by Clerk Kalpit · 12:05 sent · 17-01-2021: 12:04 on the portal as 12345678901234"
    )
