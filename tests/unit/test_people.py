# SPDX-License-Identifier: MIT
"""The invented people of the tests pass every rule, so that a test that uses them is about something else."""

from __future__ import annotations

from datetime import date, time

import pytest

import resources
from tests.support import people
from vaxdesk import validation
from vaxdesk.dosing import ReferenceTable


def check(n: int) -> validation.Checked:
    table = ReferenceTable.from_json(resources.path("reference/vaccines.json").read_text(encoding="utf-8"))
    context = validation.CheckContext(today=date(2021, 1, 20), now=time(18), centres=people.CENTRES, table=table)
    return validation.check(people.draft(n), context)


@pytest.mark.parametrize("n", [*range(20), 9_999, 10_000, 123_457])
def test_an_invented_person_is_valid_as_typed(n: int) -> None:
    checked = check(n)
    assert checked.problems == ()
    assert checked.vaccination == people.vaccination(n)


def test_no_two_invented_people_are_the_same() -> None:
    keys = {validation.lookup_keys(draft).person_key for draft in people.drafts(2_000)}
    assert len(keys) == 2_000
