# SPDX-License-Identifier: MIT
"""What one HTTP exchange with a portal proved."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class OutcomeKind(enum.StrEnum):
    """What the uploader does next with the item."""

    FOUND = "found"  # a look or a write proved the person or the dose: see ``match``
    ABSENT = "absent"  # a look was answered, and there is nothing
    NOT_SENT = "not_sent"  # certainly never reached the portal: repeat freely
    LATER = "later"  # the portal said so: come back after ``retry_after_s``
    LOST = "lost"  # the answer is missing or unusable: ask before repeating
    SIGN_IN = "sign_in"  # the key was not taken: the portal did nothing
    REFUSED = "refused"  # the portal refused this one: a person decides
    ALREADY = "already"  # the portal says it has this already: look at once
    CONFLICT = "conflict"  # what the portal holds differs: a person decides
    STOP = "stop"  # the portal does not serve us at all: nobody sends for a while


class Weather(enum.StrEnum):
    """What an exchange says about the line and the portal, whatever became of the item."""

    FINE = "fine"
    BUSY = "busy"
    OFFLINE = "offline"
    CAPTIVE = "captive"
    SIGNED_OUT = "signed_out"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PortalMatch:
    """The one person that the portal holds for ours.

    Attributes:
        portal_ref: the portal's reference of the person.
        dose_proven: the dose of the item stands there with our date and vaccine.
    """

    portal_ref: str
    dose_proven: bool = False


@dataclass(frozen=True, slots=True)
class PortalPerson:
    """What the portal shows of one person, in its own texts, masked as it masks them; "" where it shows nothing."""

    portal_ref: str = ""
    name: str = ""
    birth_year: str = ""
    gender: str = ""
    mobile: str = ""
    id_type: str = ""
    id_number: str = ""
    vaccine: str = ""
    dose1_on: str = ""
    dose2_on: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one exchange.

    Attributes:
        code: a stable word, e.g. ``read_timeout``; ``vaxdesk.wording`` has a sentence for it.
        match: set when ``kind`` is FOUND.
        field: the Draft field that the portal complained of, "" when unknown.
        words: the portal's own words, trimmed to 300 plain characters; shown, never logged.
        retry_after_s: as the portal asked, in seconds; None when it did not.
        may_have_worked: the portal said no to a write and may have done it all the same: as good as lost.
        look_now: the doubt may be looked at without the settle wait (the portal did answer).
        people: whom the portal showed, where a person has to hold them against ours; at most ten.
        calls: requests that it cost; 0 for one who shared the look of another of the same mobile.
        skew_s: seconds by which the portal's clock is ahead of this desk's, None when it did not say.
    """

    kind: OutcomeKind
    code: str
    weather: Weather
    match: PortalMatch | None = None
    field: str = ""
    words: str = ""
    retry_after_s: float | None = None
    may_have_worked: bool = False
    look_now: bool = False
    http_status: int | None = None
    seconds: float = 0.0
    bytes_sent: int = 0
    bytes_received: int = 0
    people: tuple[PortalPerson, ...] = ()
    calls: int = 1
    skew_s: float | None = None
