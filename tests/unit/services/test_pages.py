# SPDX-License-Identifier: MIT
"""Register pages: closed when the rows are as many as the paper says; a sample typed a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.clocks import StillClock
from vaxdesk.domain.register_page import PageRow
from vaxdesk.errors import NotFound, VaxDeskError
from vaxdesk.events import Hooks
from vaxdesk.services.pages import Pages
from vaxdesk.services.register import Register

ON = people.GIVEN_ON
OTHER = replace(people.CLERK, name="Clerk Udaharan")


class Desk:
    """Pages over a register."""

    def __init__(self, store: stores.FailingStore) -> None:
        clock = StillClock()
        self.register: Register = stores.register_of(store, clock, Hooks())
        self.pages = Pages(store, clock)

    def type_rows(self, count: int, page: str = "1", first: int = 0, **changed: str) -> list[str]:
        """Record ``count`` people on lines 1 and on of ``page``."""
        numbered = enumerate(range(first, first + count), start=1)
        drafts = [people.draft(n, **({"page": page, "line": str(line)} | changed)) for line, n in numbered]
        return [self.register.record(draft, people.CLERK).client_ref for draft in drafts]

    def page(self, page: str = "1") -> PageRow:
        """Return the page as it stands."""
        return self.pages.begin("LNJP", page, ON, people.CLERK)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with stores.opened(tmp_path) as store:
        yield Desk(store)


def test_a_page_counts_its_own_rows_and_names_the_next_line(desk: Desk) -> None:
    desk.type_rows(3)
    desk.type_rows(2, page="2", first=3)
    assert (desk.page("1").rows, desk.page("1").next_line) == (3, 4)
    assert (desk.page("2").rows, desk.page("2").next_line) == (2, 3)
    assert (desk.page("3").rows, desk.page("3").next_line) == (0, 1)


def test_a_page_closes_only_when_its_rows_are_the_total_of_the_paper(desk: Desk) -> None:
    desk.type_rows(3)
    page = desk.page()
    with pytest.raises(VaxDeskError) as told:
        desk.pages.close(page.id, 4, people.CLERK)
    assert (told.value.code, told.value.params) == ("page_total_differs", {"total": "4", "rows": "3"})
    assert (desk.page().total, desk.page().closed_at) == (4, None)
    desk.type_rows(1, first=3, line="4")
    closed = desk.pages.close(page.id, 4, people.CLERK)
    assert closed.agrees
    assert (closed.closed_by, closed.closed_at) == (people.CLERK.name, StillClock().now())


def test_a_cancelled_row_is_not_counted(desk: Desk) -> None:
    refs = desk.type_rows(2)
    desk.register.void(refs[0], people.CLERK, "written twice on the paper")
    assert desk.pages.close(desk.page().id, 1, people.CLERK).agrees


def test_two_rows_on_one_line_keep_the_page_open(desk: Desk) -> None:
    desk.type_rows(2, line="7")
    with pytest.raises(VaxDeskError) as told:
        desk.pages.close(desk.page().id, 2, people.CLERK)
    assert (told.value.code, told.value.params) == ("page_lines_doubled", {"lines": "7"})
    assert desk.page().closed_at is None


def test_a_line_that_nobody_typed_is_named(desk: Desk) -> None:
    desk.type_rows(1, line="1")
    desk.type_rows(1, first=1, line="4")
    assert desk.page().missing_lines == ("2", "3")


def test_a_closed_page_opens_again(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.pages.close(desk.page().id, 1, people.CLERK)
    assert desk.pages.reopen(page.id, people.CLERK).closed_at is None


@pytest.mark.parametrize(
    ("page", "on", "code"), [(" ", ON, "page_missing"), ("1", ON + timedelta(1), "page_in_future")]
)
def test_a_page_without_number_or_of_tomorrow_is_refused(desk: Desk, page: str, on: date, code: str) -> None:
    with pytest.raises(VaxDeskError) as told:
        desk.pages.begin("LNJP", page, on, people.CLERK)
    assert told.value.code == code
    assert desk.pages.listed() == ()


def test_open_pages_are_listed_before_closed_ones(desk: Desk) -> None:
    desk.type_rows(1, page="1")
    desk.pages.close(desk.page("1").id, 1, people.CLERK)
    desk.page("2")
    assert [page.page for page in desk.pages.listed()] == ["2", "1"]


def test_a_tenth_of_a_page_is_sampled_and_always_the_same_rows(desk: Desk) -> None:
    desk.type_rows(21)
    sample = desk.pages.sample(desk.page().id)
    assert len(sample) == 3
    assert desk.pages.sample(desk.page().id) == sample


def test_what_was_typed_alike_the_second_time_is_no_difference(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.page()
    (row,) = desk.pages.sample(page.id)
    mobile, number, dose = (field.now for field in row.fields)
    typed = {"mobile": f"+91 {mobile[:5]} {mobile[5:]}", "id_number": number.lower(), "dose": dose}
    assert not desk.pages.key(page.id, row.client_ref, typed, OTHER).differs
    after = desk.page()
    assert (after.sampled, after.keyed, after.wrong, after.open_differences, after.error_rate) == (1, 1, 0, 0, 0.0)


def test_a_difference_stays_in_the_error_rate_and_goes_when_the_row_is_corrected(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.page()
    (row,) = desk.pages.sample(page.id)
    typed = {field.name: field.now for field in row.fields} | {"mobile": "9900000555"}
    assert desk.pages.key(page.id, row.client_ref, typed, OTHER).differs
    assert (desk.page().wrong, desk.page().open_differences, desk.page().error_rate) == (1, 1, 1.0)
    right = replace(desk.register.open(row.client_ref).draft, mobile="9900000555")
    desk.register.correct(row.client_ref, right, people.CLERK, "typed wrong")
    assert (desk.page().wrong, desk.page().open_differences) == (1, 0)


def test_whoever_recorded_a_row_does_not_check_it(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.page()
    (row,) = desk.pages.sample(page.id)
    with pytest.raises(VaxDeskError) as told:
        desk.pages.key(page.id, row.client_ref, {field.name: field.now for field in row.fields}, people.CLERK)
    assert told.value.code == "typed_by_the_same"
    assert desk.page().keyed == 0


def test_half_a_second_typing_is_not_kept(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.page()
    (row,) = desk.pages.sample(page.id)
    with pytest.raises(VaxDeskError) as told:
        desk.pages.key(page.id, row.client_ref, {"mobile": "9900000555"}, OTHER)
    assert told.value.code == "second_keying_unfinished"
    assert desk.page().keyed == 0


def test_a_row_that_is_not_in_the_sample_and_a_page_that_is_not_there_are_told(desk: Desk) -> None:
    desk.type_rows(1)
    with pytest.raises(NotFound):
        desk.pages.key(desk.page().id, "nobody", {}, OTHER)
    with pytest.raises(NotFound):
        desk.pages.sample(999)


def test_of_a_number_that_is_no_mobile_only_its_end_is_kept(desk: Desk) -> None:
    desk.type_rows(1)
    page = desk.page()
    (row,) = desk.pages.sample(page.id)
    typed = {"mobile": "2341 2341 2346", "id_number": "2341 2341 2346", "dose": "2341 2341 2346"}
    kept = desk.pages.key(page.id, row.client_ref, typed, OTHER)
    assert [field.second for field in kept.fields] == ["…2346", "2346", "2"]


def test_an_aadhaar_in_the_place_of_a_page_is_hidden(desk: Desk) -> None:
    assert desk.page("2341 2341 2346").page == "XXXX XXXX 2346"


def test_01_and_1_are_one_line(desk: Desk) -> None:
    desk.type_rows(1, line="1")
    desk.type_rows(1, first=1, line="01")
    assert desk.page().doubled_lines == ("1",)


def test_a_row_that_comes_after_the_closing_shows(desk: Desk) -> None:
    desk.type_rows(1)
    desk.pages.close(desk.page().id, 1, people.CLERK)
    desk.type_rows(1, first=1, line="2")
    page = desk.page()
    assert (page.closed_at is not None, page.agrees) == (True, False)
