# SPDX-License-Identifier: MIT
"""The migrated schema is the one that the models speak of: tables, columns, types, indexes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import peewee
import pytest

from tests.support import stores
from vaxdesk.store.database import Store

KINDS = {"AUTO": "INTEGER", "INT": "INTEGER", "BOOL": "INTEGER", "FLOAT": "REAL", "TEXT": "TEXT"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stores.opened(tmp_path) as made:
        yield made


def _ask(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reading():
        return list(store.models.Note._meta.database.execute_sql(sql))


def test_there_are_exactly_the_tables_of_the_models(store: Store) -> None:
    names = {name for (name,) in _ask(store, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == {model._meta.table_name for model in store.models.tables()} | {"schema_version"}


def test_every_table_has_exactly_the_columns_of_its_model(store: Store) -> None:
    for model in store.models.tables():
        columns = _ask(store, f"PRAGMA table_info({model._meta.table_name})")
        standing = [(name, kind, bool(required)) for _n, name, kind, required, _default, _key in columns]
        meant = [(f.column_name, _kind(f), not f.null) for f in model._meta.sorted_fields]
        assert standing == meant, model


def test_every_key_and_reference_is_the_models(store: Store) -> None:
    for model in store.models.tables():
        meta = model._meta
        columns = _ask(store, f"PRAGMA table_info({meta.table_name})")
        assert {c[1] for c in columns if c[5]} == {field.column_name for field in meta.get_primary_keys()}
        references = {(r[3], r[2]) for r in _ask(store, f"PRAGMA foreign_key_list({meta.table_name})")}
        assert references == {(f.column_name, f.rel_model._meta.table_name) for f in meta.refs}


def test_every_index_of_the_models_stands(store: Store) -> None:
    for model in store.models.tables():
        meta = model._meta
        standing = set()
        for _n, name, unique, _origin, _partial in _ask(store, f"PRAGMA index_list({meta.table_name})"):
            columns = tuple(row[2] for row in _ask(store, f"PRAGMA index_info({name})"))
            standing.add((columns, bool(unique)))
        single = {
            ((f.column_name,), f.unique) for f in meta.sorted_fields if f.unique or (f.index and not f.primary_key)
        }
        several = {(tuple(meta.fields[name].column_name for name in names), unique) for names, unique in meta.indexes}
        assert single | several <= standing, meta.table_name


def test_one_live_dose_of_each_number_for_one_person(store: Store) -> None:
    sql = _ask(store, "SELECT sql FROM sqlite_master WHERE name = 'vaccination_live_dose'")[0][0]
    assert "UNIQUE" in sql
    assert "WHERE live = 1" in sql


def test_the_next_turn_is_found_without_sorting(store: Store) -> None:
    plan = _ask(
        store,
        "EXPLAIN QUERY PLAN SELECT vaccination_id FROM outbox WHERE state = 'waiting' AND given_on >= '2021-01-16' "
        "AND next_attempt_at <= 1 ORDER BY given_on, step DESC, vaccination_id LIMIT 1",
    )
    assert "TEMP B-TREE" not in str(plan)
    assert "outbox_turn" in str(plan)


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_audit_can_only_grow(store: Store, change: str) -> None:
    line = store.models.Audit
    values = {"at": 1.0, "actor": "a", "action": "record", "client_ref": "", "detail": ""}
    store.write(lambda: line.insert(**values).execute()).result()
    database = line._meta.database
    assert store.write(lambda: database.execute_sql(change)).exception() is not None
    assert _ask(store, "SELECT actor FROM audit") == [("a",)]


def _kind(field: peewee.Field) -> str:
    base = field.rel_field if isinstance(field, peewee.ForeignKeyField) else field
    return KINDS[base.field_type]
