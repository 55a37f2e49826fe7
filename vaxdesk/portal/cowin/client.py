# SPDX-License-Identifier: MIT
"""The steps of an upload as calls of Co-WIN's vaccinator API.

It knows paths and what is asked in which call. What an answer means stands in ``outcomes.py``, what it says of a
person in ``readings.py``. It repeats no request and keeps nothing between calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome, OutcomeKind
from vaxdesk.domain.upload import OutboxItem
from vaxdesk.portal import outcomes
from vaxdesk.portal.answer import AnswerLost, NotSent
from vaxdesk.portal.codes import Code
from vaxdesk.portal.cowin import payloads, readings
from vaxdesk.portal.outcomes import JsonObject
from vaxdesk.portal.transport import Transport

NEW: Final = "/v2/vaccinator/beneficiaries/new"
FIND_BY_MOBILE: Final = "/v2/vaccinator/beneficiaries/findByMobile"
FIND_BY_REFERENCE: Final = "/v2/vaccinator/beneficiaries/findByReferenceId"
VACCINATE: Final = "/v2/vaccinator/beneficiaries/vaccinate"
GENDERS: Final = "/v2/registration/beneficiary/genders"


_Reader = Callable[[JsonObject], Outcome]
"""What a usable answer says of one of ours."""


class CowinPortal:
    """A ``Portal`` that speaks Co-WIN's contract; thread-safe because its transport is."""

    def __init__(self, transport: Transport, centres: Mapping[str, int], clock: Clock | None = None) -> None:
        self.host = transport.host
        self._transport = transport
        self._centres = centres
        self._clock = clock or Clock()

    def find_by_mobile(self, items: Sequence[OutboxItem]) -> tuple[Outcome, ...]:
        """Look for people of one mobile, in one request."""
        (mobile,) = {item.vaccination.beneficiary.mobile for item in items}
        readers = [partial(readings.read_people, vaccination=item.vaccination) for item in items]
        told = self._ask(FIND_BY_MOBILE, *readers, query=payloads.by_mobile(mobile))
        return tuple(_absent_if_unknown(outcome) for outcome in told)

    def find_by_reference(self, item: OutboxItem) -> Outcome:
        """Look at the person of ``item.portal_ref``, or else of ``item.listed_ref``."""
        if not item.portal_ref:
            return self._find_listed(item)
        reader = partial(readings.read_person, portal_ref=item.portal_ref, vaccination=item.vaccination)
        (outcome,) = self._ask(FIND_BY_REFERENCE, reader, query=payloads.by_reference(item.portal_ref))
        return outcome

    def register(self, item: OutboxItem) -> Outcome:
        """Register the person."""
        body = payloads.registration(item.vaccination)
        if isinstance(body, Outcome):
            return body
        (outcome,) = self._ask(NEW, readings.read_registration, body=body)
        return outcome

    def vaccinate(self, item: OutboxItem) -> Outcome:
        """Write the dose of the person of ``item.portal_ref``."""
        body = payloads.dose(item.vaccination, item.portal_ref, self._centres)
        if isinstance(body, Outcome):
            return body
        reader = partial(readings.read_dose_taken, portal_ref=item.portal_ref)
        (outcome,) = self._ask(VACCINATE, reader, body=body)
        return outcome

    def ping(self) -> Outcome:
        """Ask for the list of genders."""
        (outcome,) = self._ask(GENDERS, readings.read_genders)
        return outcome

    def close(self) -> None:
        """Let the connections go."""
        self._transport.close()

    def _find_listed(self, item: OutboxItem) -> Outcome:
        """Ask by a reference that only a list gives: whatever does not show the very person is an empty look."""
        if not readings.is_reference(item.listed_ref):
            return replace(readings.nobody(), calls=0)
        reader = partial(readings.read_listed, portal_ref=item.listed_ref, vaccination=item.vaccination)
        (outcome,) = self._ask(FIND_BY_REFERENCE, reader, query=payloads.by_reference(item.listed_ref))
        return _absent(outcome) if outcome.kind is OutcomeKind.REFUSED else outcome

    def _ask(
        self,
        path: str,
        *readers: _Reader,
        query: Mapping[str, str] | None = None,
        body: payloads.Body | None = None,
    ) -> tuple[Outcome, ...]:
        """Make one request, a look when it has no ``body``; return what each reader has from its answer."""
        look = body is None
        sent = None if look else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            answer = self._transport.call("GET" if look else "POST", path, query=query, body=sent)
        except (NotSent, AnswerLost) as failure:
            return outcomes.shared([outcomes.of_failure(failure)] * len(readers))
        now = self._clock.now()
        meaning = outcomes.of_answer(answer, look=look, now=now)
        if isinstance(meaning, Outcome):
            if meaning.retry_after_s is not None:
                self._transport.rest(meaning.retry_after_s)
            return outcomes.shared([meaning] * len(readers))
        return outcomes.shared([outcomes.stamped(read(meaning), answer, now) for read in readers])


def _absent_if_unknown(outcome: Outcome) -> Outcome:
    """Return ``outcome``, but "not registered", of a mobile, is an empty look."""
    return _absent(outcome) if outcome.code == Code.REFERENCE_UNKNOWN else outcome


def _absent(outcome: Outcome) -> Outcome:
    """Return ``outcome`` with its cost, as an empty look."""
    return replace(outcome, kind=OutcomeKind.ABSENT, code=Code.NOTHING_THERE.value, words="", field="")
