# SPDX-License-Identifier: MIT
"""What a person is shown of those whom the portal holds, and what one look says of a family."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.people import vaccination
from tests.unit.portal.conftest import Served, item, item_of
from tests.unit.portal.test_client import Serve, registered_reference
from vaxdesk.domain.beneficiary import Beneficiary, Gender, IdType
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, PortalPerson
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.portal.cowin import readings
from vaxdesk.portal.practice.mischief import Mischief

REFERENCE = "48770000000001"
PERSON = Beneficiary("Asha R. Namoona", Gender.FEMALE, 1980, "9900000001", IdType.AADHAAR, "1234")
GIVEN = replace(vaccination(0), beneficiary=PERSON, dose=1, given_on=date(2021, 1, 16), vaccine="COVISHIELD")
HELD: dict[str, object] = {
    "beneficiary_reference_id": REFERENCE,
    "name": "Asha R. Namoona",
    "birth_year": "1980",
    "gender": "Female",
    "mobile_number": "0001",
    "photo_id_type": "Aadhaar Card",
    "photo_id_number": "XXXXXXXX1234",
    "vaccine": "COVAXIN",
    "dose1_date": "15-01-2021",
    "dose2_date": "Invalid date",
}
SHOWN = PortalPerson(
    REFERENCE,
    name="Asha R. Namoona",
    birth_year="1980",
    gender="Female",
    mobile="0001",
    id_type="Aadhaar Card",
    id_number="XXXXXXXX1234",
    vaccine="COVAXIN",
    dose1_on="15-01-2021",
)
K = OutcomeKind


def looked(*people: dict[str, object]) -> Outcome:
    return readings.read_people({"beneficiaries": list(people)}, GIVEN)


def test_a_dose_that_differs_shows_the_person_as_the_portal_does() -> None:
    outcome = looked(HELD)
    assert (outcome.code, outcome.people) == ("dose_differs", (SHOWN,))


def test_a_person_who_differs_is_shown() -> None:
    other = {**HELD, "name": "Ravi Kalpit", "birth_year": "1978", "photo_id_number": "XXXXXXXX9999"}
    outcome = readings.read_person(other, REFERENCE, GIVEN)
    assert outcome.code == "person_differs"
    assert [person.name for person in outcome.people] == ["Ravi Kalpit"]


def test_of_several_people_only_those_like_ours_are_shown_and_ten_at_most() -> None:
    alike = [{**HELD, "beneficiary_reference_id": f"487700000000{n:02}"} for n in range(12)]
    outcome = looked({**HELD, "name": "Somebody Else"}, *alike)
    assert outcome.code == "several_people"
    assert [person.portal_ref for person in outcome.people] == [f"487700000000{n:02}" for n in range(10)]


@pytest.mark.parametrize("dose1_date", ["", "16-01-2021"])
def test_whoever_is_found_is_shown_too(dose1_date: str) -> None:
    outcome = looked({**HELD, "dose1_date": dose1_date, "vaccine": "COVISHIELD"})
    assert outcome.kind is K.FOUND
    assert outcome.people == (replace(SHOWN, dose1_on=dose1_date, vaccine="COVISHIELD"),)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (1980, "1980"),
        (None, ""),
        (True, ""),
        (["x"], ""),
        ({"a": 1}, ""),
        (" Invalid Date ", ""),
        ("two\nlines\x00 and\u202e more", "two lines and more"),
        ("\ud800ok", "ok"),
        ("9999 4105 7058", "XXXX XXXX 7058"),
        ("999941057058", "XXXX XXXX 7058"),
        (999941057058, "XXXX XXXX 7058"),
        ("x" * 5000, "x" * 100),
    ],
)
def test_odd_texts_are_shown_tame(told: object, shown: str) -> None:
    keys = ("name", "birth_year", "gender", "mobile_number", "photo_id_type", "photo_id_number", "vaccine")
    person = readings.shown({**dict.fromkeys((*keys, "dose1_date", "dose2_date"), told), **{"a": 1}})
    assert person == PortalPerson("", *([shown] * 9))


def test_one_look_says_of_each_of_a_family_what_is_theirs(serve: Serve) -> None:
    practice, client = serve()
    reference = registered_reference(client, 0, mobile="9900000000")
    registered_reference(client, 1, mobile="9900000000")
    registered_reference(client, 1, mobile="9900000000")
    family = [item(n, mobile="9900000000") for n in range(3)]
    first, second, third = client.find_by_mobile(family)
    assert first.match == PortalMatch(reference)
    assert (second.kind, second.code, len(second.people)) == (K.CONFLICT, "several_people", 2)
    assert third.kind is K.ABSENT
    assert [call["path"] for call in practice.ledger()["calls"][3:]] == [
        "/api/v2/vaccinator/beneficiaries/findByMobile"
    ]
    assert (first.calls, first.http_status, first.bytes_sent > 0, first.bytes_received > 0) == (1, 200, True, True)
    for shared in (second, third):
        assert (shared.calls, shared.http_status, shared.seconds) == (0, None, 0.0)
        assert (shared.bytes_sent, shared.bytes_received) == (0, 0)


@pytest.mark.parametrize("kind", [Mischief.DROPPED_BEFORE, Mischief.TOO_MANY, Mischief.UNAUTHENTICATED, Mischief.HTML])
def test_a_look_that_failed_failed_for_all_of_the_family_and_is_paid_once(serve: Serve, kind: Mischief) -> None:
    _practice, client = serve(kind)
    told = client.find_by_mobile([item(n, mobile="9900000000") for n in range(4)])
    assert len({(outcome.kind, outcome.code, outcome.retry_after_s) for outcome in told}) == 1
    assert [outcome.calls for outcome in told] == [1, 0, 0, 0]
    assert [outcome.bytes_sent > 0 for outcome in told] == [True, False, False, False]


@pytest.mark.parametrize("items", [[], [item(0), item(1)]])
def test_people_of_other_mobiles_cannot_share_a_look(serve: Serve, items: list[OutboxItem]) -> None:
    practice, client = serve()
    with pytest.raises(ValueError, match="unpack"):
        client.find_by_mobile(items)
    assert practice.ledger()["calls"] == []


def test_what_is_refused_here_costs_no_call(serve: Serve) -> None:
    _practice, client = serve()
    assert client.register(item(0, name="x" * 101)).calls == 0
    assert client.vaccinate(item_of(replace(item().vaccination, centre="NOWHERE"), "1" * 14)).calls == 0


def test_an_answer_tells_how_far_the_portals_clock_is_from_ours(serve: Serve) -> None:
    served: Served = serve()
    skew = served[1].ping().skew_s
    assert skew is not None
    assert abs(skew) < 5.0  # the same clock; a Date has whole seconds
