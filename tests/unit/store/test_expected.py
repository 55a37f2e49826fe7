# SPDX-License-Identifier: MIT
"""Who is on the list, and who of them has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support import listed, people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.expected import ListedDay
from vaxdesk.domain.visit import VisitResult
from vaxdesk.services.visits import Visits
from vaxdesk.store import expected
from vaxdesk.store.database import Store
from vaxdesk.store.telling import Who, same_person

SECOND_DAY = people.GIVEN_ON + timedelta(days=35)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[stores.FailingStore]:
    with stores.opened(tmp_path) as made:
        yield made


@pytest.fixture
def register(store: stores.FailingStore):
    return stores.register_of(store, StillClock())


def _came(store: Store) -> list[int | None]:
    return [dose for _name, _day, dose, _visit in listed.marks(store)]


def test_whoever_is_recorded_is_marked_on_the_list(store: Store, register) -> None:
    listed.put(store, listed.person(0), listed.person(1))
    register.record(people.draft(1), people.CLERK)
    assert _came(store) == [None, 1]
    with store.reading():
        assert expected.days(store, people.GIVEN_ON) == (ListedDay(people.GIVEN_ON, "LNJP", 2, 1, 0),)
        assert expected.days(store, SECOND_DAY) == ()


@pytest.mark.parametrize(
    "says",
    [
        {"gender": "", "birth_year": "", "id_type": "", "id_number": ""},
        {"mobile": "", "birth_year": ""},
        {"mobile": "9811111111"},
        {"mobile": "", "id_type": "", "id_number": ""},
        {"name": "in capitals"},
    ],
    ids=["name and mobile", "name and ID", "another mobile", "name and year alone", "spelling"],
)
def test_a_list_that_says_little_or_is_written_otherwise_still_tells_them(store: Store, register, says) -> None:
    given = people.draft(1)
    says = {**says, "name": given.name.upper()} if "name" in says else says
    listed.put(store, listed.person(1, **says))
    register.record(given, people.CLERK)
    assert _came(store) == [1]


@pytest.mark.parametrize(
    "says",
    [
        {"name": "Somebody Else", "birth_year": "1950"},
        {"birth_year": "1920"},
        {"mobile": "9811111111", "id_type": "", "id_number": ""},
    ],
    ids=["family", "father of the same name", "name and year under another mobile"],
)
def test_others_stay_expected(store: Store, register, says) -> None:
    listed.put(store, listed.person(1, **says))
    register.record(people.draft(1), people.CLERK)
    assert _came(store) == [None]


def test_a_dose_marks_only_the_entry_that_stands_for_it(store: Store, register) -> None:
    listed.put(
        store,
        listed.person(0, dose="2", listed_on=SECOND_DAY),
        listed.person(0, listed_on=SECOND_DAY, facility="says no dose"),
        listed.person(0, dose="1", listed_on=SECOND_DAY),
        listed.person(0, listed_on=people.GIVEN_ON + timedelta(days=2)),
    )
    register.record(people.draft(0), people.CLERK)
    assert _came(store) == [None, None, 1, 1]


def test_who_comes_again_after_a_cancelled_dose_is_marked_anew(store: Store, register) -> None:
    listed.put(store, listed.person(0))
    receipt = register.record(people.draft(0), people.CLERK)
    register.void(receipt.client_ref, people.CLERK, "the wrong person")
    with store.reading():
        assert expected.days(store, people.GIVEN_ON) == (ListedDay(people.GIVEN_ON, "LNJP", 1, 0, 0),)
    register.record(people.draft(0), people.CLERK)
    assert _came(store) == [2]
    with store.reading():
        assert expected.days(store, people.GIVEN_ON) == (ListedDay(people.GIVEN_ON, "LNJP", 1, 1, 0),)


def test_who_is_told_by_name_and_year_alone_is_marked_anew_too_after_a_cancelled_dose(store: Store, register) -> None:
    listed.put(store, listed.person(0, mobile="", id_type="", id_number=""))
    receipt = register.record(people.draft(0), people.CLERK)
    register.void(receipt.client_ref, people.CLERK, "the wrong person")
    register.record(people.draft(0), people.CLERK)
    assert _came(store) == [2]


def test_who_leaves_without_a_needle_after_a_cancelled_dose_is_counted_with_that_result(store: Store, register) -> None:
    clock = StillClock()
    listed.put(store, listed.person(0))
    receipt = register.record(people.draft(0), people.CLERK)
    register.void(receipt.client_ref, people.CLERK, "the needle was not given")
    Visits(store, clock).record(people.draft(0), VisitResult.REFUSED, "afraid", people.CLERK)
    with store.reading():
        assert expected.days(store, people.GIVEN_ON) == (ListedDay(people.GIVEN_ON, "LNJP", 1, 0, 1),)


def test_the_mark_follows_a_correction_to_another_person(store: Store, register) -> None:
    """Filled from the wrong line of a family: who was meant has come, the other has not."""
    mobile = people.draft(0).mobile
    listed.put(store, listed.person(0), listed.person(1, mobile=mobile))
    receipt = register.record(people.draft(0), people.CLERK)
    register.correct(receipt.client_ref, people.draft(1, mobile=mobile), people.CLERK, "the wrong line")
    assert _came(store) == [None, 1]


@pytest.mark.parametrize("mended", [{"name": "Asha Somebody"}, {"birth_year": "1990"}, {"mobile": "9811111111"}])
def test_a_mistake_that_is_mended_leaves_the_mark(store: Store, register, mended: dict[str, str]) -> None:
    listed.put(store, listed.person(0))
    receipt = register.record(people.draft(0), people.CLERK)
    register.correct(receipt.client_ref, people.draft(0, **mended), people.CLERK, "mistyped")
    assert _came(store) == [1]


def test_a_save_that_the_disk_refuses_marks_nobody(store: stores.FailingStore, register) -> None:
    listed.put(store, listed.person(0))
    store.failures = 1
    with pytest.raises(Exception, match="disk_failed"):
        register.record(people.draft(0), people.CLERK)
    assert _came(store) == [None]


def test_a_visit_without_a_needle_is_marked_around_its_day(store: Store) -> None:
    listed.put(store, listed.person(0), listed.person(0, listed_on=SECOND_DAY), listed.person(1))
    row = dict.fromkeys(
        *(("centre", "visited_at", "result", "reason", "name", "gender", "birth_year", "mobile"), ""),
    ) | dict.fromkeys(("id_type", "id_number", "category", "recorded_by"), "")

    def work() -> None:
        store.models.Visit.insert(
            **row, client_ref="v", visited_on=people.GIVEN_ON.isoformat(), recorded_at=0.0
        ).execute()
        expected.visited(store, 1, expected.who(listed.person(0)), people.GIVEN_ON)

    store.write(work).result()
    assert [visit for _name, _day, _dose, visit in listed.marks(store)] == [1, None, None]
    with store.reading():
        assert expected.days(store, people.GIVEN_ON)[-1] == ListedDay(people.GIVEN_ON, "LNJP", 2, 0, 1)


def test_an_entry_can_be_read_and_a_missing_one_is_none(store: Store) -> None:
    person = listed.person(3, portal_ref="48772535763050", dose="1")
    listed.put(store, person)
    with store.reading():
        assert expected.one(store, 1) == person
        assert expected.one(store, 2) is None


ASHA = Who("Asha Namoona", "1986", "9900000001", "voter_id", "VXD1", "")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Who("asha namoona", "", "9900000001"), True),
        (Who("Asha Namoona", "1987", "9900000001"), True),
        (Who("Asha Namoona", "1950", "9900000001"), False),
        (Who("Usha Namoona", "1986", "9900000001"), False),
        (Who("A. Namoona", "1986", "", "voter_id", "VXD1"), True),
        (Who("Ravi Kalpit", "1950", "", "voter_id", "VXD1"), False),
        (Who("Asha Namoona", "1986"), False),
        (Who("Asha Namoona", "1986", "", "pan", "VXD1"), False),
    ],
)
def test_who_is_told_by_what(other: Who, same: bool) -> None:
    assert same_person(ASHA, other) is same_person(other, ASHA) is same


@pytest.mark.parametrize("year", ["1" * 5000, "53", "198", "19866", "nineteen"])
def test_what_is_no_year_sets_nobody_apart(year: str) -> None:
    assert same_person(ASHA, Who("Asha Namoona", year, "9900000001"))


def test_references_decide_where_both_have_one() -> None:
    asha = Who("Asha Namoona", mobile="9900000001", portal_ref="48772535763050")
    assert same_person(asha, Who("Asha N.", portal_ref="48772535763050"))
    assert not same_person(asha, Who("Asha Namoona", mobile="9900000001", portal_ref="48772535763051"))


@pytest.mark.parametrize("kind", ["aadhaar", "ration_card"])
def test_four_digits_and_a_familys_card_need_name_and_year(kind: str) -> None:
    asha = Who("Asha Namoona", "1986", "", kind, "1234")
    assert same_person(asha, Who("Asha Namoona", "1986", "9900000009", kind, "1234"))
    assert not same_person(asha, Who("Ravi Namoona", "1986", "", kind, "1234"))
    assert not same_person(asha, Who("Asha Namoona", "", "", kind, "1234"))


def test_the_columns_of_a_list_are_remembered_and_said_anew(store: Store) -> None:
    now = StillClock().now()
    for places in ("[1]", "[2]"):
        store.write(lambda said=places: expected.keep_column_map(store, "a", said, people.CLERK, now)).result()
    with store.reading():
        assert (expected.column_map(store, "a"), expected.column_map(store, "b")) == ("[2]", "")
        assert date.fromtimestamp(store.models.ColumnMap.get().kept_at)
