# SPDX-License-Identifier: MIT
"""What waits for a person, grouped by its cause, and what may be done for a whole group. Pure.

Which cause a vaccination has is ``domain.causes``'s table; the words for it are ``vaxdesk.wording.causes``'s.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State

STUCK_AFTER_QUARTERS: Final = 8
"""An upload that has not ended after so many quarters of an hour in which the portal did answer somebody is listed:
two hours are many times the waits of a doubt, so what is still open by then will not end by itself soon. Hours in
which the portal answered nobody do not count, since they say nothing of this vaccination."""


class Section(enum.StrEnum):
    """The headings over the causes, in their order."""

    REFUSED = "refused"
    CONFLICT = "conflict"
    STUCK = "stuck"
    HELD = "held"
    TO_RAISE = "to_raise"
    DATE = "date"


class Mend(enum.StrEnum):
    """What a person may do for a whole group at once; none of them touches a person's own facts. Stored by value."""

    SEND_AGAIN = "send_again"
    PUT_RIGHT = "put_right"
    SET_ASIDE = "set_aside"
    RELEASE = "release"
    TOLD_PORTAL = "told_portal"


SUPERVISORS_ONLY: Final = frozenset({Mend.SET_ASIDE, Mend.RELEASE})
MENDABLE: Final[Mapping[Mend, frozenset[State]]] = {
    Mend.SEND_AGAIN: frozenset({State.REJECTED, State.WAITING}),
    Mend.PUT_RIGHT: frozenset({State.REJECTED}),
    Mend.SET_ASIDE: frozenset({State.REJECTED, State.WAITING}),
    Mend.RELEASE: frozenset({State.HELD}),
    Mend.TOLD_PORTAL: frozenset(State),
}
"""What is on its way or in doubt stays with the upload, which asks the portal first."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something waits; equal causes stand together.

    Attributes:
        key: the row of the tables of causes and of their words.
        field: the ``Draft`` field that is to be mended, "" when none is to blame.
        value: what all of the group have there, or the portal's words without their digits; "" where it says nothing.
    """

    key: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class DateRisk:
    """What becomes of the date on the portal.

    Attributes:
        cut_off_at: aware; up to here the portal takes the day of the needle.
        missed: that moment is over.
        stamped_on: the earliest day that the portal will write once it is.
        due_on, due_by_portal_on: when the second dose may follow, by our day and by the portal's; None where none does.
    """

    cut_off_at: datetime
    missed: bool
    stamped_on: date
    due_on: date | None
    due_by_portal_on: date | None

    def minutes_left(self, now: datetime) -> int:
        """Return the whole minutes from ``now`` (aware) to the cut-off, 0 once it is over."""
        return max(0, int((self.cut_off_at - now).total_seconds()) // 60)


@dataclass(frozen=True, slots=True)
class Concern:
    """One line under a cause.

    Attributes:
        row: the vaccination; None for a correction that is to be raised.
        correction: what is to be raised with the portal.
        why: what a person wrote when it was set aside.
        risk: in the section of dates alone.
    """

    client_ref: str
    receipt_no: str
    name: str
    state: State | None
    row: RegisterRow | None = None
    correction: CorrectionRow | None = None
    why: str = ""
    risk: DateRisk | None = None

    @property
    def key(self) -> str:
        """What stays the same while the line changes."""
        return self.client_ref if self.correction is None else f"{self.client_ref} {self.correction.number}"


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """A cause and all who have it.

    Attributes:
        mends: what is right for the whole group, the best first.
        total: how many there are; more than ``concerns`` holds where the list was cut.
    """

    section: Section
    cause: Cause
    concerns: tuple[Concern, ...]
    mends: tuple[Mend, ...] = ()
    total: int = 0

    @property
    def n(self) -> int:
        """How many there are."""
        return max(self.total, len(self.concerns))

    def open_to(self, mend: Mend) -> tuple[Concern, ...]:
        """Return those for whom ``mend`` can be done as they stand."""
        return tuple(c for c in self.concerns if c.state is None or c.state in MENDABLE[mend])


@dataclass(frozen=True, slots=True)
class Asked:
    """A mend that a person asked for.

    Attributes:
        keys: of the Concerns it is for.
        reason: why, in the person's words.
        value: the right value of ``cause.field``, for PUT_RIGHT.
    """

    mend: Mend
    cause: Cause
    keys: tuple[str, ...]
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of it, one by one.

    Attributes:
        done: keys of the Concerns it was done for.
        left: (key, code of why) of those that stayed as they were; ``wording.errors`` has the sentences.
    """

    mend: Mend
    done: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def of_vaccination(row: RegisterRow, why: str = "", risk: DateRisk | None = None) -> Concern:
    """Return the line of a vaccination."""
    name = row.vaccination.beneficiary.name
    return Concern(row.client_ref, row.receipt_no, name, row.state, row=row, why=why, risk=risk)


def of_correction(told: CorrectionRow) -> Concern:
    """Return the line of a correction that the portal must be told of."""
    return Concern(told.client_ref, told.receipt_no, told.name, None, correction=told)


def in_order(groups: Iterable[CauseGroup]) -> tuple[CauseGroup, ...]:
    """Return ``groups`` by their sections, the most frequent cause of each first."""
    places = {section: place for place, section in enumerate(Section)}
    return tuple(sorted(groups, key=lambda g: (places[g.section], -g.n, g.cause.key, g.cause.field, g.cause.value)))
