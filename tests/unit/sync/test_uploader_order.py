# SPDX-License-Identifier: MIT
"""Whoever was begun is finished before the next is begun, so that a look is still fresh when it is relied on."""

from __future__ import annotations

from tests.support.uploads import WAITS, Upload

PEOPLE = 12
CALLS_A_PERSON = 3


def test_a_long_queue_costs_each_person_three_calls_however_slow_the_portal(upload: Upload) -> None:
    for n in range(PEOPLE):
        upload.record(n)
    upload.portal.during = lambda _method, _item: upload.clock.pass_by(WAITS.settle_s[0] / 4)
    upload.settle()
    assert upload.counts().confirmed == PEOPLE
    assert len(upload.portal.methods()) == CALLS_A_PERSON * PEOPLE
