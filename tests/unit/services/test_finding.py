# SPDX-License-Identifier: MIT
"""Finding people: by whatever a clerk has of them, each once, the likeliest first, with the dose that is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support import people, stores
from tests.support.uploads import Upload, upload_in
from vaxdesk import identity
from vaxdesk.domain.expected import ExpectedPerson
from vaxdesk.domain.found import VACCINATED, Found, FoundKind
from vaxdesk.errors import NotFound
from vaxdesk.services.finding import Finding
from vaxdesk.store import expected, found

TODAY = people.GIVEN_ON
SOMEBODY = ExpectedPerson(
    listed_on=TODAY,
    centre="LNJP",
    name="सुनीता देवी",
    gender="female",
    birth_year="1958",
    mobile="9876543210",
    id_type="voter_id",
    id_number="KLP1234567",
    category="aged_60",
    facility="Namoona Ward",
    dose="1",
    portal_ref="23456789012345",
)


class Room:
    """A desk with a list, for finding."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.finding = Finding(upload.store, stores.reference_table(), upload.clock)
        self._listed = 0

    def expect(self, *some: ExpectedPerson) -> None:
        """Put ``some`` on the list."""
        store = self.upload.store
        new = [expected.NewEntry(one, f"row-{self._listed + n}") for n, one in enumerate(some)]
        self._listed += len(some)
        store.write(lambda: expected.add(store, new, people.CLERK, self.upload.clock.now())).result()

    def names(self, text: str, limit: int = 12) -> list[str]:
        """Return the names found."""
        return [found.name for found in self.finding.find(text, limit)]

    def only(self, text: str) -> Found:
        """Return the one person found."""
        (found,) = self.finding.find(text)
        return found


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a desk on a still clock with an empty list."""
    with upload_in(tmp_path) as upload:
        yield Room(upload)


@pytest.mark.parametrize(
    "text",
    [
        *("s", "sun", "Sunita", "सुन", "सुनीता", "SUNITA DEVI", "dev sun", "देवी सु", "suneeta d", "sunita देवी"),
        *("210", "3210", "9876543210", "+91 98765 43210", "98765-43210", "4567", "KLP1234567", "2345"),
        *("23456789012345", "sunita 3210", "4567 dev", "3210 4567"),
    ],
)
def test_an_expected_person_is_found_by(room: Room, text: str) -> None:
    room.expect(SOMEBODY, replace(SOMEBODY, name="Ramesh Kumar", mobile="9123456789", id_number="", portal_ref=""))
    assert room.names(text) == ["सुनीता देवी"]


@pytest.mark.parametrize(
    "text", ["", " ", "21", "-", "...", "%", "_", "ita", "sunita ram", "987654321", "sunita 9999", "x' OR 1=1"]
)
def test_nobody_is_found_by(room: Room, text: str) -> None:
    room.expect(SOMEBODY)
    assert room.names(text) == []


def test_a_whole_aadhaar_finds_its_last_four(room: Room) -> None:
    room.expect(replace(SOMEBODY, id_type="aadhaar", id_number="2346"))
    assert room.names("2341 2341 2346") == ["सुनीता देवी"]
    assert room.names("234123412346") == ["सुनीता देवी"]


def test_a_recorded_person_is_found_by_receipt_and_says_when_the_next_dose_is_due(room: Room) -> None:
    ref = room.upload.record(6)
    found = room.only(identity.receipt_number(1))
    draft = people.draft(6)
    assert (found.kind, found.name, found.mobile) == (FoundKind.RECORDED, draft.name, draft.mobile)
    assert (found.state, found.client_ref, found.given_on) == (VACCINATED, ref, TODAY)
    assert (found.dose_due, found.due_from) == ("2", TODAY + timedelta(days=28))
    assert found.receipt_no == identity.receipt_number(1)


def test_nothing_is_due_after_the_second_dose(room: Room) -> None:
    room.upload.record(6)
    room.upload.clock.pass_by(40 * 86_400)
    room.upload.record(6, dose="2", given_on="20-02-2021")
    found = room.only(people.draft(6).mobile)
    assert (found.dose_due, found.due_from, found.given_on) == ("", None, date(2021, 2, 20))
    assert room.finding.fill(found).dose == ""
    assert room.names(identity.receipt_number(1)) == room.names(identity.receipt_number(2)[1:]) == [found.name]


def test_many_under_one_mobile_do_not_hide_a_second_dose(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office gives its own mobile for all; one of them is on the list under a name that is nobody's here."""
    monkeypatch.setattr(found, "MOST_OF_ONE_MOBILE", 6)
    office = "9900009999"
    for n in range(4):
        room.upload.record(n, mobile=office)
    room.upload.clock.pass_by(40 * 86400)
    second = {"dose": "2", "dose1_on": f"{people.GIVEN_ON:%d-%m-%Y}", "dose1_vaccine": "COVISHIELD"}
    for n in range(4):
        room.upload.record(n, mobile=office, given_on=f"{room.upload.clock.today():%d-%m-%Y}", **second)
    room.expect(replace(SOMEBODY, mobile=office))
    last = people.draft(3).name
    shown = {one.name: one for one in room.finding.find(office)}
    assert len(shown) == 5
    assert (shown[last].given_on, shown[last].dose_due) == (room.upload.clock.today(), "")


def test_who_is_expected_and_recorded_is_shown_once(room: Room) -> None:
    draft = people.draft(6)
    same = replace(SOMEBODY, name=draft.name, mobile=draft.mobile, birth_year=draft.birth_year, dose="2", portal_ref="")
    room.expect(same, replace(same, listed_on=TODAY + timedelta(days=30)))
    assert [found.kind for found in room.finding.find(draft.name)] == [FoundKind.EXPECTED]
    room.upload.record(6)
    found = room.only(draft.name)
    assert (found.kind, found.listed_on, found.dose_due) == (FoundKind.RECORDED, TODAY + timedelta(days=30), "2")
    assert found.expected_id is not None


def test_the_vaccinated_of_the_list_are_found_as_recorded(room: Room) -> None:
    draft = people.draft(6)
    room.expect(replace(SOMEBODY, name=draft.name, mobile=draft.mobile, birth_year="", portal_ref="77665544332211"))
    ref = room.upload.record(6)
    found = room.only("2211")
    assert (found.kind, found.client_ref, found.listed_on) == (FoundKind.RECORDED, ref, TODAY)
    room.upload.register.void(ref, people.CLERK, "typed twice")
    found = room.only("2211")
    assert (found.kind, found.state) == (FoundKind.EXPECTED, "")


def test_today_comes_first_then_whole_words_then_the_newest(room: Room) -> None:
    later = replace(SOMEBODY, listed_on=TODAY + timedelta(days=3), id_number="", portal_ref="")
    names = ("Devraj Namoona", "Dev Namoona", "Devika Namoona", "Devi Kalpit", "Devaki Kalpit")
    room.expect(*(replace(later, name=name, mobile=f"988880000{n}") for n, name in enumerate(names)))
    room.expect(replace(SOMEBODY, name="Devendra Kalpit", mobile="9888800009"))
    assert room.names("dev")[:2] == ["Devendra Kalpit", "Dev Namoona"]
    assert room.names("dev")[2:] == ["Devaki Kalpit", "Devi Kalpit", "Devika Namoona", "Devraj Namoona"]
    assert room.names("dev", limit=3) == ["Devendra Kalpit", "Dev Namoona", "Devaki Kalpit"]


def test_a_family_on_one_mobile_stays_several(room: Room) -> None:
    family = [replace(SOMEBODY, name=name, id_number="", portal_ref="") for name in ("Asha Devi", "Usha Devi")]
    room.expect(*family)
    assert sorted(room.names("3210")) == ["Asha Devi", "Usha Devi"]


def test_a_corrected_name_finds_and_the_old_one_does_not(room: Room) -> None:
    ref = room.upload.record(6)
    mobile = people.draft(6).mobile
    room.upload.register.correct(ref, people.draft(6, name="Gurpreet Kaur"), people.CLERK, "misheard")
    assert room.names("gurprit") == ["Gurpreet Kaur"]
    assert room.names(people.draft(6).name) == []
    assert room.names(mobile) == ["Gurpreet Kaur"]


def test_the_portals_reference_finds_once_it_is_stored(room: Room) -> None:
    room.upload.record(6)
    room.upload.settle()
    reference = room.only(people.draft(6).mobile).portal_ref
    assert reference
    assert room.names(reference) == room.names(reference[-5:]) == [people.draft(6).name]


def test_an_expected_person_fills_what_the_list_says(room: Room) -> None:
    room.expect(SOMEBODY)
    draft = room.finding.fill(room.only("sunita"))
    assert (draft.name, draft.mobile, draft.birth_year, draft.dose) == ("सुनीता देवी", "9876543210", "1958", "1")
    assert (draft.id_type, draft.id_number, draft.category) == ("voter_id", "KLP1234567", "aged_60")
    assert (draft.vaccine, draft.batch, draft.given_on, draft.dose1_on) == ("", "", "", "")


def test_a_recorded_person_fills_the_second_dose(room: Room) -> None:
    room.upload.record(6)
    draft = room.finding.fill(room.only(people.draft(6).mobile))
    typed = people.draft(6)
    assert (draft.name, draft.id_number, draft.category) == (typed.name, typed.id_number, typed.category)
    assert (draft.dose, draft.dose1_on, draft.dose1_vaccine) == ("2", "16-01-2021", "COVISHIELD")
    assert (draft.batch, draft.vial, draft.given_on, draft.page, draft.remarks) == ("", "", "", "", "")


def test_somebody_who_is_gone_cannot_fill_a_form(room: Room) -> None:
    with pytest.raises(NotFound):
        room.finding.fill(Found(FoundKind.EXPECTED, 99, "Nobody"))
    with pytest.raises(NotFound):
        room.finding.fill(Found(FoundKind.RECORDED, 99, "Nobody", client_ref="none"))
