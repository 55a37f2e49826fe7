# SPDX-License-Identifier: MIT
"""What an exchange proved: status, headers, body or failure -> one Outcome, by one table.

Pure: the time is handed in, nothing is sent, and no answer, however odd, makes it raise. What a usable answer
says of a person is not read here: it goes back as a JSON object for ``cowin/readings.py``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Final, NoReturn

from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.identity import hide_aadhaar
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent, Traffic
from vaxdesk.portal.codes import Code

JsonObject = Mapping[str, object]

MAX_WORDS: Final = 300
MIN_RETRY_AFTER_S: Final = 1.0
MAX_RETRY_AFTER_S: Final = 1800.0

_SECONDS: Final = re.compile(r"\d+(\.\d*)?", re.ASCII)
_ALREADY: Final = re.compile(r"already (been )?(registered|vaccinated|recorded|exists)", re.IGNORECASE)
_JOINERS: Final = "\u200c\u200d"

# What the portal's words are most likely about; the first that fits.
_FIELD_WORDS: Final = tuple(
    (field, re.compile(pattern, re.IGNORECASE))
    for field, pattern in (
        ("id_number", r"photo.?id|\bid.?(proof|number|card)|identity|aadhaar"),
        ("mobile", r"mobile|phone"),
        ("vaccinator", r"vaccinator"),
        ("birth_year", r"birth|\bage\b|\byear"),
        ("gender", r"gender"),
        ("batch", r"batch"),
        ("centre", r"\bcent(er|re)"),
        ("dose1_on", r"dose.?1.?date"),
        ("given_on", r"dose.?2.?date|\bdate\b"),
        ("dose", r"interval|\bdue\b"),
        ("vaccine", r"vaccine\b"),
        ("dose", r"dose"),
        ("name", r"\bname\b"),
    )
)


def of_failure(failure: NotSent | AnswerLost) -> Outcome:
    """Return what a missing answer means."""
    if failure.code is Code.HELD_BACK:
        outcome = Outcome(OutcomeKind.NOT_SENT, failure.code.value, Weather.BUSY, calls=0)
    elif isinstance(failure, NotSent):
        outcome = Outcome(OutcomeKind.NOT_SENT, failure.code.value, Weather.OFFLINE)
    else:
        outcome = Outcome(OutcomeKind.LOST, failure.code.value, Weather.BUSY)
    return with_traffic(outcome, failure.traffic)


def of_answer(answer: Answer, *, look: bool, now: datetime) -> Outcome | JsonObject:
    """Return the JSON object of a usable answer, else what the answer means.

    ``look`` says that the request could change nothing; ``now`` is this desk's aware time.
    """
    reply = _Reply(answer, look)
    rule = next((rule for rule in _RULES if rule.applies(reply)), None)
    if rule is None:
        return reply.document or {}
    outcome = Outcome(
        rule.kind,
        (rule.code or answer.fault or Code.ODD_ANSWER).value,
        rule.weather,
        may_have_worked=rule.may_have_worked and not look,
        look_now=rule.look_now,
    )
    if rule.weather is Weather.BUSY:
        outcome = replace(outcome, retry_after_s=retry_after_s(answer, now))
    if rule.kind in (OutcomeKind.REFUSED, OutcomeKind.ALREADY):
        outcome = replace(outcome, words=reply.words, field=field_of(reply.words))
    return stamped(outcome, answer, now)


def stamped(outcome: Outcome, answer: Answer, now: datetime) -> Outcome:
    """Return ``outcome`` with the status, the cost and the clock of the exchange it came from, which ended ``now``."""
    # Who answers in the portal's place has no word on the time.
    skew = None if outcome.weather is Weather.CAPTIVE else skew_s(answer, now)
    return with_traffic(replace(outcome, http_status=answer.status, skew_s=skew), answer.traffic)


def with_traffic(outcome: Outcome, traffic: Traffic) -> Outcome:
    """Return ``outcome`` with the cost of its exchange."""
    return replace(
        outcome,
        seconds=traffic.seconds,
        bytes_sent=traffic.bytes_sent,
        bytes_received=traffic.bytes_received,
    )


def shared(told: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return what one request told of several people, with its status and its cost on the first alone."""
    first, *others = told
    return (
        first,
        *(replace(other, calls=0, http_status=None, seconds=0.0, bytes_sent=0, bytes_received=0) for other in others),
    )


class _Reply:
    """An answer with the readings that the rules ask for, each made once."""

    def __init__(self, answer: Answer, look: bool) -> None:
        self.status = answer.status
        self.fault = answer.fault
        self.look = look
        self._answer = answer

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300

    @cached_property
    def empty(self) -> bool:
        return not self._answer.body.strip()

    @cached_property
    def html(self) -> bool:
        start = self._answer.body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
        return "html" in self._answer.content_type or start.startswith(b"<")

    @cached_property
    def document(self) -> JsonObject | None:
        """The body as a JSON object, None when it is anything else."""
        kind = self._answer.content_type
        if self.fault or not (kind == "application/json" or kind.endswith("+json")):
            return None
        return parse_object(self._answer.body)

    def text(self, key: str) -> str:
        value = (self.document or {}).get(key)
        return value if isinstance(value, str) else ""

    @cached_property
    def error_code(self) -> str:
        return self.text("errorCode")

    @cached_property
    def throttled(self) -> bool:
        document = self.document or {}
        return self.text("code") == "ThrottlingException" or document.get("retryable") is True

    @cached_property
    def words(self) -> str:
        return plain_words(self.text("error") or self.text("message"))


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of the table.

    Attributes:
        code: None takes the fault of the answer.
    """

    applies: Callable[[_Reply], bool]
    kind: OutcomeKind
    code: Code | None
    weather: Weather
    may_have_worked: bool = False
    look_now: bool = False


_K, _W = OutcomeKind, Weather

# The first row that applies holds; an answer that none applies to is usable. The order matters: what the
# status alone settles comes before what needs a whole body.
_RULES: Final = (
    # answered by something that is not the portal
    _Rule(lambda r: 300 <= r.status < 400, _K.STOP, Code.REDIRECTED, _W.CAPTIVE),
    _Rule(lambda r: r.status in (407, 511), _K.LOST, Code.CAPTIVE, _W.CAPTIVE),
    _Rule(lambda r: r.succeeded and r.html, _K.LOST, Code.CAPTIVE, _W.CAPTIVE),
    # come back later
    _Rule(lambda r: r.status == 401, _K.SIGN_IN, Code.KEY_NOT_TAKEN, _W.SIGNED_OUT),
    _Rule(lambda r: r.status == 429, _K.LATER, Code.TOO_MANY_CALLS, _W.BUSY),
    _Rule(lambda r: r.status == 503, _K.LATER, Code.BUSY, _W.BUSY, may_have_worked=True),
    _Rule(lambda r: r.throttled and r.look, _K.LATER, Code.THROTTLED, _W.BUSY),
    # the portal may or may not have worked
    _Rule(lambda r: r.error_code == "GERR001" or r.throttled, _K.LOST, Code.SERVER_ERROR, _W.BUSY),
    _Rule(lambda r: r.error_code in ("APPOIN0006", "APPOIN0015"), _K.STOP, Code.CENTRE_NOT_KNOWN, _W.STOPPED),
    _Rule(lambda r: r.status >= 500 or r.status == 408, _K.LOST, Code.SERVER_ERROR, _W.BUSY),
    _Rule(lambda r: r.fault is not None, _K.LOST, None, _W.BUSY),
    _Rule(lambda r: r.succeeded and r.empty, _K.LOST, Code.EMPTY_ANSWER, _W.FINE, look_now=True),
    _Rule(lambda r: r.succeeded and not r.document, _K.LOST, Code.ODD_ANSWER, _W.BUSY),
    _Rule(lambda r: r.status < 200, _K.LOST, Code.ODD_ANSWER, _W.BUSY),
    _Rule(lambda r: r.status == 202 and not r.look, _K.LOST, Code.ODD_ANSWER, _W.FINE),  # taken in, not yet done
    # it does not serve us
    _Rule(lambda r: r.status == 403 and r.document is not None, _K.STOP, Code.NOT_ENTITLED, _W.STOPPED),
    _Rule(lambda r: r.status == 403, _K.LATER, Code.BLOCKED, _W.BUSY),
    _Rule(lambda r: r.status in (405, 410), _K.STOP, Code.NOT_OPENED, _W.STOPPED),
    _Rule(lambda r: r.status == 404 and not r.error_code, _K.STOP, Code.PATH_UNKNOWN, _W.STOPPED),
    # it refuses this one
    _Rule(
        lambda r: r.status == 404 or r.error_code == "USRAUT0024",
        _K.REFUSED,
        Code.REFERENCE_UNKNOWN,
        _W.FINE,
    ),
    _Rule(
        lambda r: r.status in (208, 409) or (r.status >= 400 and _ALREADY.search(r.words) is not None),
        _K.ALREADY,
        Code.ALREADY_THERE,
        _W.FINE,
    ),
    _Rule(lambda r: r.status >= 400, _K.REFUSED, Code.PORTAL_REFUSED, _W.FINE),
)


def parse_object(body: bytes) -> JsonObject | None:
    """Return ``body`` as a JSON object; None for all else: bad UTF-8, NaN, a list, nesting without end."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_not_json)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _not_json(constant: str) -> NoReturn:
    raise ValueError("not JSON")


def retry_after_s(answer: Answer, now: datetime) -> float | None:
    """Return the wait that the portal asked for, between 1 s and 30 min; None when it asked for none.

    A date is measured against the answer's own ``Date``: this desk's clock may be wrong. What cannot be read
    counts as the shortest wait.
    """
    text = (answer.retry_after or "").strip()
    if not text:
        return None
    told = [one.strip() for one in text.split(",")]  # a header that came twice arrives as a list
    if all(_SECONDS.fullmatch(one) for one in told):
        wait = max(float(one) for one in told)
    else:
        until, since = _http_date(text), _http_date(answer.date or "") or now
        wait = (until - since).total_seconds() if until else 0.0
    return min(max(wait, MIN_RETRY_AFTER_S), MAX_RETRY_AFTER_S)


def skew_s(answer: Answer, now: datetime) -> float | None:
    """Return the seconds by which the portal's clock is ahead of ours, None when its ``Date`` does not say.

    ``now`` is this desk's time at the end of the exchange; the answer is taken to have left half the exchange
    earlier. A ``Date`` has whole seconds, so one or two mean nothing.
    """
    told = _http_date(answer.date or "")
    return None if told is None else (told - now).total_seconds() + answer.traffic.seconds / 2


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def plain_words(text: str, longest: int = MAX_WORDS) -> str:
    """Return the portal's words as one line of at most ``longest`` visible characters, without any full Aadhaar."""
    spaced = " ".join(text[: 10 * longest].split())
    visible = "".join(c for c in spaced if c in _JOINERS or not unicodedata.category(c).startswith("C"))
    return hide_aadhaar(visible)[:longest].strip()


def field_of(words: str) -> str:
    """Return the ``Draft`` field that ``words`` are most likely about, "" when they name none."""
    return next((field for field, pattern in _FIELD_WORDS if pattern.search(words)), "")
