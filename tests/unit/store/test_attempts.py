# SPDX-License-Identifier: MIT
"""The journal, read: newest first, by quarters of an hour, what it cost, and the portal's side of a conflict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.support import people, stores
from tests.support.clocks import NOON
from vaxdesk.domain.outcome import PortalPerson
from vaxdesk.domain.upload import Step
from vaxdesk.domain.upload_health import HealthSlot, UploadCost
from vaxdesk.portal.codes import Code
from vaxdesk.store import attempts, vaccinations
from vaxdesk.sync.senders import FAILED
from vaxdesk.sync.verdict import NOT_SHOWN

KOLKATA = ZoneInfo("Asia/Kolkata")
DAY = datetime(2021, 1, 16, tzinfo=KOLKATA)
TOMORROW = DAY + timedelta(days=1)
TROUBLE = {
    *("no_address", "unreachable", "connect_timeout", "tls_failed", "held_back"),
    *("read_timeout", "connection_lost", "answer_cut", "answer_too_large", "empty_answer", "odd_answer", "captive"),
    *("server_error", "busy", "too_many_calls", "blocked", "throttled", "key_not_taken", "not_entitled", "not_opened"),
    *("path_unknown", "centre_not_known", "redirected"),
}


class Journal:
    """A store with three people and what a test writes about their exchanges."""

    def __init__(self, store: stores.FailingStore) -> None:
        self.store = store
        self.refs = [self._record(n) for n in range(3)]

    def _record(self, n: int) -> str:
        given = people.vaccination(n)
        by, store = people.CLERK.name, self.store
        return store.write(lambda: vaccinations.add(store, given, by=by, now=NOON)).result().client_ref

    def exchange(self, at: datetime, code: str = "nothing_there", of: int = 1, **columns: Any) -> None:
        """Write one exchange of person ``of`` (1, 2 or 3) that ended ``at``."""
        row = {"vaccination": of, "at": at.timestamp(), "step": "identify", "look": True, "code": code}
        row |= {"http_status": 200, "seconds": 0.5, "bytes_sent": 100, "bytes_received": 300} | columns
        self.store.write(lambda: self.store.models.Attempt.insert(**row).execute()).result()

    def put(self, of: int, **columns: Any) -> None:
        """Change the outbox row of person ``of``."""
        box = self.store.models.Outbox
        self.store.write(lambda: box.update(**columns).where(box.vaccination == of).execute()).result()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with stores.opened(tmp_path) as store:
        yield Journal(store)


def _slots(journal: Journal) -> tuple[HealthSlot, ...]:
    with journal.store.reading():
        return attempts.slots(journal.store, DAY, TOMORROW, KOLKATA)


def test_the_last_exchanges_come_newest_first_with_whom_they_were_for(journal: Journal) -> None:
    for n in range(5):
        journal.exchange(NOON - timedelta(hours=n), of=n % 3 + 1, calls=n)  # the clock was set back in between
    with journal.store.reading():
        rows = attempts.last(journal.store, 3)
    assert [row.attempt.calls for row in rows] == [4, 3, 2]
    assert [row.client_ref for row in rows] == [journal.refs[n % 3] for n in (4, 3, 2)]
    assert rows[0].name == people.vaccination(1).beneficiary.name
    assert rows[0].receipt_no and rows[0].receipt_no != rows[1].receipt_no
    first = rows[0].attempt
    assert (first.at, first.step, first.look) == (NOON - timedelta(hours=4), Step.IDENTIFY, True)
    assert (first.http_status, first.seconds, first.bytes_sent, first.bytes_received) == (200, 0.5, 100, 300)


def test_the_exchanges_of_one_are_its_own(journal: Journal) -> None:
    for n in range(6):
        journal.exchange(NOON, of=n % 3 + 1, code=f"code{n}")
    with journal.store.reading():
        assert [row.attempt.code for row in attempts.last(journal.store, 9, journal.refs[2])] == ["code5", "code2"]
        assert attempts.last(journal.store, 1, journal.refs[2])[0].attempt.code == "code5"
        assert attempts.last(journal.store, 9, "no-such-ref") == ()


def test_every_code_is_an_answer_or_trouble() -> None:
    sent = {code.value for code in Code} - {Code.CANNOT_BE_SENT.value} | {NOT_SHOWN}
    assert sent == attempts.ANSWERED | TROUBLE
    assert not attempts.ANSWERED & TROUBLE
    assert FAILED.code not in attempts.ANSWERED
    assert NOT_SHOWN in attempts.ANSWERED


def test_the_slots_are_quarters_of_an_hour_in_the_centres_time_without_a_gap(journal: Journal) -> None:
    nine = DAY.replace(hour=9)
    for minutes, code, seconds in (
        *((0, "nothing_there", 1.0), (7, "read_timeout", 9.0), (14.99, "registered", 2.0)),
        *((15, "portal_refused", 4.0), (47, "busy", 3.0)),
    ):
        journal.exchange(nine + timedelta(minutes=minutes), code, seconds=seconds)
    assert _slots(journal) == (
        HealthSlot(nine, fine=2, troubled=1, median_s=2.0),
        HealthSlot(nine + timedelta(minutes=15), fine=1, troubled=0, median_s=4.0),
        HealthSlot(nine + timedelta(minutes=30), fine=0, troubled=0, median_s=None),
        HealthSlot(nine + timedelta(minutes=45), fine=0, troubled=1, median_s=3.0),
    )
    assert _slots(journal)[0].starts_at.utcoffset() == timedelta(hours=5, minutes=30)


def test_a_day_is_the_centres_day(journal: Journal) -> None:
    for moment in (DAY - timedelta(seconds=1), DAY, TOMORROW - timedelta(seconds=1), TOMORROW):
        journal.exchange(moment)
    slots = _slots(journal)
    assert (slots[0].starts_at, slots[-1].starts_at) == (DAY, TOMORROW - timedelta(minutes=15))
    assert len(slots) == 96
    assert sum(slot.fine for slot in slots) == 2


def test_a_day_without_exchanges_has_no_slots(journal: Journal) -> None:
    assert _slots(journal) == ()


def test_who_shared_a_look_made_no_exchange(journal: Journal) -> None:
    journal.exchange(NOON, seconds=2.0)
    journal.exchange(NOON, of=2, calls=0, seconds=0.0, bytes_sent=0, bytes_received=0, http_status=None)
    (slot,) = _slots(journal)
    assert (slot.fine, slot.median_s) == (1, 2.0)


def test_the_cost_is_that_of_the_span_alone(journal: Journal) -> None:
    journal.exchange(DAY - timedelta(seconds=1))
    journal.exchange(DAY, calls=2)
    journal.exchange(NOON, calls=0, bytes_sent=0, bytes_received=0)
    journal.exchange(TOMORROW)
    journal.put(1, confirmed_at=DAY.timestamp())
    journal.put(2, confirmed_at=TOMORROW.timestamp())
    with journal.store.reading():
        assert attempts.cost(journal.store, DAY, TOMORROW) == UploadCost(2, 100, 300, confirmed=1)
        assert attempts.cost(journal.store, NOON, NOON) == UploadCost(0, 0, 0, 0)


def test_the_last_confirmations_come_oldest_first_with_when_they_were_recorded(journal: Journal) -> None:
    for n in range(3):
        journal.put(n + 1, confirmed_at=100.0 + n)
    recorded_at = NOON.timestamp()
    store = journal.store
    with store.reading():
        assert attempts.confirmations(store, 0.0, 200.0, 2) == [(101.0, recorded_at), (102.0, recorded_at)]
        assert attempts.confirmations(store, 100.0, 101.0, 9) == [(101.0, recorded_at)]


def test_the_last_planned_attempt_is_that_of_what_is_still_to_come(journal: Journal) -> None:
    for of, state, due_at in ((1, "waiting", 10.0), (2, "doubtful", 30.0), (3, "rejected", 99.0)):
        journal.put(of, state=state, next_attempt_at=due_at)
    with journal.store.reading():
        assert attempts.last_due_at(journal.store) == 30.0
    for of in (1, 2):
        journal.put(of, state="confirmed")
    with journal.store.reading():
        assert attempts.last_due_at(journal.store) is None


def test_the_calls_since_a_moment_are_counted(journal: Journal) -> None:
    for n in range(4):
        journal.exchange(NOON + timedelta(seconds=n), calls=n)
    with journal.store.reading():
        assert attempts.calls_since(journal.store, NOON.timestamp() + 1.0) == 5
        assert attempts.calls_since(journal.store, NOON.timestamp() + 9.0) == 0


def test_the_portals_side_is_shown_as_it_was_kept(journal: Journal) -> None:
    two = (PortalPerson("1", "Asha", dose1_on="15-01-2021"), PortalPerson("2", "Usha", mobile="XXXXXX4321"))
    journal.put(1, theirs=json.dumps([asdict(person) for person in two]))
    with journal.store.reading():
        assert attempts.portal_side(journal.store, journal.refs[0]) == two
        assert attempts.portal_side(journal.store, journal.refs[1]) == ()
        assert attempts.portal_side(journal.store, "no-such-ref") == ()


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("{", ()),
        ("[" * 100_000, ()),
        ("7", ()),
        ('{"name": "Asha"}', ()),
        ('["Asha"]', ()),
        ('[{"name": null, "birth_year": 1980, "new": 1}]', (PortalPerson(birth_year="1980"),)),
    ],
)
def test_what_another_version_kept_never_stops_anything(
    journal: Journal, kept: str, shown: tuple[PortalPerson, ...]
) -> None:
    journal.put(1, theirs=kept)
    with journal.store.reading():
        assert attempts.portal_side(journal.store, journal.refs[0]) == shown
