# SPDX-License-Identifier: MIT
"""Upload now, pause and resume: on disk before the sender is told; the status and the journal as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.domain.upload_health import UploadCost, UploadHealth
from vaxdesk.errors import NotAllowed, StoreError
from vaxdesk.services.sending import Sending
from vaxdesk.store import notes

STATUS = SyncStatus(Counts(waiting=3), Connectivity.BUSY)


class ToldSender:
    """A sender that notes what it was told, and what stood in the store then."""

    def __init__(self, upload: Upload) -> None:
        self.told: list[tuple[str, str | None]] = []
        self._store = upload.store

    def _tell(self, what: str) -> None:
        with self._store.reading():
            self.told.append((what, notes.get(self._store, notes.PAUSED)))

    def upload_now(self) -> None:
        self._tell("upload_now")

    def pause(self) -> None:
        self._tell("pause")

    def resume(self) -> None:
        self._tell("resume")

    def nudge(self) -> None:
        self._tell("nudge")


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def sender(upload: Upload) -> ToldSender:
    return ToldSender(upload)


@pytest.fixture
def sending(upload: Upload, sender: ToldSender) -> Sending:
    return Sending(upload.store, sender, lambda: STATUS, upload.clock)


def test_upload_now_only_tells_the_sender(sending: Sending, sender: ToldSender) -> None:
    sending.upload_now()
    assert sender.told == [("upload_now", None)]


def test_a_pause_and_its_end_are_on_disk_before_the_sender_is_told(sending: Sending, sender: ToldSender) -> None:
    sending.pause()
    sending.resume()
    assert sender.told == [("pause", "yes"), ("resume", "")]


def test_a_pause_that_is_not_on_disk_is_none(sending: Sending, sender: ToldSender, upload: Upload) -> None:
    upload.store.failures = 1
    with pytest.raises(StoreError):
        sending.pause()
    assert sender.told == []
    assert upload.status().paused is False


def test_a_pause_outlives_a_restart_until_somebody_resumes(sending: Sending, upload: Upload) -> None:
    upload.record(1)
    sending.pause()
    upload.restart()
    assert upload.run_pass() is None
    assert (upload.portal.calls, upload.status().paused) == ([], True)
    sending.resume()
    upload.restart()
    upload.settle()
    assert (upload.counts().confirmed, upload.status().paused) == (1, False)


def test_the_status_is_the_one_of_this_moment(sending: Sending) -> None:
    assert sending.status() is STATUS


def test_the_attempts_are_those_of_the_one_vaccination_oldest_first(sending: Sending, upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.record(2)
    assert sending.attempts(client_ref) == ()
    upload.settle()
    assert [attempt.code for attempt in sending.attempts(client_ref)] == ["nothing_there", "registered", "dose_taken"]
    assert sending.attempts("no-such-ref") == ()


def test_the_exchanges_of_all_come_newest_first_with_whom_they_were_for(sending: Sending, upload: Upload) -> None:
    refs = [upload.record(n) for n in (1, 2)]
    upload.settle()
    rows = sending.exchanges()
    assert len(rows) == 6
    assert {row.client_ref for row in rows} == set(refs)
    assert rows[0].attempt.at >= rows[-1].attempt.at
    assert [row.attempt for row in sending.exchanges(client_ref=refs[0])][::-1] == list(sending.attempts(refs[0]))
    assert sending.exchanges(limit=2) == rows[:2]
    assert sending.exchanges(client_ref="no-such-ref") == ()


def test_the_health_of_a_day_is_what_its_exchanges_told(sending: Sending, upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    today = upload.clock.today()
    health = sending.health(today)
    assert (health.day, health.calls, health.confirmed) == (today, 3, 1)
    assert (health.bytes_sent, health.bytes_received) == _sums(sending)
    (slot,) = health.slots
    assert (slot.fine, slot.troubled) == (3, 0)
    assert slot.starts_at == upload.clock.local().replace(second=0, microsecond=0)
    upload.clock.pass_by(86_400)
    assert sending.health(upload.clock.today()) == UploadHealth(upload.clock.today(), 0, 0, 0, 0, ())


def test_the_day_of_the_health_ends_at_the_centres_midnight(sending: Sending, upload: Upload) -> None:
    upload.clock.pass_by(6.4 * 3600)  # 23:54 at the centre
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(600)
    upload.record(2)
    upload.settle()
    saturday = people.GIVEN_ON
    assert (sending.health(saturday).confirmed, upload.clock.today() > saturday) == (1, True)
    assert sending.health(upload.clock.today()).calls == 3


def test_the_cost_is_that_from_a_moment_on(sending: Sending, upload: Upload) -> None:
    upload.record(1)
    upload.settle()
    upload.clock.pass_by(60)
    since = upload.clock.now()
    assert sending.cost(since) == UploadCost(0, 0, 0, 0)
    upload.record(2)
    upload.settle()
    cost = sending.cost(since)
    assert (cost.calls, cost.confirmed) == (3, 1)


def _sums(sending: Sending) -> tuple[int, int]:
    attempts = [row.attempt for row in sending.exchanges()]
    return sum(one.bytes_sent for one in attempts), sum(one.bytes_received for one in attempts)


def _reads_back(upload: Upload) -> tuple[str | None, list[tuple[str, str]]]:
    audit = upload.store.models.Audit
    with upload.store.reading():
        said = [(row.actor, row.action) for row in audit.select().where(audit.action != "record")]
        return notes.get(upload.store, notes.READS_BACK_ALL), said


def test_a_supervisor_ends_the_reading_back_of_each_one_on_record(sending: Sending, upload: Upload) -> None:
    upload.store.write(lambda: notes.put(upload.store, notes.READS_BACK_ALL, "yes")).result()
    with pytest.raises(NotAllowed):
        sending.trust_again(people.CLERK)
    assert _reads_back(upload) == ("yes", [])
    sending.trust_again(people.SUPERVISOR)
    assert _reads_back(upload) == ("", [(people.SUPERVISOR.name, "trust_again")])


def test_a_trust_that_could_not_be_written_is_none(sending: Sending, upload: Upload) -> None:
    upload.store.write(lambda: notes.put(upload.store, notes.READS_BACK_ALL, "yes")).result()
    upload.store.failures = 1
    with pytest.raises(StoreError):
        sending.trust_again(people.SUPERVISOR)
    assert _reads_back(upload) == ("yes", [])
