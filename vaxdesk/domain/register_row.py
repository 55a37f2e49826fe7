# SPDX-License-Identifier: MIT
"""One line of the register and of the daily sheet: a flat picture of a vaccination and its upload."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from vaxdesk.domain.upload import State, Step
from vaxdesk.domain.vaccination import Source, Vaccination


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A vaccination with all that is known of it.

    Attributes:
        last_words: the portal's own words of the last refusal, plain text.
        last_field: the Draft field those words are about, "" when unknown.
        to_raise: corrections of this row still to be raised with the portal.
    """

    client_ref: str
    receipt_no: str
    vaccination: Vaccination
    source: Source
    recorded_by: str
    recorded_at: datetime
    state: State
    step: Step
    portal_ref: str
    confirmed_at: datetime | None
    portal_host: str
    attempts: int
    last_code: str
    last_words: str
    last_field: str
    next_attempt_at: datetime | None
    revision: int
    void_reason: str
    to_raise: int

    def seen_by(self, host: str) -> RegisterRow:
        """Return the row as a desk sees it that uploads to ``host`` ("" = wherever).

        What another portal confirmed is still waiting there.
        """
        if self.state is not State.CONFIRMED or host in ("", self.portal_host):
            return self
        return replace(self, state=State.WAITING, confirmed_at=None, portal_ref="")


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One changed field, both values kept.

    Attributes:
        to_raise: the portal holds the old value and must be told by a person.
        number: of the correction in the store.
    """

    client_ref: str
    receipt_no: str
    name: str
    field: str
    before: str
    after: str
    reason: str
    corrected_by: str
    corrected_at: datetime
    to_raise: bool
    number: int = 0
