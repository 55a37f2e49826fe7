# SPDX-License-Identifier: MIT
"""What the daily sheet knows of the half hour after each needle, and of adverse events. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from vaxdesk.domain.observation import Course, Reported, Severity, Watched


@dataclass(frozen=True, slots=True)
class DayWatch:
    """The people of one day by client_ref; who has neither entry was never watched through this program.

    Attributes:
        reported: the adverse event that stands for each.
    """

    watched: Mapping[str, Watched] = field(default_factory=dict)
    reported: Mapping[str, Reported] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether anybody was watched, so that a nought is counted and not only unknown."""
        return bool(self.watched or self.reported)

    def whole(self) -> int:
        """Return how many were let go after half an hour or more."""
        return sum(person.released_at is not None and not person.left_early for person in self.watched.values())

    def early(self) -> int:
        """Return how many left before that."""
        return sum(person.left_early for person in self.watched.values())

    def sitting(self) -> int:
        """Return how many nobody has let go."""
        return sum(person.released_at is None for person in self.watched.values())

    def of(self, severity: Severity) -> int:
        """Return how many adverse events are of that class."""
        return sum(each.event.severity is severity for each in self.reported.values())

    def sent_on(self) -> int:
        """Return how many were referred or admitted."""
        return sum(
            bool(each.event.referred_to) or each.event.outcome is Course.ADMITTED for each in self.reported.values()
        )

    def filed(self) -> int:
        """Return how many have the district's case number."""
        return sum(bool(each.event.case_no) for each in self.reported.values())


NO_WATCH: Final = DayWatch()
