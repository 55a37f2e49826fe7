# SPDX-License-Identifier: MIT
"""Who is held for want of a photo ID is named with the reason in words, over a real store."""

from __future__ import annotations

from pathlib import Path

from tests.support.uploads import upload_in
from ui.attention.lines import about
from vaxdesk.domain import causes
from vaxdesk.store import mends


def test_the_reason_stands_in_words_and_the_cause_names_the_field(tmp_path: Path) -> None:
    with upload_in(tmp_path) as desk:
        client_ref = desk.record(0, id_type="", id_number="", no_id_why="not_brought")
        with desk.store.reading():
            held_why = mends.held_why(desk.store)
        (group,) = causes.grouped([desk.row(client_ref)], (), held_why)
    assert (group.cause.key, group.cause.field) == ("no_usable_id", "id_number")
    assert about(group.concerns[0], desk.clock.now()) == "Not brought today"
