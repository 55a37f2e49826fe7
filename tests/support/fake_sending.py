# SPDX-License-Identifier: MIT
"""The sending of ``fake_desk``: a status, a day and exchanges that a test sets; nothing is sent anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.support.fake_rows import counts, health
from vaxdesk.domain.sync_status import Connectivity, SyncStatus
from vaxdesk.domain.upload import UNSETTLED_STATES, Attempt
from vaxdesk.domain.upload_health import AttemptRow, HealthSlot, UploadHealth
from vaxdesk.domain.user import User
from vaxdesk.errors import VaxDeskError

if TYPE_CHECKING:
    from tests.support.fake_desk import FakeDesk


class Faulty:
    """Raises its ``fault`` once."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.fault: VaxDeskError | None = None

    def _may_fail(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault


class FakeSending(Faulty):
    """``services.sending.Sending``: counts come from ``desk.rows``, the rest from attributes a test sets."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.connectivity = Connectivity.ONLINE
        self.paused = False
        self.stop_reason = ""
        self.next_try_at: datetime | None = None
        self.also: dict[str, object] = {}
        self.slots: tuple[HealthSlot, ...] = ()
        self.attempt_rows: list[AttemptRow] = []
        self.asked: list[str] = []
        self.reads = 0
        self.health_reads = 0

    def upload_now(self) -> None:
        self._may_fail()
        self.asked.append("upload_now")

    def pause(self) -> None:
        self._may_fail()
        self.asked.append("pause")
        self.paused = True
        self.desk.hooks.status_changed.send()

    def resume(self) -> None:
        self._may_fail()
        self.asked.append("resume")
        self.paused = False
        self.desk.hooks.status_changed.send()

    def trust_again(self, by: User) -> None:
        self._may_fail()
        self.asked.append(f"trust_again {by.name}")
        self.also.pop("reads_back_all", None)

    def status(self) -> SyncStatus:
        self._may_fail()
        self.reads += 1
        open_rows = [r for r in self.desk.rows if r.state in UNSETTLED_STATES]
        oldest = min((r.recorded_at for r in open_rows), default=None)
        confirmed = [r.confirmed_at for r in self.desk.rows if r.confirmed_at is not None]
        status = SyncStatus(
            counts=counts(self.desk.rows),
            connectivity=self.connectivity,
            oldest_waiting_s=None if oldest is None else (self.desk.clock.now() - oldest).total_seconds(),
            last_confirmed_at=max(confirmed, default=None),
            last_contact_at=max(confirmed, default=None),
            next_try_at=self.next_try_at,
            stop_reason=self.stop_reason,
            paused=self.paused,
        )
        return replace(status, **self.also)  # type: ignore[arg-type]

    def health(self, day: date) -> UploadHealth:
        self._may_fail()
        self.health_reads += 1
        return health(day, self.slots, self.attempt_rows, confirmed=counts(self.desk.rows).confirmed)

    def exchanges(self, limit: int = 200, client_ref: str = "") -> tuple[AttemptRow, ...]:
        self._may_fail()
        return tuple(row for row in self.attempt_rows if client_ref in {"", row.client_ref})[:limit]

    def attempts(self, client_ref: str) -> tuple[Attempt, ...]:
        found = self.desk.find(client_ref)
        at = found.recorded_at + timedelta(minutes=1)
        return tuple(
            Attempt(at + timedelta(minutes=n), found.step, False, found.last_code, 200, 0.4, 512, 256)
            for n in range(found.attempts)
        )
