# SPDX-License-Identifier: MIT
"""What holds until a person mends it, each as one sentence for the line across the window. Pure."""

from __future__ import annotations

from typing import Final

from ui.status.spans import span
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.user import Role
from vaxdesk.i18n import _, ngettext

READS_BACK: Final = "reads_back_all"


def standing(status: SyncStatus, role: Role) -> dict[str, str]:
    """Return a sentence for each thing that holds, by a name that stays the same while its numbers change."""
    found = {
        "old_copy": _old_copy(status.comparing or 0),
        READS_BACK: _reads_back(role) if status.reads_back_all else "",
        "skew": _skew(status.skew_s or 0.0),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _old_copy(left: int) -> str:
    if not left:
        return ""
    return ngettext(
        "This is an old copy of the data: {n} still to be compared with the portal; nothing is sent before that.",
        "This is an old copy of the data: {n} still to be compared with the portal; nothing is sent before that.",
        left,
    ).format(n=left)


def _reads_back(role: Role) -> str:
    if role is not Role.SUPERVISOR:
        return ""
    return _(
        "The portal accepted one that it then did not show. Since then each one is read back. Raise it with the portal."
    )


def _skew(seconds: float) -> str:
    if not seconds:
        return ""
    if seconds > 0:
        said = _("This PC's clock is {span} behind the portal's; correct it.")
    else:
        said = _("This PC's clock is {span} ahead of the portal's; correct it.")
    return said.format(span=span(abs(seconds)))
