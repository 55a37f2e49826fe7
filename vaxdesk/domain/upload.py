# SPDX-License-Identifier: MIT
"""States and steps of an upload. The values are stored; the words for people are in ``vaxdesk.wording``."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from vaxdesk.domain.vaccination import Vaccination


class State(enum.StrEnum):
    """Where an OutboxItem stands."""

    WAITING = "waiting"
    SENDING = "sending"
    DOUBTFUL = "doubtful"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    HELD = "held"
    VOID = "void"


RECORDED_STATES = tuple(s for s in State if s is not State.VOID)
UNSETTLED_STATES = (State.WAITING, State.SENDING, State.DOUBTFUL, State.ACCEPTED)
NAMED_ROUNDS = 5
"""A doubt that has come back this often is listed under Attention; it goes on being looked at."""
NO_PHOTO_ID = "no_photo_id"
"""The code of an upload that is held until its person shows a photo ID that the portal takes."""
LOCKED_STATES = (State.SENDING, State.DOUBTFUL, State.ACCEPTED)


class Step(enum.StrEnum):
    """What the portal is asked next."""

    IDENTIFY = "identify"
    REGISTER = "register"
    VACCINATE = "vaccinate"


class Verify(enum.StrEnum):
    """Which of the doses that the portal accepted are read back before they count."""

    NEVER = "never"
    SAMPLE = "sample"
    ALWAYS = "always"


class Endpoint(enum.StrEnum):
    """The calls of a portal that can be in trouble each for itself."""

    LOOK = "look"
    REGISTER = "register"
    VACCINATE = "vaccinate"


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One row of the outbox with all that an exchange needs.

    Attributes:
        client_ref: our UUID.
        portal_ref: the person's reference on the portal, "" until it is proven.
        empty_looks: counted looks of this doubt that found nothing.
        doubt_rounds: doubts that ended in two empty looks.
        last_code: code of the last Outcome, "" before the first.
        tries: exchanges of this visit that brought it no further; after three it goes to the back.
        listed_ref: on a look at somebody whose reference is not proven: what the expected list says it is, until
            the portal has answered to that.
    """

    client_ref: str
    state: State
    step: Step
    vaccination: Vaccination
    portal_ref: str
    next_attempt_at: datetime
    attempts: int
    empty_looks: int
    doubt_rounds: int
    last_code: str
    tries: int = 0
    listed_ref: str = ""

    @property
    def is_look(self) -> bool:
        """Whether its exchange can change nothing on the portal."""
        return self.step is Step.IDENTIFY or self.state in (State.DOUBTFUL, State.ACCEPTED)

    @property
    def endpoint(self) -> Endpoint:
        """What its exchange calls."""
        if self.is_look:
            return Endpoint.LOOK
        return Endpoint.REGISTER if self.step is Step.REGISTER else Endpoint.VACCINATE


@dataclass(frozen=True, slots=True)
class Attempt:
    """One exchange with the portal, kept for disputes: ids, codes and sizes only.

    Attributes:
        calls: requests that it cost; 0 when it shared the look of another of the same mobile.
    """

    at: datetime
    step: Step
    look: bool
    code: str
    http_status: int | None
    seconds: float
    bytes_sent: int
    bytes_received: int
    calls: int = 1


@dataclass(frozen=True, slots=True)
class Move:
    """Where an item goes after an exchange.

    Attributes:
        due_in_s: seconds from the end of the exchange until the item may be claimed again.
        portal_ref: the person's reference, when the exchange proved it.
        goes_on: a step was proven and the next is due; the item keeps its place before those that have not begun.
        tries: see ``OutboxItem``.
    """

    state: State
    step: Step
    due_in_s: float = 0.0
    portal_ref: str = ""
    empty_looks: int = 0
    doubt_rounds: int = 0
    goes_on: bool = False
    tries: int = 0
