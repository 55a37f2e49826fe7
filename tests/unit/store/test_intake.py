# SPDX-License-Identifier: MIT
"""An import of many does what recording them one by one does, and knows its rows again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.support import people, stores
from tests.support.boxes import Box
from vaxdesk import identity, validation
from vaxdesk.domain.vaccination import Known, Vaccination
from vaxdesk.errors import StoreError
from vaxdesk.store import amendments, audit, intake, vaccinations

SECOND = {"dose": 2, "given_on": date(2021, 2, 20)}
DIFFERS = {"client_ref", "source", "source_hash", "action"}
"""What an import may say otherwise: the random reference, where the row came from, and that it was an import."""


def _given() -> list[Vaccination]:
    """Thirty people, one with both doses, one who shares the ID of another."""
    given = [people.vaccination(n) for n in range(30)]
    shared = replace(given[3].beneficiary, name="Mohan Misaal", mobile="9900012345")
    return [*given, replace(given[5], **SECOND), replace(given[4], beneficiary=shared)]


def _rows(given: Sequence[Vaccination]) -> list[intake.NewRow]:
    return [intake.NewRow(one, f"hash-{n}") for n, one in enumerate(given)]


def _add(box: Box, given: Sequence[Vaccination]) -> None:
    rows = _rows(given)
    box.write(lambda: intake.add(box.store, rows, people.CLERK, box.clock.now()))


def _tables(box: Box) -> dict[str, list[dict[str, Any]]]:
    with box.store.reading():
        return {
            model._meta.table_name: sorted(
                ({name: value for name, value in row.items() if name not in DIFFERS} for row in model.select().dicts()),
                key=repr,
            )
            for model in box.store.models.tables()
        }


def test_an_import_leaves_every_column_as_recording_one_by_one_does(box: Box, tmp_path: Path) -> None:
    given = _given()
    _add(box, given)
    (tmp_path / "one-by-one").mkdir()
    with stores.opened(tmp_path / "one-by-one") as store:
        other = Box(store)
        for one in given:
            now = other.clock.now()
            ref = other.write(
                lambda one=one, now=now: vaccinations.add(store, one, by=people.CLERK.name, now=now)
            ).client_ref
            other.write(lambda ref=ref, now=now: audit.note(store, now, people.CLERK.name, "record", ref))
        assert _tables(box) == _tables(other)
        assert box.counts_recounted() == other.counts_recounted() == [("waiting", "", 32)]


def test_an_imported_row_says_where_it_came_from(box: Box) -> None:
    _add(box, _given()[:2])
    models = box.store.models
    with box.store.reading():
        doses = list(models.Vaccination.select().order_by(models.Vaccination.id).dicts())
        lines = list(models.Audit.select().order_by(models.Audit.seq).dicts())
    assert [(dose["source"], dose["source_hash"]) for dose in doses] == [("register", "hash-0"), ("register", "hash-1")]
    assert [(line["action"], line["client_ref"]) for line in lines] == [
        ("import", dose["client_ref"]) for dose in doses
    ]
    assert len({dose["client_ref"] for dose in doses}) == 2


def test_numbers_go_on_from_what_was_recorded_before(box: Box) -> None:
    first = box.record(40)
    _add(box, _given()[:3])
    with box.store.reading():
        receipts = [row.receipt_no for row in vaccinations.last(box.store, 9)]
    assert receipts == [identity.receipt_number(n) for n in (4, 3, 2, 1)]
    assert box.row(first).receipt_no == receipts[-1]


def test_whoever_is_there_already_is_not_made_again(box: Box) -> None:
    box.record(1)
    _add(box, [replace(people.vaccination(1), **SECOND), people.vaccination(2)])
    person = box.store.models.Beneficiary
    with box.store.reading():
        assert person.select().count() == 2


def test_an_empty_import_changes_nothing(box: Box) -> None:
    stood = _tables(box)
    _add(box, [])
    assert _tables(box) == stood


def test_one_dose_too_many_keeps_the_whole_import_out(box: Box) -> None:
    box.record(1)
    stood = _tables(box)
    with pytest.raises(dbapi2.IntegrityError):
        _add(box, [people.vaccination(2), people.vaccination(1)])
    assert _tables(box) == stood


def test_an_import_whose_commit_fails_leaves_nothing(box: Box) -> None:
    box.store.failures = 1
    with pytest.raises(StoreError):
        _add(box, _given())
    assert not any(_tables(box).values())


def test_rows_are_known_again_also_when_void_or_only_recognised(box: Box) -> None:
    _add(box, _given()[:3])
    with box.store.reading():
        client_ref = vaccinations.last(box.store, 1)[0].client_ref
    box.write(lambda: amendments.cancel(box.store, amendments.find(box.store, client_ref), "typed twice"))
    box.write(lambda: intake.recognise(box.store, ["known", "known", "too"]))
    asked = ["hash-0", "hash-2", "known", "too", "never"]
    with box.store.reading():
        assert intake.seen(box.store, asked) == {"hash-0", "hash-2", "known", "too"}
        assert intake.seen(box.store, []) == set()


def test_a_row_is_recognised_once(box: Box) -> None:
    box.write(lambda: intake.recognise(box.store, ["known"]))
    with pytest.raises(dbapi2.IntegrityError):
        box.write(lambda: intake.recognise(box.store, ["known"]))


def test_more_than_one_query_holds_are_all_found(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "IN_ONE_QUERY", 7)
    given = _given()
    _add(box, given)
    hashes = [row.source_hash for row in _rows(given)]
    with box.store.reading():
        assert intake.seen(box.store, [*hashes, "never"]) == set(hashes)
    assert len(box.counts_recounted()) == 1


def test_what_is_known_of_many_is_what_is_known_of_each(box: Box) -> None:
    _add(box, _given())
    newcomer = people.draft(3, name="Geeta Farzi", mobile="9900054321")
    drafts = [*(people.draft(n) for n in (35, 3, 5, 36, 30)), newcomer]
    keys = [*(validation.lookup_keys(draft) for draft in drafts), validation.LookupKeys("", "")]
    with box.store.reading():
        many = intake.known(box.store, keys)
        each = [vaccinations.known(box.store, key.person_key, key.id_key) for key in keys]
    assert many == each
    assert [len(known.doses) for known in many] == [0, 1, 2, 0, 0, 0, 0]
    assert [len(known.holders) for known in many] == [0, 1, 0, 0, 0, 2, 0]
    assert many[-1] == Known()
