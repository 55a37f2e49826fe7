# SPDX-License-Identifier: MIT
"""The half hour follows what is corrected, and the board is of this day: no heap of people whom nobody let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.observation import EventDraft, Standing
from vaxdesk.errors import NotFound, StoreError
from vaxdesk.services import observation
from vaxdesk.services.observation import Observation
from vaxdesk.services.register import Register
from vaxdesk.store import intake
from vaxdesk.store import observation as watches
from vaxdesk.store.database import Store

TODAY = "17-01-2021"
YESTERDAY = "16-01-2021"
FEVER = EventDraft("minor", ("fever",), onset_on=TODAY, onset_at="09:25")


@pytest.fixture
def store() -> Iterator[stores.FailingStore]:
    with stores.thrown_away() as made:
        yield made


@pytest.fixture
def clock() -> StillClock:
    """Half past nine at the centre, on the seventeenth."""
    return StillClock(datetime(2021, 1, 17, 4, 0, tzinfo=UTC))


@pytest.fixture
def register(store: Store, clock: StillClock) -> Register:
    return stores.register_of(store, clock)


@pytest.fixture
def board(store: Store, clock: StillClock) -> Observation:
    return Observation(store, clock)


def typed(n: int, **changed: str) -> Draft:
    usual = {"vial": "", "vial_opened_at": "", "given_on": TODAY, "given_at": "09:20"}
    return people.draft(n, **{**usual, **changed})


def saved(register: Register, n: int, **changed: str) -> str:
    return register.record(typed(n, **changed), people.CLERK).client_ref


def tokens(board: Observation) -> dict[str, tuple[str, int]]:
    return {person.client_ref: (person.centre, person.token) for person in board.board()}


# -- corrections -----------------------------------------------------------------------------------------------


def test_who_was_recorded_under_yesterday_by_a_slip_is_watched_once_that_is_corrected(
    register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0, given_on=YESTERDAY)
    assert board.board() == ()
    register.correct(ref, typed(0), people.CLERK, "")

    (person,) = board.board()
    assert (person.client_ref, person.token, person.minutes_left(clock.now())) == (ref, 1, 20)


def test_a_correction_within_yesterday_begins_no_watch(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_on=YESTERDAY)
    register.correct(ref, typed(0, given_on=YESTERDAY, given_at="09:40"), people.CLERK, "")
    assert board.board() == ()


def test_a_corrected_row_of_a_file_is_not_watched(
    store: Store, register: Register, board: Observation, clock: StillClock
) -> None:
    rows = [intake.NewRow(people.vaccination(0), "hash")]
    store.write(lambda: intake.add(store, rows, people.CLERK, clock.now())).result()
    ref = register.last_saved()
    register.correct(ref, typed(0), people.CLERK, "")
    assert board.board() == ()


def test_a_corrected_centre_gives_the_next_token_of_that_centre(register: Register, board: Observation) -> None:
    first = saved(register, 0)
    moved = saved(register, 1, centre="PEHOWA")
    register.correct(moved, typed(1, centre="LNJP"), people.CLERK, "")
    assert tokens(board) == {first: ("LNJP", 1), moved: ("LNJP", 2)}

    third = saved(register, 2)
    assert tokens(board)[third] == ("LNJP", 3)
    register.correct(moved, typed(1, batch="OTHER1"), people.CLERK, "")
    assert tokens(board)[moved] == ("LNJP", 2)


def test_a_corrected_day_moves_the_watch_to_the_tokens_of_that_day(
    store: Store, register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0)
    register.correct(ref, typed(0, given_on=YESTERDAY), people.CLERK, "")
    assert board.board() == ()
    with store.reading():
        assert [w.token for w in watches.day(store, people.GIVEN_ON)] == [1]
    other = saved(register, 1)
    register.correct(ref, typed(0), people.CLERK, "")
    assert tokens(board) == {other: ("LNJP", 1), ref: ("LNJP", 2)}


# -- the board of this day -------------------------------------------------------------------------------------


def test_nobody_of_an_earlier_day_stands_on_the_board_but_who_is_unwell(
    store: Store, register: Register, board: Observation, clock: StillClock
) -> None:
    well, ill = saved(register, 0), saved(register, 1)
    board.report(ill, FEVER, people.CLERK)
    clock.pass_by(86_400)

    assert [person.client_ref for person in board.board()] == [ill]
    assert board.board()[0].standing(clock.now()) is Standing.UNWELL
    assert board.release_all(people.CLERK) == ()
    with store.reading():
        sat = {person.client_ref: person.released_at for person in watches.day(store, datetime(2021, 1, 17).date())}
    assert sat == {well: None, ill: None}, "no hour is invented for them"
    assert board.release(ill, people.CLERK).released_at == clock.now()
    assert board.board() == ()


def test_who_sits_at_midnight_stays_on_the_board(register: Register, board: Observation, clock: StillClock) -> None:
    clock.pass_by(timedelta(hours=14, minutes=20).total_seconds())
    ref = saved(register, 0, given_at="23:20")
    clock.pass_by(3600)

    assert list(tokens(board)) == [ref]
    assert [person.client_ref for person in board.release_all(people.CLERK)] == [ref]


def test_the_whole_day_stays_on_the_board_to_its_end(register: Register, board: Observation, clock: StillClock) -> None:
    ref = saved(register, 0, given_at="00:10")
    clock.pass_by(timedelta(hours=14).total_seconds())
    assert list(tokens(board)) == [ref]


def test_all_are_let_go_and_taken_back_in_a_few_statements(
    store: stores.FailingStore, register: Register, board: Observation, clock: StillClock
) -> None:
    refs = [saved(register, n, given_at="09:00") for n in range(60)]
    asked: list[str] = []
    database = store.models.Audit._meta.database
    plain = database.execute_sql

    def counted(sql: str, *values: object) -> object:
        asked.append(sql)
        return plain(sql, *values)

    database.execute_sql = counted
    gone = board.release_all(people.CLERK)
    back = board.take_back(refs, people.CLERK)
    database.execute_sql = plain

    assert [person.client_ref for person in gone] == [person.client_ref for person in back] == refs
    assert len(asked) < 20
    with store.reading():
        line = store.models.Audit
        deeds = list(line.select(line.action, line.client_ref).where(line.action != "record").tuples())
    assert deeds == [("release", ref) for ref in refs] + [("take_back", ref) for ref in refs]


def test_many_are_let_go_in_portions_and_a_failing_disk_leaves_the_rest(
    store: stores.FailingStore, register: Register, board: Observation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observation, "PORTION", 2)
    refs = [saved(register, n, given_at="09:00") for n in range(5)]
    store.failures = 1
    with pytest.raises(StoreError):
        board.release_all(people.CLERK)
    assert list(tokens(board)) == refs

    disk = store.write
    portions: list[object] = []

    def second_fails(work: Callable[[], object]) -> Future[object]:
        portions.append(work)
        store.failures = int(len(portions) == 2)
        return disk(work)

    monkeypatch.setattr(store, "write", second_fails)
    assert [person.client_ref for person in board.release_all(people.CLERK)] == refs[:2]
    assert list(tokens(board)) == refs[2:]
    assert [person.client_ref for person in board.release_all(people.CLERK)] == refs[2:]


def test_all_or_none_are_taken_back(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:00")
    board.release(ref, people.CLERK)
    with pytest.raises(NotFound):
        board.take_back((ref, "nobody"), people.CLERK)
    assert board.board() == ()


def test_the_event_of_a_cancelled_vaccination_stays_on_record_and_is_not_counted(
    store: Store, register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0)
    board.report(ref, FEVER, people.CLERK)
    register.void(ref, people.CLERK, "typed twice")
    again = saved(register, 0)
    board.report(again, FEVER, people.CLERK)

    with store.reading():
        assert set(watches.reported_on(store, clock.today())) == {again}
    assert board.reported(ref) is not None
