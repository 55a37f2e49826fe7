# SPDX-License-Identifier: MIT
"""The audit: a line for each deed, in order, that nobody can change or take away."""

from __future__ import annotations

import peewee
import pytest

from tests.support.boxes import Box
from vaxdesk.errors import StoreError
from vaxdesk.store import audit


@pytest.fixture
def noted(box: Box) -> Box:
    """Return a store with two lines."""
    box.write(lambda: audit.note(box.store, box.clock.now(), "Clerk Kalpit", "record", "ref-1"))
    box.clock.pass_by(5)
    box.write(lambda: audit.note(box.store, box.clock.now(), "Supervisor Kalpit", "correct", "ref-1", "mobile,name"))
    return box


def _lines(box: Box) -> list[tuple[object, ...]]:
    line = box.store.models.Audit
    with box.store.reading():
        query = line.select(line.at, line.actor, line.action, line.client_ref, line.detail)
        return list(query.order_by(line.seq).tuples())


def test_lines_stand_in_the_order_of_the_deeds(noted: Box) -> None:
    now = noted.clock.now().timestamp()
    assert _lines(noted) == [
        (now - 5, "Clerk Kalpit", "record", "ref-1", ""),
        (now, "Supervisor Kalpit", "correct", "ref-1", "mobile,name"),
    ]


def test_no_line_can_be_changed_or_deleted(noted: Box) -> None:
    line, stood = noted.store.models.Audit, _lines(noted)
    for deed in (line.update(actor="nobody"), line.update(seq=99).where(line.seq == 1), line.delete()):
        with pytest.raises(peewee.IntegrityError, match="never"):
            noted.write(deed.execute)
    assert _lines(noted) == stood


def test_a_deed_that_is_rolled_back_leaves_no_line(noted: Box) -> None:
    stood = _lines(noted)
    noted.store.failures = 1
    with pytest.raises(StoreError):
        noted.write(lambda: audit.note(noted.store, noted.clock.now(), "Clerk Kalpit", "void", "ref-1"))
    assert _lines(noted) == stood
