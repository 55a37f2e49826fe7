# SPDX-License-Identifier: MIT
"""What happened in a walk, so that whatever went wrong can be read in order: the desk's side beside the portal's."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faults.portal_model import Identity, Line
from vaxdesk.domain.outcome import Outcome
from vaxdesk.sync.senders import Call


class Diary:
    """A ``Watcher`` that keeps what it sees."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, str, str]] = []

    def note(self, at: float, what: str, mobile: str = "") -> None:
        """Keep what befell the desk, or somebody of one mobile."""
        self._lines.append((at, mobile, what))

    def desk_starts(self) -> None:
        """See ``Watcher``."""

    def begins(self, call: Call, beside: Sequence[Call], at: float) -> None:
        """See ``Watcher``."""
        for item in call.items:
            person = item.vaccination.beneficiary
            what = f"{person.id_number} dose {item.vaccination.dose}: {item.state} {item.step} {item.endpoint}"
            self.note(at, f"desk asks {what}, looks {item.empty_looks}, reference {item.portal_ref}", person.mobile)

    def hears(self, call: Call, outcomes: Sequence[Outcome], at: float) -> None:
        """See ``Watcher``."""
        for item, outcome in zip(call.items, outcomes, strict=True):
            person = item.vaccination.beneficiary
            self.note(at, f"desk hears {person.id_number}: {outcome.code} {outcome.http_status}", person.mobile)

    def of(self, whom: tuple[Identity, int], ledger: Sequence[Line]) -> tuple[str, ...]:
        """Return all that happened to the people of one mobile, here and in the portal's ``ledger``, in order."""
        (mobile, id_number), dose = whom
        portal = [
            (line.at, f"portal {'writes' if line.wrote else line.fault.value} {line.path.rpartition('/')[2]}")
            for line in ledger
            if line.about == mobile
        ]
        own = [(at, what) for at, about, what in self._lines if about == mobile]
        until = max((at for at, _what in own + portal), default=0.0)
        since = min((at for at, _what in own + portal), default=0.0)
        own += [(at, what) for at, about, what in self._lines if not about and since <= at <= until]
        return (f"{mobile} {id_number} dose {dose}", *(f"{at:.1f} {what}" for at, what in sorted(own + portal)))
