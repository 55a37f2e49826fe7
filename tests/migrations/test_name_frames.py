# SPDX-License-Identifier: MIT
"""Whoever was recorded before names were looked for by their sound is found by it after the step."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest

from vaxdesk.names import name_frame
from vaxdesk.store import migrations
from vaxdesk.store.database import Store

KEY = secrets.token_bytes(32)
NAMES = ("Sunita Devi", "सुनीता देवी", "Ram Kalpit")
Step = tuple[int, Callable[[peewee.Database], None]]


def _with_people(database: peewee.Database) -> None:
    for number, name in enumerate(NAMES):
        database.execute_sql(
            "INSERT INTO beneficiary (person_key, id_key, name, gender, birth_year, mobile, id_type, id_number, "
            "portal_ref, portal_host) VALUES (?, '', ?, 'female', 1985, '', '', '', '', '')",
            (str(number), name),
        )


def test_people_of_an_older_store_get_the_frames_of_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tuple(step for step in migrations.MIGRATIONS if step[0] < 3)
    third = migrations.MIGRATIONS[2][1]

    def people_first(database: peewee.Database) -> None:
        _with_people(database)
        third(database)

    steps: tuple[Step, ...] = (*before, (3, people_first), *migrations.MIGRATIONS[3:])
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    Store.create(tmp_path / "vaxdesk.db", KEY)
    store = Store.open(tmp_path / "vaxdesk.db", KEY)
    person = store.models.Beneficiary
    with store.reading():
        found = dict(person.select(person.name, person.name_frame).tuples())
    store.close()
    assert found == {name: name_frame(name) for name in NAMES}
    assert found["Sunita Devi"] == found["सुनीता देवी"] != ""
