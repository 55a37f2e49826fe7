# SPDX-License-Identifier: MIT
"""Vials over a real store: what comes out of one is what the register says, and nothing leaves an expired batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from tests.support import people, stores
from tests.support.vial_centre import COVISHIELD, Centre
from vaxdesk import settings
from vaxdesk.domain.problem import Severity
from vaxdesk.domain.vial import LostWhy, Vial, VialDraft
from vaxdesk.errors import NotAccepted, NotFound, StoreError, VaxDeskError
from vaxdesk.services.export import Export


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with stores.opened(tmp_path) as store:
        yield Centre(store)


def refused(centre: Centre, **changed: str) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as caught:
        centre.open(**changed)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_an_opened_vial_takes_what_the_table_and_the_clock_say(centre: Centre) -> None:
    opened = centre.open()

    assert opened == Vial(
        id=1,
        centre="LNJP",
        opened_on=people.GIVEN_ON,
        label="L1",
        vaccine="COVISHIELD",
        batch="4120Z005",
        expires_on=date(2021, 6, 30),
        doses=10,
        opened_at=time(12, 0),
        opened_by=people.CLERK.name,
        closed_at=None,
        closed_by="",
        lost=0,
        lost_why=None,
    )
    row = centre.only()
    assert (row.vial, row.given, row.left, row.discard_at) == (opened, 0, 10, datetime(2021, 1, 16, 16, 0))
    assert centre.audit() == [("vial_open", "vial:1")]


def test_labels_go_on_by_day_and_centre_and_a_typed_one_is_kept(centre: Centre) -> None:
    first, second = centre.open(), centre.open()
    typed = centre.open(vial="Tray 2")
    after = centre.open()
    elsewhere = centre.open(centre="PEHOWA")

    assert [v.label for v in (first, second, typed, after, elsewhere)] == ["L1", "L2", "Tray 2", "L3", "L1"]
    assert refused(centre, vial="l2") == [("vial", "vial_exists")]


def test_each_dose_leaves_one_less_and_an_eleventh_is_extra(centre: Centre) -> None:
    centre.open()
    for n in range(10):
        centre.give(n)
    assert (centre.only().left, centre.only().extra) == (0, 0)

    centre.give(10)

    assert (centre.only().given, centre.only().left, centre.only().extra) == (11, -1, 1)


def test_a_dose_that_is_cancelled_goes_back_into_its_vial(centre: Centre) -> None:
    centre.open()
    centre.give(0)
    second = centre.give(1)

    centre.register.void(second, people.CLERK, "entered twice")

    assert centre.only().left == 9


def test_a_dose_corrected_to_another_vial_counts_there(centre: Centre) -> None:
    centre.open()
    centre.open()
    dose = centre.give(0)

    centre.register.correct(dose, centre.draft(0, vial="l2"), people.CLERK, "")

    assert [row.given for row in centre.board().open] == [0, 1]


def test_two_centres_have_vials_of_the_same_name_apart(centre: Centre) -> None:
    centre.open()
    centre.open(centre="MATHANA")
    centre.give(0)
    for n in (1, 2):
        centre.give(n, centre="MATHANA")

    assert centre.only("LNJP").given == 1
    assert centre.only("MATHANA").given == 2
    assert centre.vials.day(people.GIVEN_ON, "MATHANA").given == 2
    assert centre.vials.day(people.GIVEN_ON).given == 3


def test_an_expired_batch_is_not_opened_and_its_last_day_is_still_good(centre: Centre) -> None:
    assert refused(centre, expires_on="12-2020") == [("expires_on", "vial_expired")]
    assert refused(centre, expires_on="15-01-2021") == [("expires_on", "vial_expired")]
    assert centre.board().open == ()

    assert centre.open(expires_on="16-01-2021").label == "L1"


def test_a_vial_whose_hours_are_over_is_not_opened(centre: Centre) -> None:
    assert refused(centre, vial_opened_at="08:00") == [("vial_opened_at", "vial_time_up")]
    assert refused(centre, vial_opened_at="12:01") == [("vial_opened_at", "time_in_future")]
    assert centre.open(vial_opened_at="08:01").opened_at == time(8, 1)


def test_everything_wrong_with_a_vial_is_said_at_once(centre: Centre) -> None:
    assert refused(centre, vaccine="", batch="", expires_on="", doses="0") == [
        ("vaccine", "missing"),
        ("batch", "missing"),
        ("expires_on", "missing"),
        ("doses", "doses_unreadable"),
    ]
    assert refused(centre, expires_on="soon", doses="51") == [
        ("expires_on", "expiry_unreadable"),
        ("doses", "doses_unreadable"),
    ]


def test_closing_asks_how_many_were_lost_and_why(centre: Centre) -> None:
    vial = centre.open()
    for lost, why, problem in (
        ("", "", "lost_unreadable"),
        ("11", "time_up", "lost_unreadable"),
        ("-1", "", "lost_unreadable"),
        ("2", "", "lost_why_missing"),
        ("2", "a whim", "lost_why_missing"),
    ):
        with pytest.raises(NotAccepted) as caught:
            centre.vials.close(vial.id, lost, why, people.CLERK)
        assert [p.code for p in caught.value.problems] == [problem], (lost, why)
    assert centre.only().is_open

    centre.clock.pass_by(600)
    centre.vials.close(vial.id, "2", "time_up", people.SUPERVISOR)

    (closed,) = centre.board().closed
    assert centre.board().open == ()
    assert (closed.vial.lost, closed.vial.lost_why) == (2, LostWhy.TIME_UP)
    assert (closed.vial.closed_by, closed.vial.closed_at) == (people.SUPERVISOR.name, centre.clock.now())
    with pytest.raises(VaxDeskError, match="vial_closed"):
        centre.vials.close(vial.id, "0", "", people.CLERK)


def test_all_that_a_vial_holds_may_be_lost(centre: Centre) -> None:
    vial = centre.open()

    centre.vials.close(vial.id, "10", "spilt", people.CLERK)

    assert centre.board().closed[0].vial.lost == 10


def test_nothing_lost_needs_no_reason(centre: Centre) -> None:
    vial = centre.open()

    centre.vials.close(vial.id, "0", "spilt", people.CLERK)

    (closed,) = centre.board().closed
    assert (closed.vial.lost, closed.vial.lost_why) == (0, None)


def test_a_vial_closed_by_mistake_is_opened_again_with_a_reason_on_its_day_only(centre: Centre) -> None:
    vial = centre.open()
    with pytest.raises(VaxDeskError, match="vial_open"):
        centre.vials.reopen(vial.id, "mistake", people.CLERK)
    centre.vials.close(vial.id, "3", "spilt", people.CLERK)
    with pytest.raises(VaxDeskError, match="reason_missing"):
        centre.vials.reopen(vial.id, "  ", people.CLERK)

    centre.vials.reopen(vial.id, "It was L2 that broke", people.CLERK)

    assert (centre.only().is_open, centre.only().vial.lost) == (True, 0)
    assert centre.audit() == [
        ("vial_open", "vial:1"),
        ("vial_close", "vial:1"),
        ("vial_reopen", "vial:1 lost:3 why:spilt"),
    ]
    centre.vials.close(vial.id, "0", "", people.CLERK)
    centre.clock.pass_by(86_400)
    with pytest.raises(VaxDeskError, match="vial_of_another_day"):
        centre.vials.reopen(vial.id, "mistake", people.CLERK)
    with pytest.raises(NotFound):
        centre.vials.close(99, "0", "", people.CLERK)


def test_midnight_takes_a_vial_off_the_board_and_lists_it_to_be_closed(centre: Centre) -> None:
    centre.clock.pass_by(10.5 * 3600)  # 22:30
    vial = centre.open()
    centre.give(0)
    assert centre.only().discard_at == datetime(2021, 1, 17, 2, 30)

    centre.clock.pass_by(2 * 3600)

    board = centre.board()
    assert (board.open, board.closed, board.day.opened) == ((), (), 0)
    assert [(row.vial.id, row.given) for row in board.left_open] == [(vial.id, 1)]
    assert board.proposal.vial == "L1"
    centre.vials.close(vial.id, "9", "time_up", people.CLERK)
    assert centre.board().left_open == ()


def test_the_next_vial_is_proposed_as_the_last_one_was(centre: Centre) -> None:
    assert centre.board().proposal == VialDraft(centre="LNJP", vial="L1")
    centre.open(doses="9")

    proposal = centre.board().proposal

    assert proposal == VialDraft("LNJP", "COVISHIELD", "4120Z005", "30-06-2021", "9", "L2")
    assert centre.vials.open(proposal, people.CLERK).label == "L2"


def test_a_batch_past_its_expiry_is_not_proposed_again(centre: Centre) -> None:
    centre.open(expires_on="16-01-2021")
    assert centre.board().proposal.batch == "4120Z005"

    centre.clock.pass_by(86_400)

    assert centre.board().proposal == VialDraft(centre="LNJP", vaccine="COVISHIELD", vial="L1")


def test_known_batches_are_listed_once_the_last_first_and_an_odd_expiry_is_told(centre: Centre) -> None:
    centre.open()
    centre.open(vaccine="COVAXIN", batch="37F20010A", expires_on="05-2021")
    centre.open(centre="PEHOWA")

    batches = [(b.vaccine, b.batch, b.expires_on, b.doses) for b in centre.board().batches]

    assert batches == [
        ("COVISHIELD", "4120Z005", date(2021, 6, 30), 10),
        ("COVAXIN", "37F20010A", date(2021, 5, 31), 20),
    ]
    odd = centre.vials.check(replace(COVISHIELD, expires_on="07-2021"))
    assert [(p.code, p.severity) for p in odd.problems] == [("expiry_differs", Severity.NOTE)]
    assert odd.vial is not None


def test_the_day_adds_up_and_wastage_may_be_below_nought(centre: Centre) -> None:
    assert centre.vials.day(people.GIVEN_ON).wastage is None
    first = centre.open()
    for n in range(11):
        centre.give(n)
    centre.vials.close(first.id, "0", "", people.CLERK)
    full = centre.vials.day(people.GIVEN_ON)
    assert (full.opened, full.still_open, full.issued, full.given, full.extra, full.lost) == (1, 0, 10, 11, 1, 0)
    assert full.wastage == pytest.approx(-0.1)

    second = centre.open()
    for n in range(11, 18):
        centre.give(n, vial="L2")
    centre.vials.close(second.id, "3", "nobody_came", people.CLERK)

    day = centre.vials.day(people.GIVEN_ON)
    assert (day.issued, day.given, day.extra, day.lost_by) == (20, 18, 1, ((LostWhy.NOBODY_CAME, 3),))
    assert day.wastage == pytest.approx(0.1)


def test_a_disk_that_fails_opens_and_closes_nothing(centre: Centre) -> None:
    centre.store.failures = 1
    with pytest.raises(StoreError):
        centre.open()
    assert centre.board().open == ()
    vial = centre.open()
    centre.store.failures = 1
    with pytest.raises(StoreError):
        centre.vials.close(vial.id, "0", "", people.CLERK)
    assert centre.only().is_open


def test_the_daily_sheet_tells_of_the_vials_of_its_own_centre(centre: Centre, tmp_path: Path) -> None:
    vial = centre.open()
    centre.open(centre="MATHANA")
    for n in range(7):
        centre.give(n)
    centre.vials.close(vial.id, "3", "spilt", people.CLERK)
    export = Export(centre.store, settings.load(tmp_path / "settings.toml"), centre.clock)

    written = export.export(people.GIVEN_ON, "LNJP", "xlsx", tmp_path / "day.xlsx", masked=False)

    book = openpyxl.load_workbook(written.path)
    totals = {(row[1], row[5]) for sheet in book.worksheets[1:2] for row in sheet.iter_rows(values_only=True)}
    assert {("in opened vials", 10), ("open-vial discarded", 3), ("open-vial discarded: Broken or spilt", 3)} <= totals
    assert ("wastage %", "30.0") in totals
    cells = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert datetime(2021, 6, 30) in cells
