# SPDX-License-Identifier: MIT
"""Visits follow what is recorded: the same person again is a change, and a void, a correction, an import are heeded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.uploads import Upload, upload_in
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.visit import VisitResult
from vaxdesk.errors import NotAccepted, VaxDeskError
from vaxdesk.services.visits import Visits
from vaxdesk.store import intake

R = VisitResult


@pytest.fixture
def upload(tmp_path: Path) -> Iterator[Upload]:
    with upload_in(tmp_path) as made:
        yield made


@pytest.fixture
def visits(upload: Upload) -> Visits:
    return Visits(upload.store, upload.clock)


def _names(visits: Visits) -> list[str]:
    return [visit.name for visit in visits.today()]


def _refused(visits: Visits, person: Draft) -> None:
    visits.record(person, R.REFUSED, "afraid", people.CLERK)


def _audit(upload: Upload, action: str) -> list[tuple[str, str]]:
    line = upload.store.models.Audit
    with upload.store.reading():
        return list(line.select(line.client_ref, line.detail).where(line.action == action).tuples())


def _problems(visits: Visits, **typed: str) -> list[tuple[str, str]]:
    with pytest.raises(NotAccepted) as refused:
        visits.record(people.draft(1, **typed), R.ABSENT, "", people.CLERK)
    assert visits.today() == ()
    return [(problem.field, problem.code) for problem in refused.value.problems]


# -- what is kept of the person --------------------------------------------------------------------------------


def test_a_key_that_was_held_down_in_the_year_stops_no_save_of_the_day(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(7, birth_year="1" * 5000), R.ABSENT, "", people.CLERK)
    assert noted.birth_year == ""
    upload.record(1)
    upload.record(7)
    assert visits.today() == ()


def test_a_year_that_is_on_disk_already_stops_no_save_either(upload: Upload, visits: Visits) -> None:
    _refused(visits, people.draft(7))
    visit = upload.store.models.Visit
    upload.store.write(lambda: visit.update(birth_year="1" * 5000).execute()).result()
    upload.record(7)
    assert visits.today() == ()


@pytest.mark.parametrize("text", ["19", "1986x", "986", "9", "31986"])
def test_a_year_stands_only_with_its_four_digits_and_an_age_becomes_one(visits: Visits, text: str) -> None:
    noted = visits.record(people.draft(1, birth_year=text), R.ABSENT, "", people.CLERK)
    assert noted.birth_year == {"19": "2002", "9": "2012"}.get(text, "")


@pytest.mark.parametrize(("field", "length"), [("name", 101), ("mobile", 21), ("id_number", 26), ("centre", 51)])
def test_a_text_that_is_far_too_long_is_refused(visits: Visits, field: str, length: int) -> None:
    assert _problems(visits, **{field: "a" * length}) == [(field, "too_long")]


def test_what_cannot_be_seen_or_be_a_mobile_or_a_name_is_refused(visits: Visits) -> None:
    assert _problems(visits, name="Asha\u202e Namoona") == [("name", "hidden_characters")]
    assert _problems(visits, mobile="990000000012") == [("mobile", "mobile_length")]
    assert _problems(visits, name="Asha 2341 2341 2345") == [("name", "name_digits")]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("", "2341 2341 2345", ("aadhaar", "2345")),  # one digit wrong
        ("", "2341 2341 2346", ("aadhaar", "2346")),
        ("aadh", "२३४१ २३४१ २३४५", ("aadhaar", "2345")),
        ("", "XXXX XXXX 2345", ("aadhaar", "2345")),
        ("", "2341 2341 22345", ("", "2345")),  # a key that chattered
        ("", "2341 2341 234", ("", "1234")),
        ("aadhaar", "2341 2341 234", ("aadhaar", "")),
        ("", "vxd0000010", ("", "VXD0000010")),
        ("voter_id", "vxd0000010", ("voter_id", "VXD0000010")),
    ],
)
def test_no_twelve_digits_of_no_kind_are_kept(visits: Visits, kind: str, typed: str, kept: tuple[str, str]) -> None:
    noted = visits.record(people.draft(1, id_type=kind, id_number=typed), R.ABSENT, "", people.CLERK)
    assert (noted.id_type, noted.id_number) == kept
    assert visits.today() == (noted,)


def test_why_a_visit_ended_holds_no_aadhaar_and_is_no_novel(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.ABSENT, "", people.CLERK)
    with pytest.raises(VaxDeskError) as refused:
        visits.end(noted.client_ref, "x" * 501, people.CLERK)
    assert refused.value.code == "note_too_long"
    visits.end(noted.client_ref, "is  2341 2341 2346", people.CLERK)
    with upload.store.reading():
        assert upload.store.models.Visit.get().ended_why == "is XXXX XXXX 2346"


# -- the same person again -------------------------------------------------------------------------------------


def test_the_same_person_again_is_a_change_and_the_needle_ends_it(upload: Upload, visits: Visits) -> None:
    age = str(people.GIVEN_ON.year - int(people.draft(2).birth_year))
    first = visits.record(people.draft(2, birth_year=age), R.REFUSED, "afraid", people.CLERK)
    _refused(visits, people.draft(2, mobile="99000 00002", id_type="", id_number="", gender=""))
    last = visits.record(people.draft(2), R.DEFERRED, "unwell", people.CLERK)

    assert visits.today() == (last,)
    assert (last.visited_at, last.result) == (first.visited_at, R.DEFERRED)
    changes = _audit(upload, "change_visit")
    assert (changes[0][0], changes[1][1]) == (first.client_ref, last.client_ref)
    assert [ref for ref, _result in _audit(upload, "visit")] == [first.client_ref]

    upload.record(2)
    assert visits.today() == ()


def test_what_is_not_said_again_holds(visits: Visits) -> None:
    whole = visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK)
    named = Draft(name=whole.name, mobile=whole.mobile)
    again = visits.record(named, R.ABSENT, "", people.CLERK)
    assert (again.gender, again.birth_year, again.category) == (whole.gender, whole.birth_year, whole.category)
    assert (again.id_type, again.id_number) == (whole.id_type, whole.id_number)
    assert visits.today() == (again,)


def test_half_a_mobile_and_a_number_of_no_kind_make_nobody_the_same(visits: Visits) -> None:
    for facts in ({"mobile": "99000"}, {"mobile": "99000"}, {"id_number": "12345"}, {"id_number": "12345"}):
        visits.record(Draft(name="Asha Namoona", birth_year="1970", **facts), R.ABSENT, "", people.CLERK)
    assert len(visits.today()) == 4


def test_another_days_visit_is_no_change(upload: Upload, visits: Visits) -> None:
    _refused(visits, people.draft(1))
    upload.clock.pass_by(86_400)
    _refused(visits, people.draft(1))
    assert len(visits.day(people.GIVEN_ON)) == len(visits.today()) == 1


# -- what is recorded, and what becomes of it ------------------------------------------------------------------


def test_a_void_brings_the_visit_back_and_says_so(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK)
    client_ref = upload.record(1)
    assert visits.today() == ()
    upload.register.void(client_ref, people.CLERK, "it was somebody else")
    assert visits.today() == (noted,)
    assert (
        _audit(upload, "visit_vaccinated") == _audit(upload, "visit_counts_again") == [(noted.client_ref, client_ref)]
    )
    upload.record(1)
    assert visits.today() == ()


def test_a_void_brings_no_visit_back_beside_a_later_one(upload: Upload, visits: Visits) -> None:
    bare = Draft(name=people.draft(3).name, birth_year=people.draft(3).birth_year, mobile=people.draft(3).mobile)
    _refused(visits, bare)
    client_ref = upload.record(3)
    upload.register.correct(client_ref, people.draft(3, mobile="9900000099"), people.CLERK, "")
    later = visits.record(bare, R.ABSENT, "", people.CLERK)
    upload.register.void(client_ref, people.CLERK, "x")
    assert visits.today() == (later,)


def test_a_void_brings_no_visit_back_while_another_dose_of_theirs_stands(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK)
    first = upload.record(1)
    doubled = upload.record(1, id_type="passport", id_number="Z1234567")
    upload.register.void(first, people.CLERK, "x")
    assert visits.today() == ()
    upload.register.void(doubled, people.CLERK, "x")
    assert visits.today() == (noted,)


def test_a_void_brings_no_visit_back_that_somebody_ended_by_hand(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.REFUSED, "afraid", people.CLERK)
    visits.end(noted.client_ref, "noted by mistake", people.CLERK)
    upload.register.void(upload.record(1), people.CLERK, "x")
    assert visits.today() == ()


def test_a_correction_to_somebody_else_brings_the_one_back_and_ends_the_others(upload: Upload, visits: Visits) -> None:
    _refused(visits, people.draft(3))
    _refused(visits, people.draft(4))
    client_ref = upload.record(3)
    assert _names(visits) == [people.draft(4).name]
    upload.register.correct(client_ref, people.draft(4), people.CLERK, "wrong person")
    assert _names(visits) == [people.draft(3).name]


def test_a_correction_in_one_fact_leaves_the_visit_ended(upload: Upload, visits: Visits) -> None:
    _refused(visits, Draft(name=people.draft(3).name, birth_year="1982", mobile=people.draft(3).mobile))
    client_ref = upload.record(3)
    upload.register.correct(client_ref, people.draft(3, mobile="9900000099"), people.CLERK, "")
    upload.register.correct(client_ref, people.draft(3, batch="OTHER1"), people.CLERK, "")
    assert visits.today() == ()


def test_a_correction_to_another_day_brings_the_visit_of_this_day_back(upload: Upload, visits: Visits) -> None:
    _refused(visits, people.draft(1))
    upload.clock.pass_by(86_400)
    _refused(visits, people.draft(1))
    client_ref = upload.record(1, given_on="17-01-2021")
    assert (len(visits.day(people.GIVEN_ON)), len(visits.today())) == (1, 0)
    upload.register.correct(client_ref, people.draft(1), people.CLERK, "it was yesterday")
    assert (len(visits.day(people.GIVEN_ON)), len(visits.today())) == (0, 1)


def test_an_import_ends_visits_too(upload: Upload, visits: Visits) -> None:
    _refused(visits, people.draft(0))
    other = visits.record(people.draft(9), R.ABSENT, "", people.CLERK)
    rows = [intake.NewRow(people.vaccination(n), f"hash {n}") for n in range(3)]
    upload.store.write(lambda: intake.add(upload.store, rows, people.CLERK, upload.clock.now())).result()
    assert visits.today() == (other,)
    assert len(_audit(upload, "visit_vaccinated")) == 1


def test_a_visit_that_came_back_can_be_changed(upload: Upload, visits: Visits) -> None:
    noted = visits.record(people.draft(1), R.ABSENT, "", people.CLERK)
    upload.register.void(upload.record(1), people.CLERK, "mistake")
    changed = visits.change(noted.client_ref, R.REFUSED, "afraid", people.CLERK)
    assert visits.today() == (changed,)
