# SPDX-License-Identifier: MIT
"""Desks with many vaccinations in them, made the quick way. Measures nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.support import desks, people
from vaxdesk.desk import Desk
from vaxdesk.domain.upload import State
from vaxdesk.store import counts, intake

PEOPLE_A_DAY = 250
_BATCH = 2_000


@contextmanager
def stocked_desk(folder: Path, recorded: int, *, confirmed: bool, base_url: str = "") -> Iterator[Desk]:
    """Open a desk that holds ``recorded`` vaccinations, spread over days; nothing is uploaded yet."""
    desk = Desk(desks.make_folder(folder / "desk", base_url=base_url))
    desk.open(people.CLERK.name, desks.PASSWORD)
    try:
        for first in range(0, recorded, _BATCH):
            _take_in(desk, first, min(_BATCH, recorded - first))
        if confirmed:
            desk.store.write(lambda: _confirm_all(desk)).result()
        yield desk
    finally:
        desk.close()


def _take_in(desk: Desk, first: int, count: int) -> None:
    rows = []
    for n in range(first, first + count):
        given_on = people.GIVEN_ON + timedelta(days=n // PEOPLE_A_DAY)
        rows.append(intake.NewRow(replace(people.vaccination(n), given_on=given_on), f"bench-{n}"))
    now = desk.clock.now()
    desk.store.write(lambda: intake.add(desk.store, rows, people.CLERK, now)).result()


def _confirm_all(desk: Desk) -> None:
    box = desk.store.models.Outbox
    moment = desk.clock.now().timestamp()
    box.update(state=State.CONFIRMED.value, confirmed_at=moment, portal_host=desk.portal_host).execute()
    counts.recount(desk.store)
