# SPDX-License-Identifier: MIT
"""What can still make its cut-off goes first; whoever was begun is finished, so that a look is fresh when relied on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.support.uploads import ONE_AT_A_TIME, WAITS, Upload

PEOPLE = 12
CALLS_A_PERSON = 3
DAYS = (19, 16, 20, 17, 18)


def test_a_long_queue_costs_each_person_three_calls_however_slow_the_portal(upload: Upload) -> None:
    for n in range(PEOPLE):
        upload.record(n)
    upload.portal.during = lambda _method, _item: upload.clock.pass_by(WAITS.settle_s[0] / 4)
    upload.settle()
    assert upload.counts().confirmed == PEOPLE
    assert len(upload.portal.methods()) == CALLS_A_PERSON * PEOPLE


@pytest.mark.parametrize(
    ("clock", "order"), [("16:59", [19, 20, 16, 17, 18]), ("17:00", [20, 16, 17, 18, 19])], ids=["before", "after"]
)
def test_what_can_make_five_o_clock_of_the_next_day_goes_first_then_the_oldest(
    upload: Upload, clock: str, order: list[int]
) -> None:
    upload.behave(ONE_AT_A_TIME)
    at = datetime.combine(date(2021, 1, 20), time.fromisoformat(clock), upload.clock.zone)
    upload.clock.pass_by((at - upload.clock.now()) / timedelta(seconds=1))
    for n, day in enumerate(DAYS):
        upload.record(n, given_on=f"{day}-01-2021", given_at="09:00", vial_opened_at="09:00")
    upload.settle()
    began = list(dict.fromkeys(client_ref for _method, client_ref in upload.portal.calls))
    assert [upload.row(ref).vaccination.given_on.day for ref in began] == order
