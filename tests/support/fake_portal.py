# SPDX-License-Identifier: MIT
"""A portal in memory, without HTTP: it remembers, and answers each call as the test says.

What it commits and what it answers are two things: a script says for each call whether the portal works, and what
becomes of the answer. A test that says nothing gets a portal that works.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vaxdesk.clock import Clock
from vaxdesk.domain.beneficiary import Beneficiary
from vaxdesk.domain.outcome import Outcome, OutcomeKind, PortalMatch, PortalPerson, Weather
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.identity import person_key
from vaxdesk.portal.outcomes import shared

HOST = "portal.invalid"


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one call.

    Attributes:
        commits: whether the portal does what it was asked for.
        outcome: what the desk learns; None: the truth.
        late_s: seconds after the call at which the portal commits, while the desk has heard nothing.
    """

    commits: bool = True
    outcome: Outcome | None = None
    late_s: float = 0.0


OK = Answer()
LOST = Outcome(OutcomeKind.LOST, "read_timeout", Weather.BUSY)
LOST_BEFORE = Answer(False, LOST)
LOST_AFTER = Answer(True, LOST)
LOOK_NOW = Answer(True, Outcome(OutcomeKind.LOST, "empty_answer", Weather.FINE, look_now=True, http_status=204))
CAPTIVE = Answer(False, Outcome(OutcomeKind.LOST, "captive", Weather.CAPTIVE, http_status=200))
UNAVAILABLE = Outcome(OutcomeKind.LATER, "busy", Weather.BUSY, may_have_worked=True, http_status=503)
BUSY_BEFORE = Answer(False, UNAVAILABLE)
BUSY_AFTER = Answer(True, UNAVAILABLE)
BLOCKED = Answer(False, Outcome(OutcomeKind.LATER, "blocked", Weather.BUSY, http_status=403))
SIGNED_OUT = Answer(False, Outcome(OutcomeKind.SIGN_IN, "key_not_taken", Weather.SIGNED_OUT, http_status=401))
STOP = Answer(False, Outcome(OutcomeKind.STOP, "not_opened", Weather.STOPPED, http_status=405))
NOT_SENT = Answer(False, Outcome(OutcomeKind.NOT_SENT, "unreachable", Weather.OFFLINE))
ALREADY = Answer(
    False,
    Outcome(OutcomeKind.ALREADY, "already_there", Weather.FINE, words="Already registered", http_status=409),
)
CONFLICT = Answer(False, Outcome(OutcomeKind.CONFLICT, "dose_differs", Weather.FINE, http_status=200))


def too_many(retry_after_s: float) -> Answer:
    """Return a 429 that asks for ``retry_after_s``."""
    outcome = Outcome(OutcomeKind.LATER, "too_many_calls", Weather.BUSY, retry_after_s=retry_after_s, http_status=429)
    return Answer(False, outcome)


def refused(words: str = "Invalid name", on: str = "name") -> Answer:
    """Return a refusal in the portal's own ``words`` about the Draft field ``on``."""
    outcome = Outcome(OutcomeKind.REFUSED, "portal_refused", Weather.FINE, words=words, field=on, http_status=400)
    return Answer(False, outcome)


def late(after_s: float) -> Answer:
    """Return a commit ``after_s`` seconds after the client has gone."""
    return Answer(False, LOST, late_s=after_s)


@dataclass
class Person:
    """Somebody the portal holds, and the date and vaccine of each dose."""

    portal_ref: str
    beneficiary: Beneficiary
    doses: dict[int, tuple[date, str]] = field(default_factory=dict)


class FakePortal:
    """Implements ``Portal``.

    Attributes:
        people: who is registered, twins included, oldest first.
        doses: (portal_ref, dose) for every dose that was ever written, oldest first.
        calls: (method, client_ref of the first item) of every request, oldest first.
        side_by_side: the most calls that ever ran at once.
        decide: asked for the Answer of a call that has no scripted one.
        during: called while a call runs; lets a test hold it.
    """

    def __init__(self, clock: Clock, host: str = HOST) -> None:
        self.host = host
        self.people: list[Person] = []
        self.doses: list[tuple[str, int]] = []
        self.calls: list[tuple[str, str]] = []
        self.mobiles_together: list[str] = []
        self.side_by_side = 0
        self.closed = False
        self.decide: Callable[[str, OutboxItem], Answer] = lambda _method, _item: OK
        self.during: Callable[[str, OutboxItem], None] = lambda _method, _item: None
        self._clock = clock
        self._script: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._late: list[tuple[float, Callable[[], object]]] = []
        self._running: list[str] = []
        self._lock = threading.Lock()

    def script(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of ``method`` like this, one after the other."""
        self._script[method].extend(answers)

    def add(self, beneficiary: Beneficiary) -> Person:
        """Hold somebody who registered elsewhere."""
        person = Person(f"R{len(self.people) + 1:04}", beneficiary)
        self.people.append(person)
        return person

    def find_by_mobile(self, items: Sequence[OutboxItem]) -> tuple[Outcome, ...]:
        """See ``Portal``; a scripted outcome holds for all of them."""
        (_mobile,) = {item.vaccination.beneficiary.mobile for item in items}
        return shared(self._call("find_by_mobile", items, lambda item: self._look(self._same(item), item)))

    def find_by_reference(self, item: OutboxItem) -> Outcome:
        """See ``Portal``."""
        return self._call("find_by_reference", [item], lambda item: self._look(self._of(item), item))[0]

    def register(self, item: OutboxItem) -> Outcome:
        """See ``Portal``."""
        return self._call(
            "register",
            [item],
            lambda _item: _found("registered", self.people[-1].portal_ref),
            lambda: self.add(item.vaccination.beneficiary),
        )[0]

    def vaccinate(self, item: OutboxItem) -> Outcome:
        """See ``Portal``."""
        unknown = Outcome(OutcomeKind.REFUSED, "reference_unknown", Weather.FINE, http_status=404)
        taken = _found("dose_taken", item.portal_ref, dose_proven=True)
        return self._call(
            "vaccinate",
            [item],
            lambda item: taken if self._of(item) else unknown,
            lambda: self._give(item),
        )[0]

    def ping(self) -> Outcome:
        """See ``Portal``."""
        return Outcome(OutcomeKind.FOUND, "reachable", Weather.FINE, http_status=200)

    def close(self) -> None:
        """See ``Portal``."""
        self.closed = True

    def methods(self) -> list[str]:
        """Return the methods that were called, in order."""
        return [method for method, _client_ref in self.calls]

    def keys(self) -> list[str]:
        """Return the person key of everybody registered, twins twice."""
        return [person_key(person.beneficiary) for person in self.people]

    def _call(
        self,
        method: str,
        items: Sequence[OutboxItem],
        truth: Callable[[OutboxItem], Outcome],
        commit: Callable[[], object] = lambda: None,
    ) -> list[Outcome]:
        item = items[0]
        with self._lock:
            self._commit_what_is_late()
            self.calls.append((method, item.client_ref))
            script = self._script[method]
            answer = script.popleft() if script else self.decide(method, item)
            self._running.append(item.vaccination.beneficiary.mobile)
            self.side_by_side = max(self.side_by_side, len(self._running))
            self.mobiles_together += {m for m in self._running if self._running.count(m) > 1}
        self.during(method, item)
        with self._lock:
            self._running.remove(item.vaccination.beneficiary.mobile)
            if answer.late_s:
                self._late.append((self._clock.monotonic() + answer.late_s, commit))
            if answer.commits:
                commit()
            return [answer.outcome or replace(truth(item), seconds=0.2) for item in items]

    def _commit_what_is_late(self) -> None:
        due = [commit for at, commit in self._late if at <= self._clock.monotonic()]
        self._late = [(at, commit) for at, commit in self._late if at > self._clock.monotonic()]
        for commit in due:
            commit()

    def _give(self, item: OutboxItem) -> None:
        given = item.vaccination
        for person in self._of(item):
            person.doses[given.dose] = (given.given_on, given.vaccine)
            self.doses.append((person.portal_ref, given.dose))

    def _same(self, item: OutboxItem) -> list[Person]:
        wanted = person_key(item.vaccination.beneficiary)
        return [person for person in self.people if person_key(person.beneficiary) == wanted]

    def _of(self, item: OutboxItem) -> list[Person]:
        """Return who has the proven reference; who has the listed one counts only as the very person."""
        if item.portal_ref:
            return [person for person in self.people if person.portal_ref == item.portal_ref]
        ours = item.vaccination.beneficiary
        alike = [p for p in self.people if person_key(replace(p.beneficiary, mobile=ours.mobile)) == person_key(ours)]
        return [person for person in alike if person.portal_ref == item.listed_ref]

    def _look(self, found: list[Person], item: OutboxItem) -> Outcome:
        if not found:
            return Outcome(OutcomeKind.ABSENT, "nothing_there", Weather.FINE, http_status=200)
        if len(found) > 1:
            return _conflict("several_people", found)
        there = found[0].doses.get(item.vaccination.dose)
        if there is None:
            return replace(_found("person_found", found[0].portal_ref), people=(_shown(found[0]),))
        if there != (item.vaccination.given_on, item.vaccination.vaccine):
            return _conflict("dose_differs", found)
        return replace(_found("dose_found", found[0].portal_ref, dose_proven=True), people=(_shown(found[0]),))


def _found(code: str, portal_ref: str, *, dose_proven: bool = False) -> Outcome:
    match = PortalMatch(portal_ref, dose_proven)
    return Outcome(OutcomeKind.FOUND, code, Weather.FINE, match=match, http_status=200)


def _conflict(code: str, people: list[Person]) -> Outcome:
    shown = tuple(_shown(person) for person in people)
    return Outcome(OutcomeKind.CONFLICT, code, Weather.FINE, http_status=200, people=shown)


def _shown(person: Person) -> PortalPerson:
    ours = person.beneficiary
    days = {dose: f"{given_on:%d-%m-%Y}" for dose, (given_on, _vaccine) in person.doses.items()}
    return PortalPerson(
        portal_ref=person.portal_ref,
        name=ours.name,
        birth_year=str(ours.birth_year),
        gender=ours.gender.value,
        mobile=ours.mobile[-4:],
        id_type=ours.id_type.value,
        id_number="XXXXXXXX" + ours.id_number[-4:],
        vaccine=person.doses[max(person.doses)][1] if person.doses else "",
        dose1_on=days.get(1, ""),
        dose2_on=days.get(2, ""),
    )
