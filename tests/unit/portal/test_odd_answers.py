# SPDX-License-Identifier: MIT
"""The client against answers that are cut, swollen, forged or of another shape: none of them proves anything."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Callable, Sequence

import pytest

from tests.support.raw_server import RawServer, answering, json_answer
from tests.unit.portal.conftest import CENTRES, item
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.portal import PortalConfig, open_portal
from vaxdesk.portal.protocol import Portal

K = OutcomeKind
REFERENCE = "48770000000001"
OURS = item(portal_ref=REFERENCE)
WHO = OURS.vaccination.beneficiary
HELD: dict[str, object] = {
    "beneficiary_reference_id": REFERENCE,
    "name": WHO.name,
    "birth_year": str(WHO.birth_year),
    "gender": "Female",
    "mobile_number": WHO.mobile[-4:],
    "photo_id_type": "Aadhaar Card",
    "photo_id_number": "XXXXXXXX" + WHO.id_number[-4:],
    "vaccine": "COVISHIELD",
    "dose1_date": "16-01-2021",
    "dose2_date": "",
}
TAKEN = json.dumps({"beneficiary_reference_id": REFERENCE}).encode()
SHOWN = json.dumps({"beneficiaries": [HELD]}).encode()
NOBODY = b'{"beneficiaries": []}'

Step = Callable[[Portal], Outcome]
STEPS: dict[str, tuple[Step, bytes, K]] = {
    "register": (lambda portal: portal.register(OURS), TAKEN, K.FOUND),
    "vaccinate": (lambda portal: portal.vaccinate(OURS), TAKEN, K.FOUND),
    "find_by_reference": (lambda portal: portal.find_by_reference(OURS), SHOWN, K.FOUND),
    "find_by_mobile": (lambda portal: portal.find_by_mobile([OURS])[0], SHOWN, K.FOUND),
    "find_nobody": (lambda portal: portal.find_by_mobile([OURS])[0], NOBODY, K.ABSENT),
}


def told(step: str, raws: Sequence[bytes]) -> list[Outcome]:
    """Return what ``step`` makes of each of ``raws``, each on a connection of its own."""
    outcomes = []
    with RawServer(*(answering(raw) for raw in raws)) as server:
        portal = open_portal(PortalConfig("practice", f"http://127.0.0.1:{server.port}/api", "k", 1.0, 2.0, CENTRES))
        for _raw in raws:
            outcomes.append(STEPS[step][0](portal))
            assert server.closed.acquire(timeout=5)
        portal.close()
    return outcomes


def ended_by_the_close(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + body


@pytest.mark.parametrize("framed", [json_answer, ended_by_the_close])
@pytest.mark.parametrize("step", STEPS)
def test_an_answer_cut_at_any_byte_of_its_body_proves_nothing(step: str, framed: Callable[[bytes], bytes]) -> None:
    _step, body, proof = STEPS[step]
    whole = framed(body)
    cuts = [whole[: len(whole) - left] for left in range(1, len(body) + 1)]
    assert {outcome.kind for outcome in told(step, cuts)} == {K.LOST}
    assert told(step, [whole])[0].kind is proof


SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "twice": lambda body: json_answer(body * 2),
    "longer": lambda body: json_answer(body).replace(b"Content-Length: ", b"Content-Length: 1"),
    "shorter": lambda body: json_answer(body).replace(b"Content-Length: ", b"Content-Length: 1\r\nX: "),
    "listed": lambda body: json_answer(b"[" + body + b"]"),
    "deep": lambda body: json_answer(b'{"a":' * 10_000 + body + b"}" * 10_000),
    "nan": lambda body: json_answer(body.replace(b"{", b'{"n": NaN, ', 1)),
    "quotes": lambda body: json_answer(body.replace(b'"', b"'")),
    "utf16": lambda body: json_answer(body.decode().encode("utf-16")),
    "latin": lambda body: json_answer(body + b"\xff"),
    "not_gzip": lambda body: json_answer(body, extra=b"Content-Encoding: gzip\r\n"),
    "text": lambda body: json_answer(body).replace(b"application/json", b"text/plain"),
    "taken_in": lambda body: json_answer(body, status=202) if body == TAKEN else json_answer(b""),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("spoil", SPOILS)
def test_an_answer_of_another_form_proves_nothing(step: str, spoil: str) -> None:
    assert told(step, [SPOILS[spoil](STEPS[step][1])])[0].kind is K.LOST


@pytest.mark.parametrize("step", ["register", "vaccinate", "find_by_reference", "find_by_mobile"])
def test_a_byte_order_mark_and_gzip_change_nothing(step: str) -> None:
    body = STEPS[step][1]
    packed = json_answer(gzip.compress(body), extra=b"Content-Encoding: gzip\r\n")
    assert {outcome.kind for outcome in told(step, [json_answer(b"\xef\xbb\xbf" + body), packed])} == {K.FOUND}


@pytest.mark.parametrize("field", [field for field in HELD if field not in ("mobile_number", "dose2_date")])
@pytest.mark.parametrize("drifted", [None, 1, True, "", [], {}, "x", ["x"]])
def test_a_field_that_changed_its_shape_proves_no_dose(field: str, drifted: object) -> None:
    changed = json.dumps({"beneficiaries": [{**HELD, field: drifted}]}).encode()
    without = json.dumps({"beneficiaries": [{key: HELD[key] for key in HELD if key != field}]}).encode()
    for step in ("find_by_reference", "find_by_mobile"):
        for outcome in told(step, [json_answer(changed), json_answer(without)]):
            known_otherwise = step == "find_by_reference" and not field.startswith(("dose", "vaccine", "beneficiary"))
            assert known_otherwise or outcome.match is None or not outcome.match.dose_proven


@pytest.mark.parametrize("step", ["vaccinate", "find_by_reference"])
def test_an_answer_about_somebody_else_proves_nothing(step: str) -> None:
    body = STEPS[step][1].replace(REFERENCE.encode(), b"48770000000002")
    assert told(step, [json_answer(body)])[0].kind is K.LOST


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_takes_no_memory(layers: int) -> None:
    bomb = bytes(100 * 1024 * 1024)
    for _ in range(layers):
        bomb = gzip.compress(bomb, compresslevel=6)
    encoding = b"Content-Encoding: " + b", ".join([b"gzip"] * layers) + b"\r\n"
    raw = json_answer(bomb, extra=encoding)
    tracemalloc.start()
    outcome = told("register", [raw])[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (outcome.kind, outcome.code) == (K.LOST, "answer_too_large")
    assert peak < 50 * 1024 * 1024


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("step", STEPS)
def test_a_redirect_stops_the_upload_and_nothing_is_sent_there(step: str, status: int) -> None:
    seen: list[bytes] = []
    with RawServer(answering(json_answer(STEPS[step][1]), seen)) as elsewhere:
        location = b"Location: http://localhost:%d/api/v2/there\r\n" % elsewhere.port
        outcome = told(step, [json_answer(b"", status=status, extra=location)])[0]
    assert (outcome.kind, outcome.code, outcome.weather) == (K.STOP, "redirected", Weather.CAPTIVE)
    assert seen == []


@pytest.mark.parametrize("status", [413, 414, 431])
def test_what_is_too_large_for_the_portal_is_for_a_person_and_not_repeated(status: int) -> None:
    page = b"HTTP/1.1 %d X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>" % status
    outcome = told("register", [page])[0]
    assert (outcome.kind, outcome.weather) == (K.REFUSED, Weather.FINE)


@pytest.mark.parametrize("status", [404, 405, 410])
def test_a_call_that_is_gone_stops_the_upload(status: int) -> None:
    page = b"HTTP/1.1 %d X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>" % status
    for step in STEPS:
        outcome = told(step, [page])[0]
        assert (outcome.kind, outcome.weather) == (K.STOP, Weather.STOPPED)


def test_a_retry_after_that_comes_twice_is_kept_at_its_longest() -> None:
    raw = json_answer(b"{}", status=503, extra=b"Retry-After: 60\r\nRetry-After: 120\r\n")
    assert told("register", [raw])[0].retry_after_s == 120.0
