# SPDX-License-Identifier: MIT
"""The words by which people are found: what they are, that they follow the rows, and that they are made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.user import Role, User
from vaxdesk.store import intake, notes, search, taking_up
from vaxdesk.store.search import RECORDED, Findable

A_DAY_S = 86_400.0
CLERK = User("Clerk Kalpit", Role.CLERK)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Upload]:
    """Return a register with its upload, on a still clock."""
    with upload_in(tmp_path) as made:
        yield made


def _words(desk: Upload) -> dict[int, set[str]]:
    """Return the words kept, by target."""
    table = desk.store.models.SearchWord
    kept: dict[int, set[str]] = {}
    with desk.store.reading():
        for word, target in table.select(table.word, table.target).tuples():
            kept.setdefault(target, set()).add(word)
    return kept


def _meant(desk: Upload) -> dict[int, set[str]]:
    """Return the words that the rows of the recorded people ask for."""
    person, vaccination = desk.store.models.Beneficiary, desk.store.models.Vaccination
    with desk.store.reading():
        return {
            search.target(RECORDED, row.id): search.words_of(
                Findable(
                    row.id,
                    row.name,
                    row.mobile,
                    row.id_number,
                    row.portal_ref,
                    tuple(given.receipt_no for given in vaccination.select().where(vaccination.beneficiary == row.id)),
                )
            )
            for row in person.select()
        }


def test_a_name_begins_once_with_each_of_its_words_and_numbers_stand_from_behind() -> None:
    person = Findable(7, "Sunita Devi", "9876543210", "KLP 12/34", "2345", ("037-0",))
    assert search.words_of(person) == {
        *("sunit devi ", "devi sunit "),
        *("#0123456789 ", "#4321plk ", "#5432 "),
        "=037-0 ",
    }


def test_what_is_unknown_gives_no_word() -> None:
    assert search.words_of(Findable(1, "")) == set()
    assert search.words_of(Findable(1, "Asha")) == {"as "}


def test_the_words_follow_whatever_changes_a_person(desk: Upload) -> None:
    desk.record(6)
    second = desk.record(7)
    desk.clock.pass_by(40 * A_DAY_S)
    desk.record(6, dose="2", given_on="20-02-2021")
    assert _words(desk) == _meant(desk)
    desk.register.correct(second, people.draft(7, name="Gurpreet Kaur"), CLERK, "misheard")
    assert _words(desk) == _meant(desk)


def test_a_dose_that_turns_out_to_be_anothers_moves_its_receipt(desk: Upload) -> None:
    desk.record(6)
    desk.clock.pass_by(40 * A_DAY_S)
    wrong = desk.record(7, given_on="20-02-2021")
    right = people.draft(6, dose="2", given_on="20-02-2021")
    desk.register.correct(wrong, right, CLERK, "another person")
    assert _words(desk) == _meant(desk)
    receipts = {n: {word for word in words if word.startswith("=")} for n, words in _words(desk).items()}
    assert sorted(map(len, receipts.values())) == [0, 2]


def test_the_reference_of_the_portal_becomes_a_word(desk: Upload) -> None:
    desk.record(6)
    before = _words(desk)
    desk.settle()
    assert _words(desk) == _meant(desk) != before


def test_the_words_of_an_import_are_those_of_its_people(desk: Upload) -> None:
    rows = [intake.NewRow(people.vaccination(n), f"row-{n}") for n in range(40)]
    desk.store.write(lambda: intake.add(desk.store, rows[:25], CLERK, desk.clock.now())).result()
    again = replace(rows[3].vaccination, dose=2)
    more = [*rows[25:], intake.NewRow(again, "row-again")]
    desk.store.write(lambda: intake.add(desk.store, more, CLERK, desk.clock.now())).result()
    assert _words(desk) == _meant(desk)
    assert len(_words(desk)) == 40


def test_a_reference_that_another_portal_gave_finds_nobody_any_more(desk: Upload) -> None:
    desk.record(6)
    desk.settle()
    desk.store.write(lambda: taking_up.disown(desk.store, "other.example", desk.clock.now())).result()
    assert _words(desk) == _meant(desk)


def test_a_failed_write_leaves_no_word_behind(desk: Upload) -> None:
    desk.store.failures = 1
    with pytest.raises(Exception, match="disk"):
        desk.record(6)
    assert _words(desk) == {}


def test_missing_or_older_words_are_made_anew_once(desk: Upload) -> None:
    for n in range(6, 12):
        desk.record(n)
    store, table = desk.store, desk.store.models.SearchWord
    store.write(lambda: table.delete().execute()).result()
    assert search.rebuild_stale(store) == 6
    assert _words(desk) == _meant(desk)
    assert search.rebuild_stale(store) == 0
    store.write(lambda: notes.put(store, notes.SEARCH_WORDS, "0")).result()
    store.write(lambda: table.create(word="stray ", target=99)).result()
    assert search.rebuild_stale(store) == 6
    assert _words(desk) == _meant(desk)


def test_a_large_list_is_made_anew_in_portions(desk: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "IN_ONE_GO", 4)
    for n in range(10):
        desk.record(n)
    assert search.rebuild_stale(desk.store) == 10
    assert _words(desk) == _meant(desk)
