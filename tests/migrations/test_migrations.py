# SPDX-License-Identifier: MIT
"""From one schema to the next: a backup before each step, each step whole or not at all, a newer store untouched."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest

from vaxdesk.errors import StoreDamaged, StoreError, StoreNewer
from vaxdesk.store import migrations, notes
from vaxdesk.store.connections import Connections
from vaxdesk.store.database import Store

KEY = bytes(range(32))
Step = tuple[int, Callable[[peewee.Database], None]]


def _add_table(name: str) -> Callable[[peewee.Database], None]:
    def apply(connections: peewee.Database) -> None:
        connections.execute_sql(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)")

    return apply


def _break_half_way(connections: peewee.Database) -> None:
    _add_table("half")(connections)
    raise peewee.OperationalError("it broke")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store of today's schema with one note in it; the tests add steps that lie ahead of it."""
    path = tmp_path / "vaxdesk.db"
    Store.create(path, KEY)
    store = Store.open(path, KEY)
    store.write(lambda: notes.put(store, "colour", "blue")).result()
    store.close()
    return path


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that adds steps after today's newest."""

    def add(*steps: Callable[[peewee.Database], None]) -> None:
        more: tuple[Step, ...] = tuple(enumerate(steps, start=migrations.LATEST + 1))
        monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS + more)
        monkeypatch.setattr(migrations, "LATEST", more[-1][0])

    return add


def _tables(path: Path) -> set[str]:
    connections = Connections(path, KEY)
    connections.connect()
    try:
        return set(connections.get_tables())
    finally:
        connections.close()


def _version(path: Path) -> int:
    connections = Connections(path, KEY)
    connections.connect()
    try:
        rows = connections.execute_sql("SELECT version FROM schema_version").fetchall()
    finally:
        connections.close()
    assert len(rows) == 1
    return int(rows[0][0])


def test_the_steps_are_numbered_from_one_without_a_gap() -> None:
    numbers = [number for number, _ in migrations.MIGRATIONS]
    assert numbers == list(range(1, migrations.LATEST + 1))


def test_a_new_store_has_the_newest_version_and_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "vaxdesk.db"
    Store.create(path, KEY)
    assert _version(path) == migrations.LATEST
    assert [file.name for file in tmp_path.iterdir()] == ["vaxdesk.db"]


def test_the_models_find_their_columns_in_the_migrated_schema(old: Path) -> None:
    store = Store.open(old, KEY)
    with store.reading():
        for model in vars(store.models).values() if hasattr(store.models, "__dict__") else store.models:
            list(model.select().limit(1))
    store.close()


def test_opening_brings_an_older_store_up_to_date_with_a_backup_before_each_step(
    old: Path, ahead: Callable[..., None]
) -> None:
    before = migrations.LATEST
    ahead(_add_table("extra"), _add_table("more"))
    store = Store.open(old, KEY)
    with store.reading():
        assert notes.get(store, "colour") == "blue"
    store.close()
    assert _version(old) == before + 2
    assert {"extra", "more"} <= _tables(old)
    first, second = sorted((old.parent / "backups").iterdir())
    assert first.name.startswith(f"vaxdesk-before-v{before + 1}-")
    assert second.name.startswith(f"vaxdesk-before-v{before + 2}-")
    assert (_version(first), _version(second)) == (before, before + 1)
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    with pytest.raises(peewee.DatabaseError):
        Connections(first, bytes(32)).connect()


def test_a_backup_holds_the_records(old: Path, ahead: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    ahead(_add_table("extra"))
    Store.open(old, KEY).close()
    monkeypatch.undo()
    (backup,) = (old.parent / "backups").iterdir()
    store = Store.open(backup, KEY)
    with store.reading():
        assert notes.get(store, "colour") == "blue"
    store.close()


def test_a_step_that_fails_leaves_the_older_store_whole(old: Path, ahead: Callable[..., None]) -> None:
    before = migrations.LATEST
    ahead(_add_table("extra"), _break_half_way)
    with pytest.raises(peewee.OperationalError):
        Store.open(old, KEY)
    assert _version(old) == before + 1
    assert "half" not in _tables(old)
    assert "extra" in _tables(old)


def test_without_a_backup_no_step_is_taken(
    old: Path, ahead: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = migrations.LATEST
    ahead(_add_table("extra"))
    (old.parent / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        Store.open(old, KEY)
    assert refused.value.code == "backup_failed"
    assert _version(old) == before


def test_a_copy_that_does_not_read_back_is_not_kept(
    old: Path, ahead: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead(_add_table("extra"))
    check = Connections.check_whole

    def fails_for_copies(self: Connections) -> None:
        if self.path != old:
            raise StoreDamaged("store_damaged")
        check(self)

    monkeypatch.setattr(Connections, "check_whole", fails_for_copies)
    with pytest.raises(StoreDamaged):
        Store.open(old, KEY)
    assert list((old.parent / "backups").iterdir()) == []
    assert "extra" not in _tables(old)


def test_a_newer_store_is_refused_and_nothing_is_changed(
    old: Path, ahead: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead(_add_table("extra"))
    Store.open(old, KEY).close()
    monkeypatch.undo()
    before = old.read_bytes()
    for opens in (Store.open, Store.open_beside):
        with pytest.raises(StoreNewer):
            opens(old, KEY)
    assert old.read_bytes() == before


def test_an_older_store_is_not_migrated_from_beside(old: Path, ahead: Callable[..., None]) -> None:
    before = migrations.LATEST
    ahead(_add_table("extra"))
    with pytest.raises(StoreError) as refused:
        Store.open_beside(old, KEY)
    assert refused.value.code == "store_older"
    assert _version(old) == before
