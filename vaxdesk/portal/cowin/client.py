# SPDX-License-Identifier: MIT
"""The steps of an upload as calls of Co-WIN's vaccinator API.

It knows paths, what is asked in which call, and that a key refused once is tried once more. What an answer
means stands in ``outcomes.py``, what it says of a person in ``payloads.py``. It keeps nothing between calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome, OutcomeKind, Weather
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.portal import outcomes
from vaxdesk.portal.answer import AnswerLost, NotSent, Traffic
from vaxdesk.portal.codes import Code
from vaxdesk.portal.cowin import payloads
from vaxdesk.portal.outcomes import JsonObject
from vaxdesk.portal.transport import Transport

NEW: Final = "/v2/vaccinator/beneficiaries/new"
FIND_BY_MOBILE: Final = "/v2/vaccinator/beneficiaries/findByMobile"
FIND_BY_REFERENCE: Final = "/v2/vaccinator/beneficiaries/findByReferenceId"
VACCINATE: Final = "/v2/vaccinator/beneficiaries/vaccinate"
GENDERS: Final = "/v2/registration/beneficiary/genders"


@dataclass(frozen=True, slots=True)
class _Call:
    """One request and the reader of its usable answer."""

    path: str
    read: Callable[[JsonObject], Outcome]
    query: Mapping[str, str] | None = None
    body: payloads.Body | None = None

    @property
    def is_look(self) -> bool:
        return self.body is None


class CowinPortal:
    """A ``Portal`` that speaks Co-WIN's contract; thread-safe because its transport is."""

    def __init__(self, transport: Transport, centres: Mapping[str, int], clock: Clock | None = None) -> None:
        self.host = transport.host
        self._transport = transport
        self._centres = centres
        self._clock = clock or Clock()

    def find_by_mobile(self, item: OutboxItem) -> Outcome:
        """Look for the person under their mobile."""
        vaccination = item.vaccination
        outcome = self._ask(
            _Call(
                FIND_BY_MOBILE,
                lambda document: payloads.read_people(document, vaccination),
                query=payloads.by_mobile(vaccination.beneficiary.mobile),
            )
        )
        if outcome.code == Code.REFERENCE_UNKNOWN:  # "not registered", of a mobile, is an empty look
            return _absent_instead(outcome)
        return outcome

    def find_by_reference(self, item: OutboxItem) -> Outcome:
        """Look at the person of ``item.portal_ref``."""
        return self._ask(
            _Call(
                FIND_BY_REFERENCE,
                lambda document: payloads.read_person(document, item.portal_ref, item.vaccination),
                query=payloads.by_reference(item.portal_ref),
            )
        )

    def register(self, item: OutboxItem) -> Outcome:
        """Register the person."""
        body = payloads.registration(item.vaccination)
        if isinstance(body, Outcome):
            return body
        return self._ask(_Call(NEW, payloads.read_registration, body=body))

    def vaccinate(self, item: OutboxItem) -> Outcome:
        """Write the dose of the person of ``item.portal_ref``."""
        body = payloads.dose(item.vaccination, item.portal_ref, self._centres)
        if isinstance(body, Outcome):
            return body
        return self._ask(
            _Call(VACCINATE, lambda document: payloads.read_dose_taken(document, item.portal_ref), body=body)
        )

    def ping(self) -> Outcome:
        """Ask for the list of genders."""
        return self._ask(_Call(GENDERS, payloads.read_genders))

    def close(self) -> None:
        """Let the connections go."""
        self._transport.close()

    def _ask(self, call: _Call) -> Outcome:
        """Make the call; a refused key is tried once more at once: Co-WIN refuses good ones at random."""
        first = self._exchange(call)
        if first.kind is not OutcomeKind.SIGN_IN:
            return first
        spent = Traffic(first.seconds, first.bytes_sent, first.bytes_received)
        return outcomes.with_traffic(self._exchange(call), spent)

    def _exchange(self, call: _Call) -> Outcome:
        body = None if call.body is None else json.dumps(call.body, ensure_ascii=False).encode()
        method = "GET" if call.is_look else "POST"
        try:
            answer = self._transport.call(method, call.path, query=call.query, body=body)
        except (NotSent, AnswerLost) as failure:
            return outcomes.of_failure(failure)
        meaning = outcomes.of_answer(answer, look=call.is_look, now=self._clock.now())
        if isinstance(meaning, Outcome):
            return meaning
        return outcomes.stamped(call.read(meaning), answer)


def _absent_instead(outcome: Outcome) -> Outcome:
    absent = Outcome(OutcomeKind.ABSENT, Code.NOTHING_THERE.value, Weather.FINE, http_status=outcome.http_status)
    return outcomes.with_traffic(absent, Traffic(outcome.seconds, outcome.bytes_sent, outcome.bytes_received))
