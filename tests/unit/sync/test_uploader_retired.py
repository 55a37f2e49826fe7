# SPDX-License-Identifier: MIT
"""An uploader whose pass hung has been replaced: whenever it wakes, it writes nothing and sends nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from tests.support.uploads import Upload, once_each
from vaxdesk.domain.upload import State


def test_a_retired_uploader_begins_and_writes_nothing(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.uploader.retire()
    stood = upload.row(client_ref)
    assert upload.run_pass() is None
    assert (upload.portal.calls, upload.row(client_ref)) == ([], stood)


def test_an_uploader_retired_while_it_waits_for_an_answer_leaves_it_to_the_next(upload: Upload) -> None:
    client_ref = upload.record(1)
    upload.portal.during = lambda method, _item: upload.uploader.retire() if method == "register" else None
    assert upload.run_pass() is None
    assert upload.portal.methods() == ["find_by_mobile", "register"]
    assert (upload.state(client_ref), len(upload.portal.people)) == (State.SENDING, 1)
    upload.portal.during = lambda _method, _item: None
    upload.restart()
    upload.settle()
    once_each(upload, 1)


def test_an_uploader_retired_while_its_turn_waits_for_the_disk_writes_nothing(upload: Upload) -> None:
    client_ref, retired = upload.record(1), upload.uploader
    waits, go_on = threading.Event(), threading.Event()

    def hold_the_writer() -> None:
        waits.set()
        assert go_on.wait(20)

    upload.store.write(hold_the_writer)
    assert waits.wait(20)
    passing = threading.Thread(target=retired.run_pass, args=(threading.Event(),))
    passing.start()
    retired.retire()
    go_on.set()
    passing.join(20)
    assert not passing.is_alive()
    assert (upload.state(client_ref), upload.portal.calls) == (State.WAITING, [])


def test_an_uploader_retired_between_its_turn_and_the_call_sends_nothing(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_ref, write = upload.record(1), upload.store.write

    def write_and_retire(work: Callable[[], object]) -> Future[object]:
        written = write(work)
        written.result()
        upload.uploader.retire()
        return written

    monkeypatch.setattr(upload.store, "write", write_and_retire)
    assert upload.run_pass() is None
    assert (upload.state(client_ref), upload.portal.calls) == (State.SENDING, [])
