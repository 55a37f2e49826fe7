# SPDX-License-Identifier: MIT
"""The steps that the uploader needs of any portal. No HTTP library and no portal's field names stand here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.upload import OutboxItem


class Portal(Protocol):
    """One portal, safe to call from a few threads at once.

    Every step ends in an Outcome, whatever the line or the portal does, and within the time-outs.

    Attributes:
        host: whom a confirmation came from.
    """

    host: str

    def find_by_mobile(self, items: Sequence[OutboxItem]) -> tuple[Outcome, ...]:
        """Look for people of one mobile, in one request; return an Outcome for each, in their order.

        FOUND (``dose_proven`` when the dose stands there as ours), ABSENT, or CONFLICT
        ``dose_differs`` or ``several_people``; also whatever may become of any exchange. The first has the
        status and the cost of the request, the others have none, and ``calls`` 0.

        Raises:
            ValueError: ``items`` is empty, or they are not of one mobile.
        """

    def find_by_reference(self, item: OutboxItem) -> Outcome:
        """Look at the person of ``item.portal_ref``; where that is not known, of ``item.listed_ref``.

        FOUND (``dose_proven`` or not yet), ABSENT when the portal shows nobody, or CONFLICT
        ``dose_differs`` or ``person_differs``. A listed reference was proven by nobody: ABSENT also when the portal
        does not know it, or shows anybody but the very person.
        """

    def register(self, item: OutboxItem) -> Outcome:
        """Register the person: FOUND with the new reference."""

    def vaccinate(self, item: OutboxItem) -> Outcome:
        """Write the dose of the person of ``item.portal_ref``: FOUND with ``dose_proven``."""

    def ping(self) -> Outcome:
        """Ask for something harmless: FOUND ``reachable`` when this is a portal and it answers."""

    def close(self) -> None:
        """Let the connections go."""
