# SPDX-License-Identifier: MIT
"""The half hour after the needle over a real store: it begins with the save, follows a correction, ends by a person."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.observation import EventDraft, Standing, Watched
from vaxdesk.errors import NotFound, StoreError, VaxDeskError
from vaxdesk.services.observation import Observation
from vaxdesk.services.register import Register
from vaxdesk.store import intake
from vaxdesk.store.database import Store

NINE = datetime(2021, 1, 16, 3, 30, tzinfo=UTC)
"""09:00 at the centre."""


@pytest.fixture
def store() -> Iterator[stores.FailingStore]:
    with stores.thrown_away() as made:
        yield made


@pytest.fixture
def clock() -> StillClock:
    """Half past nine at the centre."""
    return StillClock(NINE + timedelta(minutes=30))


@pytest.fixture
def register(store: Store, clock: StillClock) -> Register:
    return stores.register_of(store, clock)


@pytest.fixture
def board(store: Store, clock: StillClock) -> Observation:
    return Observation(store, clock)


def saved(register: Register, n: int, **changed: str) -> str:
    """Record person ``n`` and return their client_ref."""
    return register.record(typed(n, **changed), people.CLERK).client_ref


def typed(n: int, **changed: str) -> Draft:
    """Return person ``n`` without the time of their vial, so that any time of day goes."""
    return people.draft(n, **{"vial": "", "vial_opened_at": "", **changed})


def one(board: Observation, client_ref: str) -> Watched:
    return next(person for person in board.board() if person.client_ref == client_ref)


def code_of(raised: pytest.ExceptionInfo[VaxDeskError]) -> tuple[str, dict[str, str]]:
    return raised.value.code, raised.value.params


def test_the_half_hour_runs_from_the_needle_and_not_from_the_typing(
    register: Register, board: Observation, clock: StillClock
) -> None:
    saved(register, 0, given_at="09:20")

    (person,) = board.board()

    assert (person.token, person.name) == (1, people.draft(0).name)
    assert person.until_at == NINE + timedelta(minutes=50)
    assert person.minutes_left(clock.now()) == 20
    assert person.standing(clock.now()) is Standing.WATCHED


def test_minutes_left_count_a_begun_one_and_end_at_nought(
    register: Register, board: Observation, clock: StillClock
) -> None:
    saved(register, 0, given_at="09:30")
    clock.pass_by(29 * 60 + 1)
    (person,) = board.board()
    assert person.minutes_left(clock.now()) == 1
    clock.pass_by(59)
    assert (person.minutes_left(clock.now()), person.standing(clock.now())) == (0, Standing.MAY_GO)
    clock.pass_by(3600)
    assert person.minutes_left(clock.now()) == 0


def test_nobody_is_released_by_time_alone(register: Register, board: Observation, clock: StillClock) -> None:
    ref = saved(register, 0, given_at="09:00")
    clock.pass_by(5 * 3600)

    assert [person.client_ref for person in board.board()] == [ref]
    assert one(board, ref).released_at is None


def test_who_may_go_first_stands_first(register: Register, board: Observation) -> None:
    refs = [saved(register, n, given_at=at) for n, at in enumerate(["09:20", "09:05", "09:28"])]

    assert [person.client_ref for person in board.board()] == [refs[1], refs[0], refs[2]]
    assert [person.token for person in board.board()] == [2, 1, 3]


def test_what_failed_to_save_is_not_watched(store: stores.FailingStore, register: Register, board: Observation) -> None:
    store.failures = 1
    with pytest.raises(StoreError):
        saved(register, 0)

    assert board.board() == ()
    saved(register, 0)
    assert [person.token for person in board.board()] == [1]


def test_a_back_entry_of_another_day_begins_no_watch(store: Store, register: Register, board: Observation) -> None:
    saved(register, 0, given_on="16-01-2021", given_at="09:00")
    clock_next_day = StillClock(NINE + timedelta(days=1))
    later = stores.register_of(store, clock_next_day)
    saved(later, 1, given_on="16-01-2021", given_at="11:00")

    assert [person.name for person in board.board()] == [people.draft(0).name]


def test_an_import_begins_no_watch(store: Store, board: Observation, clock: StillClock) -> None:
    rows = [intake.NewRow(people.vaccination(n), f"hash {n}") for n in range(3)]
    store.write(lambda: intake.add(store, rows, by=people.CLERK, now=clock.now())).result()

    assert board.board() == ()


def test_who_was_vaccinated_before_midnight_is_watched_after_it(store: Store) -> None:
    clock = StillClock(NINE + timedelta(hours=15, minutes=5))
    register, board = stores.register_of(store, clock), Observation(store, clock)
    ref = saved(register, 0, given_on="16-01-2021", given_at="23:50")
    assert one(board, ref).minutes_left(clock.now()) == 15

    clock.pass_by(3600)
    assert board.release(ref, people.CLERK).released_at == clock.now()
    assert [person.client_ref for person in board.left()] == [ref]


def test_tokens_begin_anew_each_day_and_at_each_centre(store: Store) -> None:
    clock = StillClock(NINE + timedelta(minutes=30))
    register, board = stores.register_of(store, clock), Observation(store, clock)
    saved(register, 0, given_at="09:00")
    saved(register, 1, given_at="09:01", centre="PEHOWA")
    saved(register, 2, given_at="09:02")
    tokens = {(person.name, person.centre): person.token for person in board.board()}
    assert sorted(tokens.values()) == [1, 1, 2]
    assert tokens[people.draft(2).name, "LNJP"] == 2

    clock.pass_by(86_400)
    saved(register, 3, given_on="17-01-2021", given_at="09:03")
    assert [person.token for person in board.board()] == [1]


def test_no_two_saves_at_once_get_one_token(store: Store, clock: StillClock, board: Observation) -> None:
    registers = [stores.register_of(store, clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: saved(registers[n % 4], n, given_at="09:00"), range(40)))

    assert sorted(person.token for person in board.board()) == list(range(1, 41))


def test_a_corrected_time_moves_the_end_and_keeps_the_token(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")
    register.correct(ref, typed(0, given_at="09:10"), people.CLERK, "")

    assert one(board, ref).until_at == NINE + timedelta(minutes=40)
    assert one(board, ref).token == 1


def test_a_void_vaccination_leaves_the_board_and_its_token_never_comes_again(
    register: Register, board: Observation
) -> None:
    ref = saved(register, 0, given_at="09:20")
    register.void(ref, people.CLERK, "entered twice")
    saved(register, 1, given_at="09:21")

    assert [(person.name, person.token) for person in board.board()] == [(people.draft(1).name, 2)]
    with pytest.raises(NotFound):
        board.release(ref, people.CLERK)


def test_leaving_early_needs_a_note_and_says_until_when(
    register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0, given_at="09:20")
    for note in ("", "   "):
        with pytest.raises(VaxDeskError) as raised:
            board.release(ref, people.CLERK, note)
        assert code_of(raised) == ("leaves_early", {"token": "1", "until": "09:50"})
    assert [person.client_ref for person in board.board()] == [ref]

    gone = board.release(ref, people.CLERK, "her bus goes")

    assert (gone.left_early, gone.note, gone.released_by) == (True, "her bus goes", people.CLERK.name)
    assert board.board() == ()
    assert board.left() == (gone,)


def test_nobody_leaves_twice(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:00")
    board.release(ref, people.CLERK)
    with pytest.raises(VaxDeskError) as raised:
        board.release(ref, people.CLERK)

    assert code_of(raised) == ("left_already", {"token": "1"})


def test_all_who_may_go_are_released_at_once_but_nobody_who_is_unwell_or_early(
    register: Register, board: Observation, clock: StillClock
) -> None:
    refs = [saved(register, n, given_at=at) for n, at in enumerate(["09:00", "08:40", "08:50", "09:01"])]
    fever = EventDraft("minor", ("fever",), onset_on="16-01-2021", onset_at="09:05")
    board.report(refs[2], fever, people.CLERK)

    gone = board.release_all(people.CLERK)

    assert [person.client_ref for person in gone] == [refs[1], refs[0]]
    assert {person.client_ref for person in board.board()} == {refs[2], refs[3]}
    assert one(board, refs[2]).standing(clock.now()) is Standing.UNWELL
    assert board.release(refs[2], people.CLERK).left_early is False


def test_a_release_is_taken_back_within_the_day_and_the_note_stays(
    register: Register, board: Observation, clock: StillClock
) -> None:
    ref = saved(register, 0, given_at="09:20")
    board.release(ref, people.CLERK, "her bus goes")
    (back,) = board.take_back((ref,), people.CLERK)

    assert (back.released_at, back.released_by, back.note) == (None, "", "her bus goes")
    assert [person.client_ref for person in board.board()] == [ref]
    assert board.left() == ()

    board.release(ref, people.CLERK, "the next bus")
    clock.pass_by(86_400)
    assert board.left() == ()
    with pytest.raises(VaxDeskError) as raised:
        board.take_back((ref,), people.CLERK)
    assert raised.value.code == "left_on_another_day"


def test_notes_stand_one_after_another_without_a_whole_aadhaar(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")
    board.add_note(ref, "sits  by the door", people.CLERK)
    noted = board.add_note(ref, "showed 2341 2341 2346", people.CLERK)

    assert noted.note == "sits by the door; showed XXXX XXXX 2346"
    with pytest.raises(VaxDeskError) as raised:
        board.add_note(ref, " ", people.CLERK)
    assert raised.value.code == "note_missing"
    with pytest.raises(VaxDeskError) as raised:
        board.add_note(ref, "x" * 500, people.CLERK)
    assert code_of(raised) == ("note_too_long", {"most": "500"})


def test_each_deed_is_audited_without_words(store: Store, register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")
    board.add_note(ref, "sits by the door", people.CLERK)
    board.release(ref, people.CLERK, "her bus goes")
    board.take_back((ref,), people.SUPERVISOR)

    with store.reading():
        lines = [(a.action, a.actor, a.client_ref, a.detail) for a in store.models.Audit.select()]
    assert [line[0] for line in lines] == ["record", "note", "release", "take_back"]
    assert {line[2:] for line in lines} == {(ref, "")}
    assert lines[-1][1] == people.SUPERVISOR.name


def test_three_hundred_people_are_listed_in_order(register: Register, board: Observation, clock: StillClock) -> None:
    clock.set_wall(6 * 3600)
    for n in range(300):
        saved(register, n)

    listed = board.board()

    assert [person.token for person in listed] == list(range(1, 301))
    assert listed == tuple(sorted(listed, key=lambda person: person.until_at))
    assert len(board.release_all(people.CLERK)) == 300
    assert len(board.left()) == 300


def test_a_person_stands_on_the_board_under_a_corrected_name(register: Register, board: Observation) -> None:
    ref = saved(register, 0, given_at="09:20")
    register.correct(ref, replace(typed(0, given_at="09:20"), name="Asha Kalpit"), people.CLERK, "")

    assert one(board, ref).name == "Asha Kalpit"
