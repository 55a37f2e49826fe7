# SPDX-License-Identifier: MIT
"""A portal in memory and in simulated time that misbehaves as real ones do, below the real client.

It stands where the transport stands, so that what the client makes of an answer is part of every walk. It commits
late, shows late what it has committed, loses answers, fails after its work is done, asks to be left alone, and keeps a
ledger of everything that was ever written and of the time of every request. The same seed gives the same portal.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random
from typing import Any, Final

from tests.faults.simulated import SimulatedClock
from vaxdesk.portal.answer import Answer, AnswerLost, NotSent, Traffic
from vaxdesk.portal.codes import Code
from vaxdesk.portal.cowin import client
from vaxdesk.portal.cowin.payloads import GENDERS, ID_TYPES

HOST: Final = "model.invalid"
NOT_TAKEN: Final = "MISREAD"
"""A batch that begins like this is refused."""

Identity = tuple[str, str]
"""Mobile and photo-ID number: in a walk nobody shares both."""


class Fault(StrEnum):
    """What becomes of one request."""

    NONE = "none"
    NOT_SENT = "not_sent"
    LOST_BEFORE = "answer_lost_nothing_done"
    LOST_AFTER = "answer_lost_after_commit"
    LOST_LATE = "answer_lost_then_committed"
    ERROR_BEFORE = "5xx_nothing_done"
    ERROR_AFTER = "5xx_after_commit"
    ERROR_LATE = "5xx_then_committed"
    NO_CONTENT = "204_after_commit"
    CUT = "cut_after_commit"
    EMPTY_OBJECT = "200_empty_object_after_commit"
    CAPTIVE = "200_html"
    KEY_NOT_TAKEN = "401"
    TOO_MANY = "429"
    TOO_MANY_UNTIL = "429_retry_after"
    BUSY = "503"
    BUSY_UNTIL = "503_retry_after"
    BLOCKED = "403_html"
    FORGOTTEN = "200_and_forgotten"


AFTER: Final = (Fault.NONE, Fault.LOST_AFTER, Fault.ERROR_AFTER, Fault.NO_CONTENT, Fault.CUT, Fault.EMPTY_OBJECT)
LATE: Final = (Fault.LOST_LATE, Fault.ERROR_LATE)
SLOW: Final = (Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.LOST_LATE)

HOSTILE: Final[Mapping[Fault, float]] = {
    Fault.LOST_AFTER: 0.06,
    Fault.LOST_LATE: 0.04,
    Fault.ERROR_AFTER: 0.035,
    Fault.ERROR_LATE: 0.015,
    Fault.LOST_BEFORE: 0.02,
    Fault.ERROR_BEFORE: 0.02,
    Fault.NOT_SENT: 0.01,
    Fault.NO_CONTENT: 0.01,
    Fault.CUT: 0.01,
    Fault.EMPTY_OBJECT: 0.005,
    Fault.CAPTIVE: 0.005,
    Fault.KEY_NOT_TAKEN: 0.02,
    Fault.TOO_MANY: 0.002,
    Fault.TOO_MANY_UNTIL: 0.005,
    Fault.BUSY: 0.005,
    Fault.BUSY_UNTIL: 0.005,
    Fault.BLOCKED: 0.002,
}
"""Of all requests: a tenth commit and lose the answer, a twentieth commit and answer 5xx."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How the portal behaves, times in seconds.

    Attributes:
        faults: share of the requests, 0 to 1.
        errors: the statuses of its failures.
        hang_s: at most so long until a lost answer is given up.
        late_s: at most so long after that a late commit comes.
        lag_s: at most so long until a read shows what was committed.
        lags: share of the commits that reads lag behind.
    """

    faults: Mapping[Fault, float] = field(default_factory=lambda: HOSTILE)
    errors: tuple[int, ...] = (500, 502, 503, 504)
    hang_s: float = 20.0
    late_s: float = 300.0
    lag_s: float = 200.0
    lags: float = 0.3

    @classmethod
    def within(cls, settle_s: tuple[float, float]) -> Habits:
        """Return the worst habits that two looks, each after its wait, still get the better of."""
        reach_s = sum(settle_s)
        return cls(hang_s=0.1 * reach_s, late_s=0.5 * reach_s, lag_s=0.3 * reach_s)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: a request that arrived, or what was written.

    Attributes:
        about: the mobile of whom it is about.
        wrote: it changed what the portal holds; otherwise it is a request, and ``fault`` what became of it.
    """

    at: float
    path: str
    about: str
    fault: Fault = Fault.NONE
    wrote: bool = False


@dataclass(slots=True)
class Person:
    """One registration, and the doses by number: date, vaccine, and since when reads show it."""

    reference: str
    body: Mapping[str, Any]
    shown_at: float
    doses: dict[int, tuple[str, str, float]] = field(default_factory=dict)

    @property
    def identity(self) -> Identity:
        """Whom this registration is of."""
        return self.body["mobile_number"], self.body["photo_id_number"]


class PortalModel:
    """Stands where a ``Transport`` stands.

    Attributes:
        ledger: every request and everything that was written, oldest first.
        people: every registration by reference, twins included.
        doses: how often each dose was committed, by identity and number.
        habits: may be changed at any time.
    """

    def __init__(self, clock: SimulatedClock, random: Random, habits: Habits) -> None:
        self.host = HOST
        self.ledger: list[Line] = []
        self.people: dict[str, Person] = {}
        self.doses: Counter[tuple[Identity, int]] = Counter()
        self._clock = clock
        self._random = random
        self.habits = habits
        self._by_mobile: dict[str, list[Person]] = {}

    @property
    def registrations(self) -> Counter[Identity]:
        """How often each person was registered."""
        return Counter(person.identity for person in self.people.values())

    def hold(self, body: Mapping[str, Any], doses: Mapping[int, tuple[str, str]]) -> None:
        """Hold somebody who came another way, with date and vaccine of each dose; reads show it at once."""
        person = self._register(body)
        person.shown_at = 0.0
        for number, given in doses.items():
            person.doses[number] = (*given, 0.0)
            self.doses[person.identity, number] += 1

    def rest(self, seconds: float) -> None:
        """Hold nothing back: here the gate alone has to keep what the portal asks for."""

    def call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Take a request that arrives now. As ``Transport.call``.

        Raises:
            NotSent, AnswerLost: as the dice say.
        """
        fault = self._draw(path)
        asked: Mapping[str, Any] = json.loads(body) if body is not None else query or {}
        self._note(path, asked, fault)
        seconds = self._random.uniform(0.0, self.habits.hang_s) if fault in SLOW else self._random.uniform(0.05, 0.5)
        if fault in LATE:
            late_s = seconds + self._random.uniform(0.0, self.habits.late_s)
            self._clock.call_in(late_s, lambda: self._work(path, asked))
        meant = self._work(path, asked) if fault in AFTER else _empty()
        if fault is Fault.FORGOTTEN:
            meant = _json(200, {"beneficiary_reference_id": asked["beneficiary_reference_id"]})
        return self._spoil(meant, fault, Traffic(seconds, 400, 300))

    def close(self) -> None:
        """As ``Transport.close``."""

    def _note(self, path: str, asked: Mapping[str, Any], fault: Fault = Fault.NONE, *, wrote: bool = False) -> None:
        person = self.people.get(asked.get("beneficiary_reference_id", ""))
        about = person.body if person else asked
        self.ledger.append(Line(self._clock.monotonic(), path, about.get("mobile_number", ""), fault, wrote))

    def _draw(self, path: str) -> Fault:
        faults = dict(self.habits.faults)
        if path != client.VACCINATE:
            faults.pop(Fault.FORGOTTEN, None)
        kinds, shares = [*faults, Fault.NONE], [*faults.values(), 1.0 - sum(faults.values())]
        return self._random.choices(kinds, shares)[0]

    def _spoil(self, meant: Answer, fault: Fault, traffic: Traffic) -> Answer:
        if fault is Fault.NOT_SENT:
            raise NotSent(Code.UNREACHABLE, replace(traffic, bytes_sent=0, bytes_received=0))
        if fault in SLOW:
            raise AnswerLost(Code.READ_TIMEOUT, replace(traffic, bytes_received=0))
        if fault is Fault.CUT and meant.status == 200:
            return replace(meant, body=meant.body[:-1], fault=Code.ANSWER_CUT, traffic=traffic)
        if fault in (Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.ERROR_LATE):
            status = self._random.choice(self.habits.errors)
            return replace(_json(status, {"message": "Something Went wrong!"}), traffic=traffic)
        answer = _SPOILED.get(fault, meant)
        if fault in (Fault.TOO_MANY_UNTIL, Fault.BUSY_UNTIL):
            answer = replace(answer, retry_after=str(self._random.randint(1, 120)))
        return replace(answer, traffic=traffic)

    def _work(self, path: str, asked: Mapping[str, Any]) -> Answer:
        if path == client.NEW:
            return _json(200, {"beneficiary_reference_id": self._register(asked).reference})
        if path == client.VACCINATE:
            return self._vaccinate(asked)
        if path == client.FIND_BY_MOBILE:
            return self._show(self._by_mobile.get(asked["mobile_number"], []))
        person = self.people.get(asked["beneficiary_reference_id"])
        if person is None or person.shown_at > self._clock.monotonic():
            return _json(404, {"errorCode": "USRAUT0024", "error": "Beneficiary Not Registered"})
        return self._show([person])

    def _register(self, body: Mapping[str, Any]) -> Person:
        """Register ``body``; the very same again becomes a twin, as on the real portal."""
        person = Person(str(48_770_000_000_001 + len(self.people)), body, self._shown_at())
        self.people[person.reference] = person
        self._by_mobile.setdefault(body["mobile_number"], []).append(person)
        self._note(client.NEW, body, wrote=True)
        return person

    def _vaccinate(self, asked: Mapping[str, Any]) -> Answer:
        person, number = self.people.get(asked["beneficiary_reference_id"]), asked["dose"]
        if person is None:
            return _json(404, {"errorCode": "USRAUT0024", "error": "Beneficiary Not Registered"})
        if asked["vaccine_batch"].startswith(NOT_TAKEN):
            return _json(400, {"errorCode": "USRRES0001", "error": "vaccine_batch is not valid"})
        given = (asked[f"dose{number}_date"], asked["vaccine"])
        stands = person.doses.get(number)
        if stands is not None and stands[:2] != given:
            return _json(409, {"errorCode": "USRVAC0002", "error": f"Dose {number} is already recorded"})
        self.doses[person.identity, number] += 1
        self._note(client.VACCINATE, asked, wrote=True)
        person.doses.setdefault(number, (*given, self._shown_at()))
        return _json(200, {"beneficiary_reference_id": person.reference})

    def _show(self, people: list[Person]) -> Answer:
        now = self._clock.monotonic()
        return _json(200, {"beneficiaries": [_shown(person, now) for person in people if person.shown_at <= now]})

    def _shown_at(self) -> float:
        lag_s = self._random.uniform(0.0, self.habits.lag_s) if self._random.random() < self.habits.lags else 0.0
        return self._clock.monotonic() + lag_s


def _shown(person: Person, now: float) -> Mapping[str, object]:
    """Return a person as the portal masks them, with the doses that reads show by ``now``."""
    body = person.body
    doses = {number: dose for number, dose in sorted(person.doses.items()) if dose[2] <= now}
    return {
        "beneficiary_reference_id": person.reference,
        "name": body["name"],
        "birth_year": body["birth_year"],
        "gender": _GENDERS[body["gender_id"]],
        "mobile_number": body["mobile_number"][-4:],
        "photo_id_type": _ID_TYPES[body["photo_id_type"]],
        "photo_id_number": "XXXXXXXX" + body["photo_id_number"][-4:],
        "vaccine": next((vaccine for _date, vaccine, _at in doses.values()), ""),
        "dose1_date": doses[1][0] if 1 in doses else "",
        "dose2_date": doses[2][0] if 2 in doses else "",
    }


def _json(status: int, value: Mapping[str, object]) -> Answer:
    return Answer(status, "application/json", body=json.dumps(value).encode())


def _html(status: int) -> Answer:
    return Answer(status, "text/html", body=b"<html><title>This is not the portal</title></html>")


def _empty() -> Answer:
    return Answer(204)


_GENDERS: Final = dict(GENDERS.values())
_ID_TYPES: Final = dict(ID_TYPES.values())
_SPOILED: Final[Mapping[Fault, Answer]] = {
    Fault.NO_CONTENT: _empty(),
    Fault.EMPTY_OBJECT: _json(200, {}),
    Fault.CAPTIVE: _html(200),
    Fault.KEY_NOT_TAKEN: Answer(401, "text/plain", body=b"Unauthenticated access!"),
    Fault.TOO_MANY: _json(429, {"error": "Too Many Requests"}),
    Fault.TOO_MANY_UNTIL: _json(429, {"error": "Too Many Requests"}),
    Fault.BUSY: _html(503),
    Fault.BUSY_UNTIL: _html(503),
    Fault.BLOCKED: _html(403),
}
