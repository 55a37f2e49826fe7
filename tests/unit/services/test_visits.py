# SPDX-License-Identifier: MIT
"""Visits without a needle over a real store: noted, changed, ended; both ways before and after, and never uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk import settings
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.visit import REASONS, VisitResult, fits
from vaxdesk.errors import NotAccepted, NotFound, StoreError, VaxDeskError
from vaxdesk.services.export import Export, SheetFormat
from vaxdesk.services.visits import Visits
from vaxdesk.wording import visits as wording
from vaxdesk.wording.errors import for_error

R = VisitResult


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def visits(upload: Upload) -> Visits:
    return Visits(upload.store, upload.clock)


def _rows(upload: Upload) -> list[tuple[str, bool, str]]:
    visit = upload.store.models.Visit
    with upload.store.reading():
        return [(v.result, v.live, v.ended_why) for v in visit.select().order_by(visit.id)]


def _nothing_to_upload(upload: Upload) -> bool:
    with upload.store.reading():
        return upload.store.models.Outbox.select().count() == 0


def test_a_visit_needs_no_more_than_a_name_and_a_result_and_is_never_uploaded(upload: Upload, visits: Visits) -> None:
    noted = visits.record(Draft(name=" Asha   Namoona "), R.ABSENT, "", people.CLERK)
    assert visits.today() == (noted,) and noted.name == "Asha Namoona"
    assert _nothing_to_upload(upload) and upload.counts().recorded == 0
    assert wording.noted(noted) == "Asha Namoona: absent. Noted for the sheet, not uploaded."


@pytest.mark.parametrize("result", [R.REFUSED, R.DEFERRED, R.CONTRAINDICATED])
def test_a_result_that_has_reasons_needs_one_of_its_own(upload: Upload, visits: Visits, result: VisitResult) -> None:
    for reason in ("", "no such reason"):
        with pytest.raises(VaxDeskError) as refused:
            visits.record(people.draft(1), result, reason, people.CLERK)
        assert refused.value.code == "reason_missing"
    assert _rows(upload) == []
    assert visits.record(people.draft(1), result, REASONS[result][0], people.CLERK).reason == REASONS[result][0]


def test_without_a_name_or_with_a_failing_disk_nothing_is_noted(upload: Upload, visits: Visits) -> None:
    with pytest.raises(NotAccepted) as refused:
        visits.record(Draft(name=" 12 "), R.ABSENT, "", people.CLERK)
    assert refused.value.problems[0].field == "name"
    upload.store.failures = 1
    with pytest.raises(StoreError):
        visits.record(people.draft(1), R.ABSENT, "", people.CLERK)
    assert _rows(upload) == []


def test_no_full_aadhaar_is_kept(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(2, id_number="2345 6789 0124"), R.ABSENT, "", people.CLERK)
    assert noted.id_number == "0124"


def test_a_change_keeps_what_was_noted_before(upload: Upload, visits: Visits) -> None:
    first = visits.record(people.draft(1), R.DEFERRED, "unwell", people.CLERK)
    second = visits.change(first.client_ref, R.REFUSED, "afraid", people.SUPERVISOR)
    assert visits.today() == (second,) and second.recorded_by == people.SUPERVISOR.name
    assert _rows(upload) == [("deferred", False, "changed"), ("refused", True, "")]
    with pytest.raises(NotFound):
        visits.change(first.client_ref, R.ABSENT, "", people.CLERK)
    with pytest.raises(VaxDeskError):
        visits.change(second.client_ref, R.DEFERRED, "", people.CLERK)
    visits.end(second.client_ref, "wrong person", people.CLERK)
    assert visits.today() == ()
    with pytest.raises(NotFound):
        visits.end(second.client_ref, "wrong person", people.CLERK)


def test_whoever_is_vaccinated_after_all_that_day_ends_their_visit_and_nobody_elses(
    upload: Upload, visits: Visits
) -> None:
    visits.record(people.draft(1), R.DEFERRED, "unwell", people.CLERK)
    other = visits.record(people.draft(2), R.ABSENT, "", people.CLERK)
    upload.record(1)
    assert visits.today() == (other,)
    assert _rows(upload)[0] == ("deferred", False, "vaccinated")


def test_another_days_visit_stays_when_the_person_is_vaccinated_later(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.DEFERRED, "unwell", people.CLERK)
    upload.clock.pass_by(86_400)
    upload.record(1, given_on="17-01-2021")
    assert visits.day(people.GIVEN_ON) == (noted,)


def test_a_cancelled_vaccination_may_be_followed_by_a_visit_and_that_by_the_needle(
    upload: Upload, visits: Visits
) -> None:
    client_ref = upload.record(1)
    upload.register.void(client_ref, people.CLERK, "ran away")
    visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK)
    assert len(visits.today()) == 1
    upload.record(1)
    assert visits.today() == ()
    upload.settle()
    assert upload.counts().confirmed == 1


def test_nobody_counts_as_vaccinated_and_refused_on_one_day(upload: Upload, visits: Visits) -> None:
    upload.record(1)
    for typed in (people.draft(1), replace(people.draft(1), gender="", birth_year="", id_type="", id_number="")):
        with pytest.raises(VaxDeskError) as refused:
            visits.record(typed, R.REFUSED, "afraid", people.CLERK)
        assert "is recorded as vaccinated" in for_error(refused.value)
    assert _rows(upload) == []
    upload.clock.pass_by(86_400)
    assert visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK) in visits.today()


def test_a_visit_marks_the_entry_of_the_expected_list(upload: Upload, visits: Visits) -> None:
    expected = upload.store.models.Expected
    texts = dict.fromkeys(
        ("gender", "id_type", "id_number", "category", "sub_category", "facility", "dose", "vaccine"), ""
    )
    person = people.draft(1)
    upload.store.write(
        lambda: expected.insert(
            source_hash="h",
            listed_on=people.GIVEN_ON.isoformat(),
            centre="LNJP",
            name=person.name,
            mobile=person.mobile,
            birth_year="",
            portal_ref="",
            remarks="",
            imported_by="x",
            imported_at=0.0,
            **texts,
        ).execute()
    ).result()
    visits.record(person, R.ABSENT, "", people.CLERK)
    with upload.store.reading():
        assert expected.get().visit.result == "absent"


def test_every_result_and_reason_has_its_own_words() -> None:
    assert set(wording.RESULTS) == set(VisitResult) == set(REASONS)
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(wording.REASONS)
    assert len(set(wording.REASONS.values())) == len(wording.REASONS)
    assert all(fits(result, reason) for result, reasons in REASONS.items() for reason in reasons)
    assert max(map(len, REASONS.values())) <= 9, "a number key for each"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_sheet_of_the_day_holds_the_visits_and_is_counted_with_them(
    upload: Upload, visits: Visits, tmp_path: Path, form: SheetFormat
) -> None:
    upload.record(1)
    visits.record(people.draft(2), R.REFUSED, "afraid", people.CLERK)
    visits.record(people.draft(3, centre="PEHOWA"), R.ABSENT, "", people.CLERK)
    export = Export(upload.store, settings.load(tmp_path / "settings.toml"), upload.clock)
    assert export.export(people.GIVEN_ON, "all", form, tmp_path / f"all.{form}", masked=False).rows == 3
    assert export.export(people.GIVEN_ON, "LNJP", form, tmp_path / f"one.{form}", masked=False).rows == 2
