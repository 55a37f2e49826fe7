# SPDX-License-Identifier: MIT
"""Watches the pass that *Upload now* asked for, and says once what it brought. Pure: one snapshot after the other."""

from __future__ import annotations

from dataclasses import dataclass

from ui.status import sentences
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.i18n import _, ngettext


@dataclass(slots=True)
class PassWatch:
    """From the click until nothing is under way any more.

    Attributes:
        before: the snapshot at the click.
        moved: something was seen to have happened since.
    """

    before: SyncStatus
    moved: bool = False

    @classmethod
    def begun(cls, status: SyncStatus) -> PassWatch | None:
        """Return a watch over what follows ``status``; None where no pass can follow."""
        waits = bool(status.counts.unsettled) and not status.paused and not status.stop_reason
        return cls(status) if waits else None

    def is_over(self, status: SyncStatus) -> bool:
        """Look at the next snapshot; return whether the pass has done what it could.

        What is settled and what is claimed next stand in one transaction, so a snapshot with nothing on its way
        means that nothing more may go at present.
        """
        self.moved = self.moved or bool(status.counts.sending) or _traces(status) != _traces(self.before)
        return self.moved and not status.counts.sending

    def report(self, status: SyncStatus) -> str:
        """Return "12 sent, 1 to fix, 3 still to go" with no part of 0 but the first."""
        sent = max(0, status.counts.confirmed - self.before.counts.confirmed)
        to_fix = max(0, status.counts.rejected - self.before.counts.rejected)
        left = status.counts.unsettled
        if not sent and not to_fix:
            return _("Nothing could be sent just now. {safe}").format(safe=sentences.saved_here(left))
        parts = [ngettext("{n} sent", "{n} sent", sent).format(n=sent)]
        if to_fix:
            parts.append(ngettext("{n} to fix", "{n} to fix", to_fix).format(n=to_fix))
        if left:
            parts.append(ngettext("{n} still to go", "{n} still to go", left).format(n=left))
        return ", ".join(parts)


def _traces(status: SyncStatus) -> tuple[object, ...]:
    """What an exchange leaves behind; a person who records meanwhile changes none of it."""
    counts = status.counts
    return counts.confirmed, counts.rejected, counts.doubtful, status.last_contact_at, status.next_try_at
