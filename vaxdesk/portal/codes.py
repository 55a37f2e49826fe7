# SPDX-License-Identifier: MIT
"""Every code that an exchange with a portal can end in; ``vaxdesk.wording.outcomes`` has a sentence for each.

Codes are stored and must not change. No sentence and no decision stands here.
"""

from __future__ import annotations

import enum
from typing import Final


class Code(enum.StrEnum):
    """Grouped by the kind of Outcome that carries them."""

    # found, absent
    REACHABLE = "reachable"
    PERSON_FOUND = "person_found"
    DOSE_FOUND = "dose_found"
    REGISTERED = "registered"
    DOSE_TAKEN = "dose_taken"
    NOTHING_THERE = "nothing_there"
    # not sent
    NO_ADDRESS = "no_address"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    HELD_BACK = "held_back"
    TLS_FAILED = "tls_failed"
    # lost
    READ_TIMEOUT = "read_timeout"
    CONNECTION_LOST = "connection_lost"
    ANSWER_CUT = "answer_cut"
    ANSWER_TOO_LARGE = "answer_too_large"
    EMPTY_ANSWER = "empty_answer"
    ODD_ANSWER = "odd_answer"
    CAPTIVE = "captive"
    SERVER_ERROR = "server_error"
    # later
    BUSY = "busy"
    TOO_MANY_CALLS = "too_many_calls"
    BLOCKED = "blocked"
    THROTTLED = "throttled"
    # sign in, stop
    KEY_NOT_TAKEN = "key_not_taken"
    NOT_ENTITLED = "not_entitled"
    NOT_OPENED = "not_opened"
    PATH_UNKNOWN = "path_unknown"
    CENTRE_NOT_KNOWN = "centre_not_known"
    REDIRECTED = "redirected"
    # refused, already, conflict
    PORTAL_REFUSED = "portal_refused"
    REFERENCE_UNKNOWN = "reference_unknown"
    CANNOT_BE_SENT = "cannot_be_sent"
    ALREADY_THERE = "already_there"
    DOSE_DIFFERS = "dose_differs"
    PERSON_DIFFERS = "person_differs"
    SEVERAL_PEOPLE = "several_people"


CODES: Final = tuple(code.value for code in Code)
