# SPDX-License-Identifier: MIT
"""A register imported again, after all that may have become of its rows, adds nobody."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import people, stores
from vaxdesk.clock import Clock
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.draft import DRAFT_FIELDS, Draft
from vaxdesk.events import Hooks
from vaxdesk.services.browsing import Browsing
from vaxdesk.services.imports import Imports
from vaxdesk.services.register import Register
from vaxdesk.store.database import Store

CENTRES = [Centre(code, code, n) for n, code in enumerate(people.CENTRES, 1)]


class Desk:
    """The services that a clerk has in hand."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._folder = folder
        self._imports = Imports(store, stores.reference_table(), CENTRES, Clock(), Hooks())
        self.register: Register = stores.register_of(store, Clock())
        self._browsing = Browsing(store)

    def take(self, drafts: Sequence[Draft]) -> tuple[int, int, int]:
        """Import ``drafts`` as a file; return read, added, already there."""
        path = self._folder / "register.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(DRAFT_FIELDS)
            writer.writerows([getattr(draft, name) for name in DRAFT_FIELDS] for draft in drafts)
        report = self._imports.import_register(path, people.CLERK)
        return report.read, report.added, report.already_there

    def correct(self, who: str, /, **changed: str) -> None:
        """Correct whoever is called ``who``."""
        opened = self.register.open(self._ref(who))
        self.register.correct(opened.client_ref, replace(opened.draft, **changed), people.CLERK, "misread")

    def void(self, name: str) -> None:
        """Cancel whoever is called ``name``."""
        self.register.void(self._ref(name), people.CLERK, "never came")

    def _ref(self, name: str) -> str:
        rows = self._browsing.day(people.GIVEN_ON)
        return next(row.client_ref for row in rows if row.vaccination.beneficiary.name == name)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with stores.opened(tmp_path) as store:
        yield Desk(store, tmp_path)


@pytest.mark.parametrize("changed", [{"name": "Geeta Farzi"}, {"mobile": "9811111111"}, {"remarks": "late"}])
def test_a_corrected_row_is_already_there(desk: Desk, changed: dict[str, str]) -> None:
    file = people.drafts(5)
    assert desk.take(file) == (5, 5, 0)
    desk.correct(file[2].name, **changed)
    assert desk.take(file) == (5, 0, 5)


def test_a_void_row_is_already_there(desk: Desk) -> None:
    file = people.drafts(5)
    desk.take(file)
    desk.void(file[2].name)
    assert desk.take(file) == (5, 0, 5)


def test_a_row_that_was_typed_before_the_import_and_corrected_after_it_is_already_there(desk: Desk) -> None:
    file = people.drafts(3)
    desk.register.record(file[1], people.CLERK)
    assert desk.take(file) == (3, 2, 1)
    desk.correct(file[1].name, name="Geeta Farzi")
    assert desk.take(file) == (3, 0, 3)


def test_the_second_of_two_rows_for_one_dose_is_already_there_after_a_correction(desk: Desk) -> None:
    once, again = people.draft(1), people.draft(1, remarks="copied twice", line="9")
    assert desk.take([once, again]) == (2, 1, 1)
    desk.correct(once.name, name="Geeta Farzi")
    assert desk.take([once, again]) == (2, 0, 2)


def test_a_row_of_a_second_file_that_was_there_already_is_so_after_a_correction(desk: Desk) -> None:
    desk.take([people.draft(1)])
    second = [people.draft(1, remarks="second list"), people.draft(2)]
    assert desk.take(second) == (2, 1, 1)
    desk.correct(people.draft(1).name, mobile="9811111111")
    assert desk.take(second) == (2, 0, 2)
