# SPDX-License-Identifier: MIT
"""The store's promises: who may open it, what a connection is told, what a write that failed leaves behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import peewee
import pytest

from vaxdesk.errors import DiskFull, NotFound, StoreDamaged, StoreError
from vaxdesk.store import connections, database, notes
from vaxdesk.store.database import Store

ROOT = Path(__file__).resolve().parents[3]


def _put(store: Store, name: str, value: str) -> None:
    store.write(lambda: notes.put(store, name, value)).result()


def _get(store: Store, name: str) -> str | None:
    with store.reading():
        return notes.get(store, name)


def _run(store: Store, sql: str) -> object:
    return store.models.Note._meta.database.execute_sql(sql).fetchone()


def test_what_was_written_is_there_after_reopening(store_path: Path, data_key: bytes) -> None:
    first = Store.open(store_path, data_key)
    _put(first, "colour", "नीला")
    first.close()
    again = Store.open(store_path, data_key)
    assert _get(again, "colour") == "नीला"
    again.close()
    assert sorted(path.name for path in store_path.parent.iterdir()) == ["vaxdesk.db"]


def test_nothing_of_it_can_be_read_in_the_files(open_store: Store) -> None:
    _put(open_store, "colour", "plain words to look for")
    open_store.close()
    assert b"plain words" not in open_store.path.read_bytes()
    assert not open_store.path.read_bytes().startswith(b"SQLite format")


def test_its_files_are_private(open_store: Store) -> None:
    _put(open_store, "colour", "blue")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in open_store.path.parent.iterdir()}
    assert modes == dict.fromkeys(("vaxdesk.db", "vaxdesk.db-wal", "vaxdesk.db-shm"), 0o600)


def test_a_missing_store_is_never_made_by_opening(tmp_path: Path, data_key: bytes) -> None:
    for opens in (Store.open, Store.open_beside):
        with pytest.raises(StoreError) as refused:
            opens(tmp_path / "vaxdesk.db", data_key)
        assert refused.value.code == "store_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_vanishes_between_two_looks_is_not_made_anew(tmp_path: Path, data_key: bytes) -> None:
    with pytest.raises(peewee.OperationalError):
        connections.Connections(tmp_path / "vaxdesk.db", data_key).connect()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["vaxdesk.db", "vaxdesk.db-wal"])
def test_nothing_is_made_over_what_stands(tmp_path: Path, data_key: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(StoreError) as refused:
        Store.create(tmp_path / "vaxdesk.db", data_key)
    assert refused.value.code == "store_exists"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"mine")]


def test_another_key_changes_nothing_and_says_nothing_on_stderr(
    store_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = store_path.read_bytes()
    for opens in (Store.open, Store.open_beside):
        with pytest.raises(StoreDamaged) as refused:
            opens(store_path, bytes(32))
        assert refused.value.code == "store_unreadable"
    assert store_path.read_bytes() == before
    assert capfd.readouterr() == ("", "")


def test_one_changed_bit_in_any_page_is_found_at_opening(store_path: Path, data_key: bytes) -> None:
    whole = store_path.read_bytes()
    for place in range(100, len(whole), 4096 * 5):
        broken = bytearray(whole)
        broken[place] ^= 1
        store_path.write_bytes(broken)
        with pytest.raises(StoreDamaged):
            Store.open(store_path, data_key)
        assert store_path.read_bytes() == broken


def test_an_empty_file_is_not_taken_for_a_store(tmp_path: Path, data_key: bytes) -> None:
    path = tmp_path / "vaxdesk.db"
    path.touch()
    with pytest.raises(StoreDamaged):
        Store.open(path, data_key)


def test_every_connection_is_told_to_be_safe(open_store: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }

    def told() -> dict[str, object]:
        return {name: _run(open_store, f"PRAGMA {name}")[0] for name in (*expected, "query_only")}  # type: ignore[index]

    assert open_store.write(told).result() == {**expected, "query_only": 0}
    with open_store.reading():
        assert told() == {**expected, "query_only": 1}


def test_a_setting_that_does_not_hold_is_refused(
    store_path: Path, data_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_PRAGMAS", (("synchronous", "NORMAL", 2),))
    with pytest.raises(StoreError) as refused:
        Store.open(store_path, data_key)
    assert (refused.value.code, refused.value.params) == ("storage_not_safe", {"setting": "synchronous"})


def test_an_sqlite_that_may_lose_commits_is_refused(
    store_path: Path, data_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections.sqlcipher, "sqlite_version_info", (3, 51, 2))
    for opens in (Store.create, Store.open, Store.open_beside):
        with pytest.raises(StoreError) as refused:
            opens(store_path, data_key)
        assert refused.value.code == "sqlite_too_old"


def test_only_the_writer_thread_can_write(open_store: Store) -> None:
    with pytest.raises(StoreError), open_store.reading():
        notes.put(open_store, "colour", "red")
    assert _get(open_store, "colour") is None


def test_a_query_outside_reading_is_an_error(open_store: Store) -> None:
    with pytest.raises(peewee.InterfaceError):
        notes.get(open_store, "colour")


def test_reading_may_stand_inside_reading_and_inside_a_write(open_store: Store) -> None:
    def work() -> str | None:
        notes.put(open_store, "colour", "green")
        return _get(open_store, "colour")

    assert open_store.write(work).result() == "green"
    with open_store.reading(), open_store.reading():
        assert _get(open_store, "colour") == "green"
    assert _get(open_store, "colour") == "green"


def test_one_reading_shows_one_unchanging_picture(open_store: Store) -> None:
    with open_store.reading():
        assert notes.get(open_store, "colour") is None
        _put(open_store, "colour", "green")
        assert notes.get(open_store, "colour") is None
    assert _get(open_store, "colour") == "green"


def test_a_write_inside_a_write_is_refused(open_store: Store) -> None:
    with pytest.raises(RuntimeError):
        open_store.write(lambda: open_store.write(lambda: None)).result()


@pytest.mark.parametrize("error", [NotFound("gone"), ValueError("slip"), KeyboardInterrupt()])
def test_a_work_that_raises_leaves_nothing_and_the_next_one_runs(open_store: Store, error: BaseException) -> None:
    def work() -> None:
        notes.put(open_store, "colour", "red")
        raise error

    with pytest.raises(type(error)) as raised:
        open_store.write(work).result()
    assert raised.value is error
    assert _get(open_store, "colour") is None
    _put(open_store, "colour", "blue")
    assert _get(open_store, "colour") == "blue"


def test_a_broken_constraint_stays_what_it_is(open_store: Store) -> None:
    with pytest.raises(peewee.IntegrityError):
        open_store.write(lambda: _run(open_store, "INSERT INTO note (name, value) VALUES ('a', NULL)")).result()


def test_a_full_disk_is_told_and_what_was_saved_stays(open_store: Store) -> None:
    _put(open_store, "colour", "blue")

    def fill() -> None:
        _run(open_store, "PRAGMA max_page_count = 1")
        notes.put(open_store, "colour", "red")
        for number in range(1000):
            notes.put(open_store, f"filling {number}", "x" * 4000)

    with pytest.raises(DiskFull):
        open_store.write(fill).result()
    assert _get(open_store, "colour") == "blue"
    _put(open_store, "colour", "green")  # the connection was opened afresh
    assert _get(open_store, "colour") == "green"


def test_files_removed_under_us_stop_every_further_save(open_store: Store) -> None:
    _put(open_store, "colour", "blue")
    Path(f"{open_store.path}-wal").unlink()
    for _ in range(2):
        with pytest.raises(StoreError) as told:
            _put(open_store, "colour", "red")
        assert told.value.code == "storage_changed"
    with pytest.raises(StoreError):
        _get(open_store, "colour")


def test_a_closed_store_says_so(open_store: Store) -> None:
    open_store.close()
    open_store.close()
    for ask in (lambda: _put(open_store, "colour", "red"), lambda: _get(open_store, "colour")):
        with pytest.raises(StoreError) as told:
            ask()
        assert told.value.code == "store_closed"


def test_closing_finishes_what_was_asked_for(store_path: Path, data_key: bytes) -> None:
    store = Store.open(store_path, data_key)
    asked = [store.write(lambda n=n: notes.put(store, f"n{n}", str(n))) for n in range(200)]
    store.close()
    assert all(future.exception(timeout=0) is None for future in asked)
    beside = Store.open_beside(store_path, data_key)
    assert _get(beside, "n199") == "199"
    beside.close()


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_closing_does_not_wait_for_an_endless_read(open_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "READERS_LEAVE_S", 0.2)
    reading = threading.Event()
    told: list[str] = []

    def read() -> None:
        try:
            with open_store.reading():
                reading.set()
                _run(open_store, _ENDLESS)
        except StoreError as error:
            told.append(error.code)

    thread = threading.Thread(target=read)
    thread.start()
    reading.wait()
    open_store.close()
    thread.join()
    assert told == ["store_closed"]


def test_closing_does_not_wait_for_a_disk_that_never_answers_where_it_is_told_so(open_store: Store) -> None:
    hangs, answers = threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        assert answers.wait(20)

    late = open_store.write(hang)
    asked = open_store.write(lambda: None)
    assert hangs.wait(20)
    open_store.close(0.01)
    assert not late.done()
    answers.set()
    late.result(20)
    asked.result(20)


def test_each_thread_reads_on_its_own_connection(open_store: Store) -> None:
    _put(open_store, "colour", "blue")
    start = threading.Barrier(4)
    seen: list[str | None] = []

    def read() -> None:
        start.wait()
        for _ in range(20):
            seen.append(_get(open_store, "colour"))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(20):
        _put(open_store, f"n{number}", "x")
    for thread in threads:
        thread.join()
    assert seen == ["blue"] * 80


def test_a_store_beside_reads_what_the_desk_saves_and_cannot_write(open_store: Store, data_key: bytes) -> None:
    beside = Store.open_beside(open_store.path, data_key)
    _put(open_store, "colour", "blue")
    assert _get(beside, "colour") == "blue"
    with pytest.raises(RuntimeError):
        beside.write(lambda: None)
    beside.close()
    _put(open_store, "colour", "green")
    assert _get(open_store, "colour") == "green"


def _python(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


_WRITES_AND_WAITS = """
import sys
from pathlib import Path
from vaxdesk.store import notes
from vaxdesk.store.database import Store
store = Store.open(Path(sys.argv[1]), bytes(range(32)))
for n in range(25):
    store.write(lambda: notes.put(store, f"n{n}", "saved")).result()
print("acknowledged", flush=True)
sys.stdin.read()
"""


def test_an_acknowledged_write_survives_kill_9(store_path: Path, data_key: bytes) -> None:
    desk = _python(_WRITES_AND_WAITS, str(store_path))
    with desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "acknowledged\n"
        desk.send_signal(signal.SIGKILL)
    store = Store.open(store_path, data_key)
    assert [_get(store, f"n{n}") for n in range(25)] == ["saved"] * 25
    store.close()


_READS = """
import sys
from pathlib import Path
from vaxdesk.store import notes
from vaxdesk.store.database import Store
store = Store.open_beside(Path(sys.argv[1]), bytes(range(32)))
with store.reading():
    print(notes.get(store, "colour"))
store.close()
"""


def test_another_process_reads_beside_and_takes_nothing_away(open_store: Store) -> None:
    _put(open_store, "colour", "blue")
    with _python(_READS, str(open_store.path)) as beside:
        assert beside.communicate()[0] == "blue\n"
    assert beside.returncode == 0
    _put(open_store, "colour", "green")
    assert _get(open_store, "colour") == "green"
