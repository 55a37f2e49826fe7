# SPDX-License-Identifier: MIT
"""The practice portal by itself: its rules, its ledger and its mischief."""

from __future__ import annotations

import hashlib
import http.client
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest

from tests.support.clocks import StillClock
from vaxdesk.portal.practice import PROFILES, PracticePortal
from vaxdesk.portal.practice.mischief import Mischief, Plan, plan

NEW = "/api/v2/vaccinator/beneficiaries/new"
VACCINATE = "/api/v2/vaccinator/beneficiaries/vaccinate"
FIND = "/api/v2/vaccinator/beneficiaries/findByMobile?mobile_number="
FIND_BY_REFERENCE = "/api/v2/vaccinator/beneficiaries/findByReferenceId?beneficiary_reference_id="
PERSON: dict[str, object] = {
    "name": "Asha Namoona",
    "birth_year": "1980",
    "gender_id": 2,
    "mobile_number": "9900000001",
    "photo_id_type": 8,
    "photo_id_number": "Z1234567",
    "consent_version": "1",
}
DOSE: dict[str, object] = {
    "center_id": 563048,
    "vaccine": "COVISHIELD",
    "vaccine_batch": "4120Z005",
    "dose": 1,
    "dose1_date": "16-01-2021",
    "vaccinator_name": "Sister Kalpit",
}
EARLIER = {
    "calm": "ebd8576d1d29d552",
    "slow": "1e2eff596957bacc",
    "busy": "61410662ad1f9167",
    "lossy": "dfdc17f01ff70877",
    "hostile": "72ce495ceb1db3ef",
}
"""Digests of the plans of profiles that figures have been published of: what a seed stands for must not change."""


class Caller:
    """Calls one portal over one kept connection."""

    def __init__(self, portal: PracticePortal) -> None:
        self.portal = portal
        self._connection = http.client.HTTPConnection(urlsplit(portal.start()).netloc, timeout=5)

    def __call__(
        self, method: str, path: str, body: Mapping[str, object] | bytes | None = None, key: str = "k"
    ) -> tuple[int, str, bytes]:
        raw = json.dumps(body).encode() if isinstance(body, Mapping) else body
        self._connection.request(method, path, raw, {"x-api-key": key} if key else {})
        answer = self._connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()

    def register(self, **changed: object) -> tuple[int, dict[str, object]]:
        status, _kind, body = self("POST", NEW, {**PERSON, **changed})
        return status, json.loads(body)

    def vaccinate(self, reference: object, **changed: object) -> tuple[int, dict[str, object]]:
        body = {**DOSE, "beneficiary_reference_id": reference, **changed}
        status, _kind, raw = self("POST", VACCINATE, {k: v for k, v in body.items() if v is not None})
        return status, json.loads(raw)

    def close(self) -> None:
        self._connection.close()
        self.portal.stop()


@pytest.fixture
def call() -> Iterator[Caller]:
    caller = Caller(PracticePortal("calm"))
    yield caller
    caller.close()


def test_a_person_is_shown_masked_as_the_real_portal_does(call: Caller) -> None:
    _status, registered = call.register()
    reference = registered["beneficiary_reference_id"]
    assert len(str(reference)) == 14
    call.vaccinate(reference)
    _status, _kind, body = call("GET", FIND + "9900000001")
    (shown,) = json.loads(body)["beneficiaries"]
    assert shown["mobile_number"] == "0001"
    assert shown["photo_id_number"] == "XXXXXXXX4567"
    assert (shown["gender"], shown["photo_id_type"]) == ("Female", "Passport")
    assert (shown["dose1_date"], shown["dose2_date"]) == ("16-01-2021", "")
    assert (shown["vaccine"], shown["vaccination_status"]) == ("COVISHIELD", "Partially Vaccinated")


def test_the_very_same_person_again_becomes_a_twin_in_the_ledger(call: Caller) -> None:
    assert [call.register()[0] for _ in range(2)] == [200, 200]
    assert len(call.portal.ledger()["registrations"]) == 2


def test_the_same_dose_again_stands_twice_in_the_ledger_and_another_is_refused(call: Caller) -> None:
    reference = call.register()[1]["beneficiary_reference_id"]
    assert [call.vaccinate(reference)[0] for _ in range(2)] == [200, 200]
    assert call.vaccinate(reference, dose1_date="17-01-2021")[0] == 409
    assert call.vaccinate(reference, vaccine="COVAXIN")[0] == 409
    assert len(call.portal.ledger()["doses"]) == 2


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"dose2_date": "13-02-2021"}, 200),
        ({"dose2_date": "12-02-2021"}, 400),
        ({"dose2_date": "13-02-2021", "vaccine": "COVAXIN"}, 400),
        ({"dose2_date": None}, 400),
    ],
)
@pytest.mark.parametrize("first_given_here", [True, False])
def test_a_second_dose_is_held_to_the_first(
    call: Caller, changed: dict[str, object], status: int, first_given_here: bool
) -> None:
    reference = call.register()[1]["beneficiary_reference_id"]
    if first_given_here:
        call.vaccinate(reference)
    elif changed.get("vaccine"):
        status = 200  # of a first dose given elsewhere the vaccine is not said
    assert call.vaccinate(reference, dose=2, **changed)[0] == status


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"birth_year": 1980},
        {"birth_year": "80"},
        {"gender_id": 4},
        {"gender_id": "2"},
        {"gender_id": True},
        {"mobile_number": "5900000001"},
        {"photo_id_type": 3},
        {"photo_id_number": "123"},
        {"comorbidity_ind": "no"},
        {"nickname": "A"},
    ],
)
def test_a_person_outside_the_contract_is_refused_with_a_code(call: Caller, changed: dict[str, object]) -> None:
    status, refused = call.register(**changed)
    assert (status, sorted(refused)) == (400, ["error", "errorCode"])
    assert call.portal.ledger()["registrations"] == []


@pytest.mark.parametrize(
    "changed",
    [{"dose1_date": "31-02-2021"}, {"dose1_date": "2021-01-16"}, {"vaccine": "HOPE"}, {"center_id": 0}, {"dose": 3}],
)
def test_a_dose_outside_the_contract_is_refused(call: Caller, changed: dict[str, object]) -> None:
    reference = call.register()[1]["beneficiary_reference_id"]
    assert call.vaccinate(reference, **changed)[0] == 400


def test_odd_requests_get_the_answers_of_the_real_portal(call: Caller) -> None:
    assert call("GET", "/api/v2/nothing")[:2] == (404, "text/html")
    assert call("GET", NEW)[:2] == (405, "text/html")
    assert call("POST", NEW, PERSON, key="") == (401, "text/plain", b"Unauthenticated access!")
    assert call("POST", NEW, b"[" * 100_000)[0] == 400
    assert call("GET", "/api/v2/registration/beneficiary/idTypes")[0] == 200
    assert call.vaccinate("1" * 14)[0] == 404


def test_the_ledger_of_calls_names_paths_without_people(call: Caller) -> None:
    call("GET", FIND + "9900000001")
    (line,) = call.portal.ledger()["calls"]
    assert set(line) == {"n", "at", "method", "path", "status", "mischief", "committed"}
    assert (line["n"], line["path"], line["status"]) == (1, FIND.partition("?")[0], 200)


def test_a_late_commit_happens_even_when_the_portal_is_stopped_at_once() -> None:
    caller = Caller(PracticePortal(plan=lambda _number: Plan(Mischief.LATE_COMMIT, wait_s=60.0)))
    with pytest.raises(ConnectionError):
        caller.register()
    caller.close()
    assert len(caller.portal.ledger()["registrations"]) == 1


def test_a_forgotten_dose_is_answered_like_any_and_stands_nowhere() -> None:
    plans = (Mischief.FORGOTTEN, Mischief.FORGOTTEN, Mischief.FORGOTTEN, Mischief.NONE, Mischief.NONE)
    caller = Caller(PracticePortal(plan=lambda number: Plan(plans[number - 1])))
    reference = caller.register()[1]["beneficiary_reference_id"]
    assert caller.vaccinate(reference) == (200, {"beneficiary_reference_id": reference})
    assert caller.vaccinate(reference, center_id=0)[0] == 400  # it still looks at what it is sent
    (shown,) = json.loads(caller("GET", FIND + "9900000001")[2])["beneficiaries"]
    assert shown["dose1_date"] == ""
    assert caller.vaccinate(reference)[0] == 200
    caller.close()
    ledger = caller.portal.ledger()
    assert [call["committed"] for call in ledger["calls"]] == [True, False, False, False, True]
    assert (len(ledger["registrations"]), len(ledger["doses"])) == (1, 1)


@pytest.mark.parametrize("find", [FIND + "9900000001", FIND_BY_REFERENCE + "48770000000001"])
def test_a_look_that_is_behind_shows_what_stood_then(find: str) -> None:
    clock = StillClock()
    behind = Plan(Mischief.LAGGING, wait_s=1.5)
    plan_of = {1: Plan(Mischief.NONE), 3: Plan(Mischief.NONE)}
    caller = Caller(PracticePortal(plan=lambda number: plan_of.get(number, behind), clock=clock))

    def shown() -> list[str]:
        people = json.loads(caller("GET", find)[2]).get("beneficiaries", [])
        return [person["dose1_date"] for person in people]

    reference = caller.register()[1]["beneficiary_reference_id"]
    before_registered = shown()
    clock.pass_by(10.0)
    caller.vaccinate(reference)
    before_given = shown()
    clock.pass_by(1.5)
    afterwards = shown()
    caller.close()
    assert (before_registered, before_given, afterwards) == ([], [""], ["16-01-2021"])


@pytest.mark.parametrize("profile", PROFILES)
def test_a_seed_repeats_itself_and_another_differs(profile: str) -> None:
    once = [plan(profile, 7, n) for n in range(1, 300)]
    assert [plan(profile, 7, n) for n in range(1, 300)] == once
    assert profile == "calm" or [plan(profile, 8, n) for n in range(1, 300)] != once


def test_each_profile_keeps_to_its_kinds() -> None:
    for name, profile in PROFILES.items():
        kinds = Counter(plan(name, 1, n).mischief for n in range(1, 2001))
        spoiled = 2000 - kinds.pop(Mischief.NONE, 0)
        assert set(kinds) == set(profile.kinds) - {Mischief.NONE}
        assert abs(spoiled / 2000 - profile.share) < 0.05
    assert {kind for profile in PROFILES.values() for kind in profile.kinds} == set(Mischief)


@pytest.mark.parametrize(("profile", "digest"), EARLIER.items())
def test_a_seed_means_what_it_always_meant(profile: str, digest: str) -> None:
    plans = [plan(profile, seed, n) for seed in range(20) for n in range(1, 301)]
    assert hashlib.sha256(repr(plans).encode()).hexdigest()[:16] == digest


def test_no_wait_is_as_long_as_the_clients_first_settle_wait() -> None:
    plans = [plan(name, seed, n) for name in PROFILES for seed in range(3) for n in range(500)]
    assert max(p.wait_s for p in plans) <= 1.5
    assert {p.retry_after_s for p in plans if p.mischief is Mischief.TOO_MANY} == {1, 2}
    assert all(p.cut < 1.0 for p in plans)
