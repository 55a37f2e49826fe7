# SPDX-License-Identifier: MIT
"""Upload now, pause and resume: on disk before the sender is told; the status and the journal as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.errors import StoreError
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
    return Sending(upload.store, sender, lambda: STATUS)


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
