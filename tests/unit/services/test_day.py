# SPDX-License-Identifier: MIT
"""What the desk remembers of a day: pins for as long as it lasts, and who vouched for an odd date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.uploads import Upload, upload_in
from vaxdesk.services.day import Day

DAY_S = 86_400


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def day(desk: Upload) -> Day:
    return Day(desk.store, desk.clock)


def test_a_day_that_fits_is_not_asked_about(desk: Upload, day: Day) -> None:
    assert day.doubted() is None
    desk.record(1)
    assert day.doubted() is None
    desk.clock.pass_by(400 * DAY_S)
    assert day.doubted() is None


@pytest.mark.parametrize("days", [401, 3650])
def test_a_day_far_after_the_last_one_is_asked_about_once(desk: Upload, day: Day, days: int) -> None:
    desk.record(1)
    last_on = desk.clock.today()
    desk.clock.pass_by(days * DAY_S)
    doubted = day.doubted()
    assert doubted is not None
    assert (doubted.last_on, doubted.today) == (last_on, desk.clock.today())
    day.vouch(doubted.today)
    assert day.doubted() is None


def test_a_day_before_the_last_one_is_asked_about_and_again_the_day_after(desk: Upload, day: Day) -> None:
    desk.clock.pass_by(30 * DAY_S)
    desk.record(1)
    desk.clock.pass_by(-10 * DAY_S)
    doubted = day.doubted()
    assert doubted is not None and isinstance(doubted.today, date)
    day.vouch(doubted.today)
    desk.clock.pass_by(DAY_S)
    assert day.doubted() is not None


def test_pins_last_as_long_as_the_day(desk: Upload, day: Day) -> None:
    assert day.pins() is None
    day.keep_pins(frozenset({"batch", "category"}))
    assert day.pins() == {"batch", "category"}
    day.keep_pins(frozenset())
    assert day.pins() == frozenset()
    desk.clock.pass_by(DAY_S)
    assert day.pins() is None
