# SPDX-License-Identifier: MIT
"""Many rows by one statement: every value as it is, defaults filled in, all in the caller's transaction."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from tests.support.boxes import Box
from vaxdesk.store import bulk


def _notes(box: Box) -> dict[str, str]:
    note = box.store.models.Note
    with box.store.reading():
        return dict(note.select(note.name, note.value).tuples())


def test_rows_go_in_as_they_are(box: Box) -> None:
    rows = [{"name": "a", "value": "'); DROP TABLE note; --"}, {"name": "b", "value": "नीला ? %s"}]
    box.write(lambda: bulk.insert(box.store.models.Note, rows))
    assert _notes(box) == {row["name"]: row["value"] for row in rows}


def test_the_order_of_the_fields_of_a_row_does_not_matter_where_all_name_the_same(box: Box) -> None:
    box.write(lambda: bulk.insert(box.store.models.Note, [{"value": "1", "name": "a"}, {"value": "2", "name": "b"}]))
    assert _notes(box) == {"a": "1", "b": "2"}


def test_fields_that_are_left_out_get_their_default_and_foreign_keys_their_column(box: Box) -> None:
    client_ref = box.record(1)
    number, table = box.number(client_ref), box.store.models.Outbox
    box.write(lambda: table.delete().execute())
    row = {"vaccination": number, "state": "waiting", "step": "identify", "given_on": "2021-01-16"}
    box.write(lambda: bulk.insert(table, [{**row, "next_attempt_at": 1.5}]))
    stands = box.columns(client_ref)
    assert stands == {
        **row,
        "next_attempt_at": 1.5,
        "attempts": 0,
        "empty_looks": 0,
        "doubt_rounds": 0,
        "looked_at": 0.0,
        "last_code": "",
        "last_words": "",
        "last_field": "",
        "confirmed_at": None,
        "portal_host": "",
        "tries": 0,
        "theirs": "",
        "asked_ref": "",
    }


def test_no_rows_are_no_statement(box: Box) -> None:
    box.write(lambda: bulk.insert(box.store.models.Note, []))
    assert _notes(box) == {}


def test_one_bad_row_keeps_all_out(box: Box) -> None:
    rows = [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]
    with pytest.raises(dbapi2.IntegrityError):
        box.write(lambda: bulk.insert(box.store.models.Note, rows))
    assert _notes(box) == {}
