# SPDX-License-Identifier: MIT
"""An old copy of the data folder: known whenever more may have been sent than it knows of, wherever it was cut off."""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.clocks import NOON, StillClock
from vaxdesk.errors import StoreError
from vaxdesk.store import notes, vaccinations
from vaxdesk.store.copies import Mark

NOT_KEPT = "the mark of the last exchange could not be kept"


class Folder:
    """A data folder with one recorded person, on a computer whose marks lie in ``marks``."""

    def __init__(self, folder: Path, marks: Path) -> None:
        self.folder = folder
        self.marks = marks
        self.clock = StillClock()

    def __enter__(self) -> Folder:
        self.store = stores.reopen(self.folder / "vaxdesk.db")
        self.mark = Mark(self.store, self.marks, self.clock)
        return self

    def __exit__(self, *_error: object) -> None:
        self.store.close()

    def exchange(self, n: int = 1) -> None:
        """Let the journal grow by ``n``."""
        row = {"vaccination": 1, "at": 0.0, "step": "identify", "look": True, "code": "nothing_there", "seconds": 0.1}
        rows = [row | {"bytes_sent": 1, "bytes_received": 1}] * n
        self.store.write(lambda: self.store.models.Attempt.insert_many(rows).execute()).result()

    def run(self, n: int = 1) -> None:
        """Open, upload ``n`` exchanges and close again, as a desk does."""
        with self:
            if self.mark.begin():
                self.compare()
            self.exchange(n)
            self.mark.keep()

    def compare(self) -> None:
        """Let the outbox be taken up as an old copy's, and the comparing come to its end."""
        self.store.write(lambda: notes.put(self.store, notes.COMPARING, "")).result()

    def is_old(self) -> bool:
        with self:
            return self.mark.is_old_copy()

    def copied(self, name: str, marks: Path | None = None) -> Folder:
        """Return a copy, perhaps on another computer."""
        return Folder(Path(shutil.copytree(self.folder, self.folder.parent / name)), marks or self.marks)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Folder]:
    folder = tmp_path / "desk"
    folder.mkdir()
    stores.make(folder)
    made = Folder(folder, tmp_path / "state" / "vaxdesk")
    with made:
        add = lambda: vaccinations.add(made.store, people.vaccination(1), by=people.CLERK.name, now=NOON)  # noqa: E731
        made.store.write(add).result()
    yield made


def test_a_new_desk_is_no_copy_and_neither_is_one_that_goes_on(desk: Folder) -> None:
    assert not desk.is_old()
    for _start in range(3):
        desk.run(5)
        assert not desk.is_old()


def test_looking_leaves_no_trace(desk: Folder) -> None:
    assert not desk.is_old()
    with desk:
        desk.mark.keep()
    assert not desk.marks.exists()


def test_an_earlier_copy_that_is_put_back_is_old_even_if_nothing_had_been_sent_yet(desk: Folder) -> None:
    fresh = desk.copied("fresh")
    desk.run()
    before = desk.copied("before")
    desk.run(0)
    assert not fresh.is_old()  # it never was a desk of this id: what it holds is looked up before it is sent
    assert before.is_old()
    assert not desk.is_old()


def test_a_copy_made_while_the_desk_ran_is_old_once_the_desk_went_on(desk: Folder) -> None:
    with desk:
        desk.mark.begin()
        desk.exchange(3)
        desk.mark.keep()
    at_noon = desk.copied("noon")
    assert not at_noon.is_old()
    with desk:
        desk.exchange()
        desk.mark = Mark(desk.store, desk.marks, desk.clock)
        desk.mark.begin()
    assert at_noon.is_old()


def test_a_copy_of_the_same_run_with_fewer_exchanges_is_old(desk: Folder) -> None:
    with desk:
        desk.mark.begin()
        at_noon = desk.folder.parent / "noon"
        at_noon.mkdir()
        desk.exchange(2)
        (at_noon / "vaxdesk.db").touch(mode=0o600)
        with desk.store.reading():
            desk.store._connections.copy_to(at_noon / "vaxdesk.db")
        desk.exchange()
        desk.mark.keep()
    assert Folder(at_noon, desk.marks).is_old()
    assert not desk.is_old()


def test_a_folder_that_was_carried_to_another_computer_is_old_there_and_on_its_way_back(
    desk: Folder, tmp_path: Path
) -> None:
    desk.run(2)
    there = desk.copied("stick", tmp_path / "other" / "state")
    assert there.is_old()
    there.run(2)
    assert not there.is_old()
    assert Folder(there.folder, desk.marks).is_old()


def test_a_copy_of_a_morning_without_a_line_is_old_elsewhere(desk: Folder, tmp_path: Path) -> None:
    desk.run(0)
    assert desk.copied("stick", tmp_path / "other").is_old()


def test_exchanges_of_a_desk_without_a_mark_make_it_old(desk: Folder) -> None:
    with desk:
        desk.exchange()
        assert desk.mark.is_old_copy()


def test_a_folder_that_was_moved_is_no_copy(desk: Folder) -> None:
    desk.run()
    desk.folder = desk.folder.rename(desk.folder.with_name("elsewhere"))
    assert not desk.is_old()


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"run": 1}', b'{"run": "x", "exchanges": Infinity}', b"[" * 900])
def test_a_mark_that_cannot_be_read_is_none(desk: Folder, held: bytes) -> None:
    desk.run()
    (file,) = desk.marks.iterdir()
    file.write_bytes(held)
    assert desk.is_old()
    desk.run()
    assert not desk.is_old()


def test_killed_before_the_store_was_written_nothing_has_changed(desk: Folder) -> None:
    desk.run()
    with desk:
        desk.store.failures = 1
        with pytest.raises(StoreError):
            desk.mark.begin()
    assert not desk.is_old()


def test_killed_before_the_mark_was_written_one_comparison_is_made_too_many(desk: Folder) -> None:
    desk.run()
    marked = desk.copied("as marked")
    (file,) = desk.marks.iterdir()
    before = file.read_bytes()
    with desk:
        desk.mark.begin()
    file.write_bytes(before)
    with desk:
        assert desk.mark.begin()
    file.write_bytes(before)
    assert not marked.is_old()  # nothing has been sent since


def test_killed_before_the_comparing_began_the_copy_is_still_old(desk: Folder) -> None:
    desk.run()
    earlier = desk.copied("earlier")
    desk.run()
    for _start in range(3):
        with earlier:
            assert earlier.mark.begin()
    earlier.run()
    assert not earlier.is_old()
    assert desk.is_old()


def test_the_mark_follows_every_few_seconds_only(desk: Folder) -> None:
    with desk:
        desk.mark.begin()
        (file,) = desk.marks.iterdir()
        begun = file.read_bytes()
        for _turn in range(4):
            desk.exchange()
            desk.clock.pass_by(1.2)
            desk.mark.follow()
        assert file.read_bytes() == begun
        desk.clock.pass_by(0.2)
        desk.mark.follow()
        assert b'"exchanges": 4' in file.read_bytes()


def test_a_closed_store_is_told_and_stops_nothing(desk: Folder, caplog: pytest.LogCaptureFixture) -> None:
    with desk:
        desk.mark.begin()
    for _turn in range(2):
        desk.mark.keep()
    assert [record.getMessage() for record in caplog.records] == [f"{NOT_KEPT}: store_closed"]


def test_killed_after_exchanges_that_were_not_marked_the_desk_itself_is_no_copy(desk: Folder) -> None:
    desk.run()
    earlier = desk.copied("earlier")
    with desk:
        desk.mark.begin()
        desk.exchange(7)
    assert not desk.is_old()
    assert earlier.is_old()


def test_two_copies_that_run_at_once_are_both_old_at_the_next_start(desk: Folder) -> None:
    desk.run()
    other = desk.copied("other")
    with desk:
        desk.mark.begin()
        with other:
            assert other.mark.begin()
            other.compare()
            desk.exchange()
            desk.mark.keep()
            other.exchange(2)
            other.mark.keep()
        desk.exchange(3)
        desk.mark.keep()
    assert desk.is_old()
    assert other.is_old()


def test_the_mark_is_its_owners_alone_and_written_only_where_there_is_news(desk: Folder) -> None:
    with desk:
        desk.mark.begin()
        (file,) = desk.marks.iterdir()
        desk.mark.keep()
        file.unlink()
        desk.mark.keep()
        assert not file.exists()
        desk.exchange()
        desk.mark.keep()
    if sys.platform != "win32":
        assert (desk.marks.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert [path.suffix for path in desk.marks.iterdir()] == [".json"]
    assert people.CLERK.name.encode() not in file.read_bytes()


def test_a_mark_that_cannot_be_written_stops_nothing_and_is_told_once(
    desk: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    desk.marks.parent.mkdir()
    desk.marks.write_text("in the way")
    with caplog.at_level(logging.WARNING), desk:
        desk.mark.begin()
        for _pass in range(3):
            desk.exchange()
            desk.mark.keep()
        assert [record.getMessage() for record in caplog.records] == [f"{NOT_KEPT}: EEXIST"]
        desk.marks.unlink()
        desk.mark.keep()
    assert not desk.is_old()
