# SPDX-License-Identifier: MIT
"""The table of outcomes, row by row, and that nothing a portal can answer makes it raise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent, Traffic
from vaxdesk.portal.codes import CODES, Code
from vaxdesk.portal.outcomes import field_of, of_answer, of_failure, parse_object, plain_words, retry_after_s

NOW = datetime(2021, 1, 16, 10, 0, tzinfo=UTC)
K, W = OutcomeKind, Weather
HTML = "text/html"


def answered(status: int, body: object = b"", kind: str = "application/json", fault: Code | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, kind, body=raw, fault=fault)


def meaning(answer: Answer, *, look: bool = False) -> Outcome:
    outcome = of_answer(answer, look=look, now=NOW)
    assert isinstance(outcome, Outcome)
    return outcome


def error(code: str, words: str = "Something is wrong") -> dict[str, str]:
    return {"errorCode": code, "error": words}


ROWS = [
    # status, body, content type, kind, code, weather
    (301, b"", HTML, K.STOP, Code.REDIRECTED, W.CAPTIVE),
    (302, b"<html>", HTML, K.STOP, Code.REDIRECTED, W.CAPTIVE),
    (307, b"", "", K.STOP, Code.REDIRECTED, W.CAPTIVE),
    (401, b"Unauthenticated access!", "text/plain", K.SIGN_IN, Code.KEY_NOT_TAKEN, W.SIGNED_OUT),
    (401, error("X"), "application/json", K.SIGN_IN, Code.KEY_NOT_TAKEN, W.SIGNED_OUT),
    (429, {"error": "Too Many Requests"}, "application/json", K.LATER, Code.TOO_MANY_CALLS, W.BUSY),
    (503, b"<html>busy", HTML, K.LATER, Code.BUSY, W.BUSY),
    (403, b"<html>Request blocked", HTML, K.LATER, Code.BLOCKED, W.BUSY),
    (403, {"message": "Forbidden"}, "application/json", K.STOP, Code.NOT_ENTITLED, W.STOPPED),
    (405, b"<html>405", HTML, K.STOP, Code.NOT_OPENED, W.STOPPED),
    (410, b"<html>410", HTML, K.STOP, Code.NOT_OPENED, W.STOPPED),
    (410, error("X"), "application/json", K.STOP, Code.NOT_OPENED, W.STOPPED),
    (404, b"<html>404", HTML, K.STOP, Code.PATH_UNKNOWN, W.STOPPED),
    (404, {"message": "Not Found"}, "application/json", K.STOP, Code.PATH_UNKNOWN, W.STOPPED),
    (404, error("USRAUT0024"), "application/json", K.REFUSED, Code.REFERENCE_UNKNOWN, W.FINE),
    (400, error("USRAUT0024"), "application/json", K.REFUSED, Code.REFERENCE_UNKNOWN, W.FINE),
    (400, error("APPOIN0006"), "application/json", K.STOP, Code.CENTRE_NOT_KNOWN, W.STOPPED),
    (400, error("APPOIN0015"), "application/json", K.STOP, Code.CENTRE_NOT_KNOWN, W.STOPPED),
    (400, error("GERR001"), "application/json", K.LOST, Code.SERVER_ERROR, W.BUSY),
    (500, error("GERR001"), "application/json", K.LOST, Code.SERVER_ERROR, W.BUSY),
    (500, b"", "", K.LOST, Code.SERVER_ERROR, W.BUSY),
    (502, b"<html>", HTML, K.LOST, Code.SERVER_ERROR, W.BUSY),
    (504, {"message": "Endpoint request timed out"}, "application/json", K.LOST, Code.SERVER_ERROR, W.BUSY),
    (599, b"", "", K.LOST, Code.SERVER_ERROR, W.BUSY),
    (407, b"<html>proxy", HTML, K.LOST, Code.CAPTIVE, W.CAPTIVE),
    (511, b"<html>sign in", HTML, K.LOST, Code.CAPTIVE, W.CAPTIVE),
    (200, b"<!DOCTYPE html>", HTML, K.LOST, Code.CAPTIVE, W.CAPTIVE),
    (200, b" \n<html>", "application/json", K.LOST, Code.CAPTIVE, W.CAPTIVE),
    (200, b"\xef\xbb\xbf<html>", "", K.LOST, Code.CAPTIVE, W.CAPTIVE),
    (200, b"", "application/json", K.LOST, Code.EMPTY_ANSWER, W.FINE),
    (204, b"", "", K.LOST, Code.EMPTY_ANSWER, W.FINE),
    (200, {}, "application/json", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (200, [1], "application/json", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (200, {"a": 1}, "text/plain", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (200, b'{"a": 1', "application/json", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (200, b'{"a": NaN}', "application/json", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (101, b"", "", K.LOST, Code.ODD_ANSWER, W.BUSY),
    (208, {"beneficiary_reference_id": "1" * 14}, "application/json", K.ALREADY, Code.ALREADY_THERE, W.FINE),
    (409, error("APPOIN0040"), "application/json", K.ALREADY, Code.ALREADY_THERE, W.FINE),
    (400, error("X", "Person already registered"), "application/json", K.ALREADY, Code.ALREADY_THERE, W.FINE),
    (422, error("X", "Already vaccinated."), "application/json", K.ALREADY, Code.ALREADY_THERE, W.FINE),
    (400, error("APPOIN0047"), "application/json", K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
    (422, error("X"), "application/json", K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
    (413, b"<html>", HTML, K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
    (414, b"<html>", HTML, K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
    (431, b"<html>", HTML, K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
    (418, b"", "", K.REFUSED, Code.PORTAL_REFUSED, W.FINE),
]


@pytest.mark.parametrize(("status", "body", "content_type", "kind", "code", "weather"), ROWS)
@pytest.mark.parametrize("look", [True, False])
def test_an_answer_means_what_the_table_says(
    status: int, body: object, content_type: str, kind: K, code: Code, weather: W, look: bool
) -> None:
    outcome = meaning(answered(status, body, content_type), look=look)
    assert (outcome.kind, outcome.code, outcome.weather) == (kind, code.value, weather)
    assert outcome.http_status == status


def test_a_usable_answer_is_handed_back_as_its_json() -> None:
    assert of_answer(answered(200, {"a": 1}), look=False, now=NOW) == {"a": 1}
    with_bom = answered(200, b"\xef\xbb\xbf" + b'{"a": 1}', "application/problem+json")
    assert of_answer(with_bom, look=False, now=NOW) == {"a": 1}


@pytest.mark.parametrize("fault", [Code.ANSWER_CUT, Code.ANSWER_TOO_LARGE, Code.READ_TIMEOUT])
@pytest.mark.parametrize("status", [200, 400, 403, 404, 405, 409])
def test_a_broken_body_leaves_the_outcome_unknown(status: int, fault: Code) -> None:
    outcome = meaning(answered(status, {"beneficiary_reference_id": "1" * 14}, fault=fault))
    assert (outcome.kind, outcome.code) == (K.LOST, fault.value)


@pytest.mark.parametrize(("status", "kind"), [(503, K.LATER), (429, K.LATER), (401, K.SIGN_IN), (302, K.STOP)])
def test_a_status_that_needs_no_body_counts_although_the_body_broke(status: int, kind: K) -> None:
    assert meaning(answered(status, b"<", fault=Code.ANSWER_CUT)).kind is kind


def test_a_write_that_was_only_taken_in_is_not_done() -> None:
    taken_in = answered(202, {"beneficiary_reference_id": "1" * 14})
    assert meaning(taken_in).kind is K.LOST
    assert of_answer(taken_in, look=True, now=NOW) == {"beneficiary_reference_id": "1" * 14}


def test_only_a_write_that_met_503_must_be_looked_for() -> None:
    assert meaning(answered(503)).may_have_worked
    assert not meaning(answered(503), look=True).may_have_worked
    assert not meaning(answered(429)).may_have_worked
    assert not meaning(answered(403, b"<html>", HTML)).may_have_worked


def test_only_an_empty_answer_may_be_looked_for_at_once() -> None:
    assert meaning(answered(204)).look_now
    assert not meaning(answered(200, {})).look_now


THROTTLED = {"message": "Throughput exceeds", "code": "ThrottlingException", "retryable": True}


@pytest.mark.parametrize("body", [THROTTLED, {"retryable": True}, {"code": "ThrottlingException"}])
@pytest.mark.parametrize("status", [400, 500])
def test_a_throttled_look_comes_back_later_and_a_throttled_write_is_lost(status: int, body: object) -> None:
    assert meaning(answered(status, body), look=True).kind is K.LATER
    assert meaning(answered(status, body), look=False).kind is K.LOST


@pytest.mark.parametrize("code", [Code.NO_ADDRESS, Code.UNREACHABLE, Code.CONNECT_TIMEOUT, Code.TLS_FAILED])
def test_what_never_left_is_not_sent_and_offline(code: Code) -> None:
    outcome = of_failure(NotSent(code, Traffic(1.5, 0, 0)))
    assert (outcome.kind, outcome.code, outcome.weather) == (K.NOT_SENT, code.value, W.OFFLINE)
    assert outcome.seconds == 1.5


def test_a_lost_answer_is_lost_with_what_it_cost() -> None:
    outcome = of_failure(AnswerLost(Code.READ_TIMEOUT, Traffic(45.0, 408, 12)))
    assert (outcome.kind, outcome.code) == (K.LOST, "read_timeout")
    assert (outcome.bytes_sent, outcome.bytes_received, outcome.http_status) == (408, 12, None)


DATE = "Sat, 16 Jan 2021 08:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "date", "wait_s"),
    [
        (None, None, None),
        ("", None, None),
        ("120", None, 120.0),
        (" 7 ", None, 7.0),
        ("1.5", None, 1.5),
        ("0", None, 1.0),
        ("-5", None, 1.0),
        ("86400", None, 1800.0),
        ("9" * 5000, None, 1800.0),
        ("60, 120", None, 120.0),
        ("120, soon", None, 1.0),
        ("60,", None, 1.0),
        ("+5", None, 1.0),
        ("0x10", None, 1.0),
        ("1 2", None, 1.0),
        ("7;q=1", None, 1.0),
        ("\x00", None, 1.0),
        ("soon", None, 1.0),
        ("nan", None, 1.0),
        ("inf", None, 1.0),
        ("1e9", None, 1.0),
        ("१२", None, 1.0),
        ("Sat, 16 Jan 2021 08:01:00 GMT", DATE, 60.0),
        ("Sat, 16 Jan 2021 13:31:00 +0530", DATE, 60.0),
        ("Sat, 16 Jan 2021 10:01:30 GMT", None, 90.0),
        ("Sat, 16 Jan 2021 10:01:30 GMT", "no date", 90.0),
        ("Sat, 16 Jan 2021 10:01:30 -0000", None, 90.0),
        ("Fri, 15 Jan 2021 08:00:00 GMT", DATE, 1.0),
        ("Thu, 16 Jan 2031 08:00:00 GMT", DATE, 1800.0),
        ("Sat, 99 Jan 2021 08:00:00 GMT", DATE, 1.0),
    ],
)
def test_retry_after_is_kept_between_a_second_and_half_an_hour(
    text: str | None, date: str | None, wait_s: float | None
) -> None:
    answer = Answer(503, retry_after=text, date=date)
    assert retry_after_s(answer, NOW) == wait_s
    assert meaning(answer).retry_after_s == wait_s


@pytest.mark.parametrize(
    ("date", "seconds", "skew_s"),
    [
        ("Sat, 16 Jan 2021 10:00:00 GMT", 0.0, 0.0),
        ("Sat, 16 Jan 2021 09:59:59 GMT", 2.0, 0.0),  # a second ago, when the answer left
        ("Sat, 16 Jan 2021 10:05:00 GMT", 1.0, 300.5),
        ("Sat, 16 Jan 2021 09:00:00 GMT", 0.0, -3600.0),
        ("Sat, 16 Jan 2021 15:30:00 +0530", 0.0, 0.0),
        ("Fri, 16 Jan 1970 10:00:00 GMT", 0.0, -1609459200.0),
        (None, 1.0, None),
        ("", 1.0, None),
        ("yesterday", 1.0, None),
    ],
)
def test_the_skew_is_what_the_answers_own_date_says(date: str | None, seconds: float, skew_s: float | None) -> None:
    answer = Answer(204, date=date, traffic=Traffic(seconds, 0, 0))
    assert meaning(answer).skew_s == skew_s


def test_who_answers_in_the_portals_place_has_no_word_on_the_time() -> None:
    for status, body in ((302, b""), (200, b"<html>"), (511, b"")):
        assert meaning(Answer(status, HTML, date=DATE, body=body)).skew_s is None


@given(st.text())
def test_no_date_ever_raises(date: str) -> None:
    skew = meaning(Answer(204, date=date)).skew_s
    assert skew is None or abs(skew) < 1e12


@pytest.mark.parametrize("status", [403, 408, 429, 500, 502, 503, 504])
def test_a_portal_in_trouble_may_say_when_to_come_back(status: int) -> None:
    assert meaning(Answer(status, HTML, retry_after="5", body=b"<html>")).retry_after_s == 5.0


@pytest.mark.parametrize("status", [200, 302, 400, 401, 511])
def test_nobody_else_may(status: int) -> None:
    assert meaning(Answer(status, HTML, retry_after="1800", body=b"<html>")).retry_after_s is None


def test_ten_thousand_waits_of_any_form_keep_to_their_bounds() -> None:
    dice = Random(1)
    pieces = [*"0123456789", ",", ".", "-", "+", " ", ":", "GMT", "Sat, ", "16 Jan 2021 ", "08:00:00", "e", "9" * 400]
    for _ in range(10_000):
        text = "".join(dice.choices(pieces, k=dice.randint(1, 8)))
        wait = retry_after_s(Answer(503, retry_after=text, date=dice.choice((None, DATE, text))), NOW)
        assert (wait is None) is (not text.strip())
        assert wait is None or 1.0 <= wait <= 1800.0


@given(st.text(), st.text())
def test_no_retry_after_ever_raises_or_leaves_its_bounds(text: str, date: str) -> None:
    wait = retry_after_s(Answer(503, retry_after=text, date=date), NOW)
    assert wait is None or 1.0 <= wait <= 1800.0


@given(
    status=st.integers(100, 999),
    kind=st.sampled_from(["", HTML, "application/json", "text/plain"]),
    body=st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()),
    look=st.booleans(),
)
def test_no_answer_ever_raises_or_has_a_code_without_a_name(status: int, kind: str, body: bytes, look: bool) -> None:
    outcome = of_answer(Answer(status, kind, body=body), look=look, now=NOW)
    if isinstance(outcome, Outcome):
        assert outcome.code in CODES
        assert outcome.match is None
    else:
        assert 200 <= status < 300


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe{",
        b"null",
        b"[]",
        b'{"a":1}{"a":1}',
        b'{"a":Infinity}',
        b'{"a":' * 100_000,
        b'{"a":' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_object_is_none(body: bytes) -> None:
    assert parse_object(body) is None


def test_words_are_one_line_of_plain_characters() -> None:
    assert plain_words("Name\x00 of\n\n\tthe \u202eindividual\u2066 is\u200b <b>required</b>!") == (
        "Name of the individual is <b>required</b>!"
    )
    assert plain_words("क\u094d\u200dष") == "क\u094d\u200dष"
    assert len(plain_words("x" * 1_000_000)) == 300


def test_words_never_repeat_a_whole_aadhaar() -> None:
    assert plain_words("ID 9999 4105 7058 is in use") == "ID XXXX XXXX 7058 is in use"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Mobile is Required", "mobile"),
        ("Maximum 4 beneficiaries can be registered with one mobile number", "mobile"),
        ("This photo ID number has been registered via Mobile Number XXX XXX 9999", "id_number"),
        ("Name of individual is required!", "name"),
        ("vaccinator_name is not valid", "vaccinator"),
        ("birth_year is not valid", "birth_year"),
        ("Minimum age is 18", "birth_year"),
        ("gender_id is not valid", "gender"),
        ("vaccine_batch is not valid", "batch"),
        ("The second dose is not due before 13-02-2021", "dose"),
        ("The first dose was of a different vaccine", "vaccine"),
        ("dose1_date is not valid", "dose1_on"),
        ("dose2_date is not valid", "given_on"),
        ("Something went wrong", ""),
    ],
)
def test_the_field_is_guessed_from_the_words(words: str, field: str) -> None:
    assert field_of(words) == field
    outcome = meaning(answered(400, error("X", words)))
    assert (outcome.kind, outcome.words, outcome.field) == (K.REFUSED, words, field)


def test_an_id_used_under_another_mobile_is_refused_and_not_already_there() -> None:
    words = "ID proof has been registered via Mobile Number XXX XXX 9999"
    assert meaning(answered(400, error("X", words))).kind is K.REFUSED
