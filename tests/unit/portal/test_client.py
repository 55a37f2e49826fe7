# SPDX-License-Identifier: MIT
"""The client against the practice portal: what it concludes, held against what the portal did."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.unit.portal.conftest import CENTRES, Served, item, item_of
from vaxdesk.domain.beneficiary import IdType
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, Weather
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.errors import SettingsError
from vaxdesk.portal import PortalConfig, open_portal
from vaxdesk.portal.practice import PracticePortal
from vaxdesk.portal.practice.mischief import COMMITTING, Mischief
from vaxdesk.portal.protocol import Portal

Serve = Callable[..., Served]
K = OutcomeKind


def look(client: Portal, given: OutboxItem) -> Outcome:
    (outcome,) = client.find_by_mobile([given])
    return outcome


def test_a_person_and_a_dose_go_through_and_are_found_again(serve: Serve) -> None:
    practice, client = serve()
    assert look(client, item()).kind is K.ABSENT
    registered = client.register(item())
    assert registered.kind is K.FOUND
    assert registered.match is not None
    ours = item(portal_ref=registered.match.portal_ref)
    assert client.find_by_reference(ours).match == PortalMatch(ours.portal_ref, dose_proven=False)
    assert client.vaccinate(ours).match == PortalMatch(ours.portal_ref, dose_proven=True)
    assert client.find_by_reference(ours).match == PortalMatch(ours.portal_ref, dose_proven=True)
    assert look(client, ours).match == PortalMatch(ours.portal_ref, dose_proven=True)
    ledger = practice.ledger()
    assert [person["name"] for person in ledger["registrations"]] == [ours.vaccination.beneficiary.name]
    assert [dose["date"] for dose in ledger["doses"]] == ["16-01-2021"]


def test_a_second_dose_says_when_the_first_was(serve: Serve) -> None:
    practice, client = serve()
    reference = registered_reference(client)
    given_on = date(2021, 1, 16)
    second = replace(item().vaccination, dose=2, dose1_on=given_on - timedelta(days=28), dose1_vaccine="COVISHIELD")
    assert client.vaccinate(item_of(second, reference)).kind is K.FOUND
    assert practice.ledger()["doses"][0]["dose"] == 2
    early = replace(second, given_on=given_on - timedelta(days=1))
    refused = client.vaccinate(item_of(early, registered_reference(client, 1)))
    assert (refused.kind, refused.field) == (K.REFUSED, "dose")


def registered_reference(client: Portal, n: int = 0, **changed: object) -> str:
    outcome = client.register(item(n, **changed))
    assert outcome.match is not None
    return outcome.match.portal_ref


def test_a_dose_with_another_date_is_a_conflict(serve: Serve) -> None:
    _practice, client = serve()
    reference = registered_reference(client)
    client.vaccinate(item(portal_ref=reference))
    other_day = replace(item().vaccination, given_on=date(2021, 1, 17))
    assert client.vaccinate(item_of(other_day, reference)).kind is K.ALREADY
    for outcome in (client.find_by_reference(item_of(other_day, reference)), look(client, item_of(other_day))):
        assert (outcome.kind, outcome.code) == (K.CONFLICT, "dose_differs")


def test_twins_on_the_portal_are_for_a_person_to_decide(serve: Serve) -> None:
    _practice, client = serve()
    registered_reference(client)
    registered_reference(client)
    outcome = look(client, item())
    assert (outcome.kind, outcome.code) == (K.CONFLICT, "several_people")


def test_another_of_the_same_mobile_is_not_ours(serve: Serve) -> None:
    _practice, client = serve()
    registered_reference(client)
    assert look(client, item(0, name="Someone Else")).kind is K.ABSENT


def test_somebody_elses_reference_is_a_conflict(serve: Serve) -> None:
    _practice, client = serve()
    reference = registered_reference(client, 1)
    outcome = client.find_by_reference(item(2, portal_ref=reference))
    assert (outcome.kind, outcome.code) == (K.CONFLICT, "person_differs")


def test_a_reference_that_the_portal_does_not_know_is_refused(serve: Serve) -> None:
    _practice, client = serve()
    unknown = item(portal_ref="1" * 14)
    for step in (client.find_by_reference, client.vaccinate):
        outcome = step(unknown)
        assert (outcome.kind, outcome.code, outcome.http_status) == (K.REFUSED, "reference_unknown", 404)


def test_a_reference_of_a_list_finds_only_the_very_person(serve: Serve) -> None:
    _practice, client = serve()
    reference = registered_reference(client, 1)
    found = client.find_by_reference(replace(item(1), listed_ref=reference))
    assert (found.kind, found.match) == (K.FOUND, PortalMatch(reference))
    for other in (item(2), item(1, name="Someone Else")):
        assert client.find_by_reference(replace(other, listed_ref=reference)).kind is K.ABSENT
    unknown = client.find_by_reference(replace(item(1), listed_ref="1" * 14))
    assert (unknown.kind, unknown.words, unknown.calls) == (K.ABSENT, "", 1)


def test_a_listed_reference_of_another_form_costs_no_call(serve: Serve) -> None:
    practice, client = serve()
    outcome = client.find_by_reference(replace(item(1), listed_ref="EMP-7"))
    assert (outcome.kind, outcome.calls) == (K.ABSENT, 0)
    assert practice.ledger()["calls"] == []


def test_a_fifth_person_of_one_mobile_is_refused_in_the_portals_words(serve: Serve) -> None:
    _practice, client = serve()
    for n in range(4):
        assert client.register(item(n, mobile="9900000000")).kind is K.FOUND
    outcome = client.register(item(4, mobile="9900000000"))
    assert (outcome.kind, outcome.field) == (K.REFUSED, "mobile")
    assert outcome.words.startswith("Maximum 4")


def test_a_whole_id_under_another_mobile_is_refused_but_four_digits_are_no_identity(serve: Serve) -> None:
    _practice, client = serve()
    passport = {"id_type": IdType.PASSPORT, "id_number": "Z1234567"}
    assert client.register(item(0, **passport)).kind is K.FOUND
    outcome = client.register(item(1, **passport))
    assert (outcome.kind, outcome.field) == (K.REFUSED, "id_number")
    aadhaar = {"id_type": IdType.AADHAAR, "id_number": "1234"}
    assert client.register(item(2, **aadhaar)).kind is K.FOUND
    assert client.register(item(3, **aadhaar)).kind is K.FOUND


def test_a_wrong_key_is_told_of_and_not_tried_again_here(serve: Serve) -> None:
    practice, client = serve(key="wrong")
    outcome = client.register(item())
    assert (outcome.kind, outcome.weather) == (K.SIGN_IN, Weather.SIGNED_OUT)
    assert [call["status"] for call in practice.ledger()["calls"]] == [401]


def test_one_person_costs_three_calls_and_little_of_the_line() -> None:
    practice = PracticePortal()
    client = open_portal(PortalConfig("practice", practice.start(), "k" * 40, 1.0, 2.0, CENTRES))
    first = client.register(item(1))  # so that the costs are those of a connection that stands
    looked = look(client, item())
    registered = client.register(item())
    assert registered.match is not None
    given = client.vaccinate(item(0, registered.match.portal_ref))
    client.close()
    practice.stop()
    steps = (looked, registered, given)
    assert [first.calls, *(outcome.calls for outcome in steps)] == [1, 1, 1, 1]
    assert sum(outcome.bytes_sent for outcome in steps) < 1200
    assert sum(outcome.bytes_received for outcome in steps) < 700


def test_a_ping_tells_a_portal_from_another_address() -> None:
    practice = PracticePortal()
    base_url = practice.start()
    codes = []
    for address in (base_url, base_url.removesuffix("/api") + "/other"):
        client = open_portal(PortalConfig("cowin", address, "key", 1.0, 2.0, {}))
        assert client.host == "127.0.0.1"
        outcome = client.ping()
        codes.append((outcome.kind, outcome.code))
        client.close()
    practice.stop()
    assert codes == [(K.FOUND, "reachable"), (K.STOP, "path_unknown")]


EXPECTED = {
    Mischief.NONE: (K.FOUND, "registered"),
    Mischief.SLOW: (K.FOUND, "registered"),
    Mischief.DROPPED_BEFORE: (K.LOST, "connection_lost"),
    Mischief.DROPPED_AFTER: (K.LOST, "connection_lost"),
    Mischief.CUT_AFTER: (K.LOST, "answer_cut"),
    Mischief.LATE_COMMIT: (K.LOST, "connection_lost"),
    Mischief.UNAVAILABLE: (K.LATER, "busy"),
    Mischief.UNAVAILABLE_UNTIL: (K.LATER, "busy"),
    Mischief.TOO_MANY: (K.LATER, "too_many_calls"),
    Mischief.BLOCKED: (K.LATER, "blocked"),
    Mischief.UNAUTHENTICATED: (K.SIGN_IN, "key_not_taken"),
    Mischief.FAULT_BEFORE: (K.LOST, "server_error"),
    Mischief.FAULT_AFTER: (K.LOST, "server_error"),
    Mischief.TIMEOUT_AFTER: (K.LOST, "server_error"),
    Mischief.HTML: (K.LOST, "captive"),
    Mischief.EMPTY_OBJECT: (K.LOST, "odd_answer"),
    Mischief.NO_CONTENT: (K.LOST, "empty_answer"),
    Mischief.LAGGING: (K.FOUND, "registered"),
    Mischief.FORGOTTEN: (K.FOUND, "registered"),  # of a dose only
}


@pytest.mark.parametrize("kind", Mischief)
def test_whatever_is_done_to_a_registration_it_is_never_taken_for_undone(serve: Serve, kind: Mischief) -> None:
    practice, client = serve(kind)
    outcome = client.register(item())
    assert (outcome.kind, outcome.code) == EXPECTED[kind]
    practice.stop()  # a late commit happens now at the latest
    ledger = practice.ledger()
    first = ledger["calls"][0]
    assert (first["mischief"], first["committed"]) == (kind.value, kind in COMMITTING)
    if len(ledger["registrations"]) == 1:
        assert outcome.kind in (K.FOUND, K.LOST)
    else:
        assert outcome.kind in (K.LATER, K.LOST, K.SIGN_IN)


@pytest.mark.parametrize("kind", Mischief)
def test_whatever_is_done_to_a_dose_it_is_never_taken_for_given_or_not_given(serve: Serve, kind: Mischief) -> None:
    practice, client = serve(Mischief.NONE, kind)
    outcome = client.vaccinate(item(portal_ref=registered_reference(client)))
    practice.stop()
    assert outcome.kind is EXPECTED[kind][0]
    doses = len(practice.ledger()["doses"])
    assert doses == (kind in COMMITTING and kind is not Mischief.FORGOTTEN)
    if outcome.kind is K.FOUND:
        assert outcome.match is not None
        assert outcome.match.dose_proven
    elif doses:
        assert outcome.kind is K.LOST


@pytest.mark.parametrize("kind", [kind for kind in Mischief if EXPECTED[kind][0] is not K.FOUND])
def test_a_spoiled_look_proves_nothing(serve: Serve, kind: Mischief) -> None:
    practice, client = serve(kind)
    outcome = look(client, item())
    assert (outcome.kind, outcome.code) == EXPECTED[kind]
    assert not outcome.may_have_worked
    assert not any(call["committed"] for call in practice.ledger()["calls"])


@pytest.mark.parametrize("kind", [Mischief.UNAVAILABLE_UNTIL, Mischief.TOO_MANY])
def test_the_wait_that_the_portal_asks_for_is_passed_on(serve: Serve, kind: Mischief) -> None:
    _practice, client = serve(kind)
    assert client.register(item()).retry_after_s == 2.0


def test_a_portal_that_has_gone_was_certainly_not_reached(serve: Serve) -> None:
    practice, client = serve()
    assert client.register(item()).kind is K.FOUND  # so that a connection is kept
    practice.stop()
    outcome = client.register(item(1))
    assert (outcome.kind, outcome.weather) == (K.NOT_SENT, Weather.OFFLINE)


def test_four_threads_may_use_one_client(serve: Serve) -> None:
    practice, client = serve()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda n: client.register(item(n)), range(40)))
    references = {outcome.match.portal_ref for outcome in outcomes if outcome.match}
    assert len(references) == len(practice.ledger()["registrations"]) == 40


def test_what_cannot_be_said_is_refused_without_a_call(serve: Serve) -> None:
    practice, client = serve()
    outcome = client.register(item(0, name="x" * 101))
    assert (outcome.kind, outcome.code, outcome.field) == (K.REFUSED, "cannot_be_sent", "name")
    elsewhere = item_of(replace(item().vaccination, centre="NOWHERE"), "1" * 14)
    assert client.vaccinate(elsewhere).field == "centre"
    assert practice.ledger()["calls"] == []


@pytest.mark.parametrize(
    ("kind", "base_url", "key", "code"),
    [
        ("divoc", "https://portal.example/api", "key", "portal_kind"),
        ("cowin", "https://portal.example/api", "", "portal_key_missing"),
        ("cowin", "http://portal.example/api", "key", "portal_address"),
        ("practice", "https://portal.example/api", "key", "portal_address"),
        ("cowin", "https://portal.example/api", "a\nb", "portal_key_bad"),
    ],
)
def test_a_configuration_that_cannot_work_is_refused(kind: str, base_url: str, key: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        open_portal(PortalConfig(kind, base_url, key, 1.0, 2.0, CENTRES))
    assert caught.value.code == code


def test_the_key_is_not_shown_with_the_configuration() -> None:
    assert "secret" not in repr(PortalConfig("cowin", "https://portal.example", "secret", 1.0, 2.0, {}))


def test_once_the_portal_has_asked_to_wait_nothing_else_leaves(serve: Serve) -> None:
    practice, client = serve(Mischief.UNAVAILABLE_UNTIL)
    asked = look(client, item())
    assert asked.retry_after_s
    held = client.register(item(1))
    assert (held.kind, held.code, held.weather, held.calls) == (K.NOT_SENT, "held_back", Weather.BUSY, 0)
    assert len(practice.ledger()["calls"]) == 1
