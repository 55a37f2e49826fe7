# SPDX-License-Identifier: MIT
"""A centre at which vials are opened and people come, over a real store and a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.vial import Vial, VialDraft, VialRow
from vaxdesk.services.vials import Board, Vials

NOON = datetime(2021, 1, 16, 6, 30, tzinfo=UTC)
"""Twelve o'clock at the centres."""
COVISHIELD = VialDraft(centre="LNJP", vaccine="COVISHIELD", batch="4120Z005", expires_on="06-2021")


class Centre:
    """A desk at which vials are opened and people come."""

    def __init__(self, store: stores.FailingStore) -> None:
        self.store = store
        self.clock = StillClock(NOON)
        self.vials = Vials(store, stores.reference_table(), self.clock, people.CENTRES)
        self.register = stores.register_of(store, self.clock)

    def open(self, **changed: str) -> Vial:
        return self.vials.open(replace(COVISHIELD, **changed), people.CLERK)

    def give(self, n: int, **changed: str) -> str:
        return self.register.record(self.draft(n, **changed), people.CLERK).client_ref

    def draft(self, n: int, **changed: str) -> Draft:
        now = f"{self.clock.local():%H:%M}"
        today = f"{self.clock.today():%d-%m-%Y}"
        return people.draft(n, **{"vial": "L1", "vial_opened_at": "", "given_at": now, "given_on": today} | changed)

    def board(self, centre: str = "LNJP") -> Board:
        return self.vials.board(centre)

    def only(self, centre: str = "LNJP") -> VialRow:
        (row,) = self.board(centre).open
        return row

    def audit(self) -> list[tuple[str, str]]:
        with self.store.reading():
            rows = list(self.store.models.Audit.select())
        return [(row.action, row.detail) for row in rows if row.action.startswith("vial")]
