# SPDX-License-Identifier: MIT
"""The day that a clerk typed is the day that the portal is told, whatever zone the PC is in, whatever day UTC has.

``FAULTS_N=30 make faults`` takes a thousand moments; a run of all the tests takes fewer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.portal.cowin import payloads
from vaxdesk.store import vaccinations

INDIA = ZoneInfo("Asia/Kolkata")
ZONES = ("Asia/Kolkata", "UTC", "Pacific/Auckland", "America/Los_Angeles")
INSTANTS = 250 if int(os.environ.get("FAULTS_N", "0")) >= 30 else 40
"""For each zone; a quarter of them in the hours in which UTC still has the day before."""


@pytest.fixture(params=ZONES)
def _pc_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put this process into another time zone, where the system has them."""
    monkeypatch.setenv("TZ", request.param)
    _take_zone()
    yield
    monkeypatch.undo()
    _take_zone()


def _take_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def instants(seed: int) -> list[datetime]:
    """Return moments of five years, as the centre sees them."""
    dice, first = Random(seed), datetime(2021, 1, 16, tzinfo=INDIA)
    days = [first + timedelta(days=dice.randrange(5 * 365)) for _n in range(INSTANTS)]
    return [day + timedelta(minutes=dice.randrange(330 if n % 4 == 0 else 24 * 60)) for n, day in enumerate(days)]


@pytest.mark.usefixtures("_pc_in")
def test_the_portal_day_is_the_day_that_was_typed(tmp_path: Path) -> None:
    with stores.opened(tmp_path) as store:
        for n, moment in enumerate(instants(53)):
            day, minute = f"{moment:%d-%m-%Y}", f"{moment:%H:%M}"
            typed = people.draft(n, given_on=day, given_at=minute, vial=f"D{n}", vial_opened_at=minute)
            register = stores.register_of(store, StillClock(moment.astimezone(UTC)))
            client_ref = register.record(typed, people.CLERK).client_ref
            with store.reading():
                row = vaccinations.one(store, client_ref)
            assert row
            told = payloads.dose(row.vaccination, "1", {"LNJP": 1})
            assert isinstance(told, dict)
            assert (told["dose1_date"], row.recorded_at) == (day, moment)
