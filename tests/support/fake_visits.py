# SPDX-License-Identifier: MIT
"""``services.visits.Visits`` in memory, for tests of the rim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support.fake_sending import Faulty
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User
from vaxdesk.domain.visit import Visit, VisitResult

if TYPE_CHECKING:
    from tests.support.fake_desk import FakeDesk


class FakeVisits(Faulty):
    """Keeps ``noted``, by reference; ``ended`` has why each one counts no more."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.noted: dict[str, Visit] = {}
        self.ended: dict[str, str] = {}

    def record(self, draft: Draft, result: VisitResult, reason: str, by: User) -> Visit:
        self._may_fail()
        now = self.desk.clock.now()
        facts = {name: getattr(draft, name) for name in ("name", "gender", "birth_year", "mobile", "id_type")}
        made = Visit(
            client_ref=f"visit {len(self.noted)}",
            centre=draft.centre,
            visited_on=self.desk.clock.today(),
            visited_at="11:32",
            result=result,
            reason=reason,
            id_number=draft.id_number,
            category=draft.category,
            recorded_by=by.name,
            recorded_at=now,
            **facts,
        )
        self.noted[made.client_ref] = made
        return made

    def change(self, client_ref: str, result: VisitResult, reason: str, by: User) -> Visit:
        self._may_fail()
        self.noted[client_ref] = replace(self.noted[client_ref], result=result, reason=reason, recorded_by=by.name)
        return self.noted[client_ref]

    def end(self, client_ref: str, why: str, by: User) -> None:
        self._may_fail()
        del by
        self.ended[client_ref] = why
        del self.noted[client_ref]

    def today(self, centre: str = "") -> tuple[Visit, ...]:
        return tuple(visit for visit in self.noted.values() if centre in {"", visit.centre})
