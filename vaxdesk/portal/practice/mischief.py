# SPDX-License-Identifier: MIT
"""How the practice portal spoils a call: decided by profile, seed and the number of the call, nothing else.

Pure, and the same for the same three, so that a run that failed can be run again.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final


class Mischief(enum.StrEnum):
    """What becomes of a call. The values stand in the ledger."""

    NONE = "none"
    SLOW = "slow"
    DROPPED_BEFORE = "dropped_before_commit"
    DROPPED_AFTER = "dropped_after_commit"
    CUT_AFTER = "cut_after_commit"
    LATE_COMMIT = "dropped_then_committed"
    UNAVAILABLE = "503"
    UNAVAILABLE_UNTIL = "503_retry_after"
    TOO_MANY = "429"
    BLOCKED = "403_html"
    UNAUTHENTICATED = "401_text"
    FAULT_BEFORE = "500_before_commit"
    FAULT_AFTER = "500_after_commit"
    TIMEOUT_AFTER = "504_after_commit"
    HTML = "200_html"
    EMPTY_OBJECT = "200_empty_object"
    NO_CONTENT = "204_after_commit"
    LAGGING = "look_behind"  # what was written last is not shown yet
    FORGOTTEN = "200_and_forgotten"  # a dose only


COMMITTING: Final = frozenset(
    {
        Mischief.NONE,
        Mischief.SLOW,
        Mischief.DROPPED_AFTER,
        Mischief.CUT_AFTER,
        Mischief.LATE_COMMIT,
        Mischief.FAULT_AFTER,
        Mischief.TIMEOUT_AFTER,
        Mischief.EMPTY_OBJECT,
        Mischief.NO_CONTENT,
        Mischief.LAGGING,
        Mischief.FORGOTTEN,
    }
)
"""Those under which the portal does its work all the same, but for the dose that it forgets."""

_BUSY: Final = (Mischief.UNAVAILABLE, Mischief.UNAVAILABLE_UNTIL, Mischief.TOO_MANY, Mischief.BLOCKED)
_LOSSY: Final = (
    Mischief.DROPPED_BEFORE,
    Mischief.DROPPED_AFTER,
    Mischief.CUT_AFTER,
    Mischief.LATE_COMMIT,
    Mischief.FAULT_BEFORE,
    Mischief.FAULT_AFTER,
    Mischief.TIMEOUT_AFTER,
    Mischief.EMPTY_OBJECT,
    Mischief.NO_CONTENT,
)

_TO_BE_OUTWAITED: Final = (Mischief.LATE_COMMIT, Mischief.LAGGING)  # the client's first look comes after 2 s


@dataclass(frozen=True, slots=True)
class Profile:
    """How often a call is spoiled, 0 to 1, and by what."""

    share: float
    kinds: tuple[Mischief, ...]


_APART: Final = (Mischief.LAGGING, Mischief.FORGOTTEN)
# Being told to wait costs the desk whole seconds, a lost answer only doubt: more of what is hard than of what is long.
_HOSTILE: Final = (
    *(kind for kind in Mischief if kind not in (Mischief.NONE, *_BUSY, *_APART)),
    *_LOSSY,
    *_LOSSY,
    *_BUSY,
)

PROFILES: Final[Mapping[str, Profile]] = {
    "calm": Profile(0.0, (Mischief.NONE,)),
    "slow": Profile(1.0, (Mischief.SLOW,)),
    "busy": Profile(0.5, _BUSY),
    "lossy": Profile(0.3, _LOSSY),
    "hostile": Profile(0.5, _HOSTILE),
    "lagging": Profile(0.6, (*_LOSSY, *(Mischief.LAGGING for _lossy in _LOSSY))),
    "forgetful": Profile(0.1, (Mischief.FORGOTTEN,)),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with one call.

    Attributes:
        wait_s: before the answer of a slow call; between the drop and the commit of a late one; by which a look
            is behind.
        retry_after_s: in the header, where the answer has one.
        cut: the share of the body that is sent before a cut, 0 to 1.
    """

    mischief: Mischief
    wait_s: float = 0.0
    retry_after_s: int = 0
    cut: float = 0.0


def plan(profile: str, seed: int, number: int) -> Plan:
    """Return the plan for call ``number`` (from 1)."""
    chosen = PROFILES[profile]
    dice = Random(f"{profile}:{seed}:{number}")  # noqa: S311  a seed that can be repeated is the point
    if dice.random() >= chosen.share:
        return Plan(Mischief.NONE)
    mischief = dice.choice(chosen.kinds)
    longest_s = (
        1.5 if mischief in (Mischief.LATE_COMMIT, Mischief.LAGGING) else 1.0
    )  # the client's first look comes after 2 s
    return Plan(
        mischief,
        wait_s=dice.uniform(0.2, longest_s),
        retry_after_s=dice.choice((1, 2)),
        cut=dice.uniform(0.0, 0.95),
    )
