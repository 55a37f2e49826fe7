# SPDX-License-Identifier: MIT
"""The form's own sentences: saved, corrected, left unfinished. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ui.form.pasting import PastedRow
from vaxdesk.domain.vaccination import Receipt
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import choices

if TYPE_CHECKING:
    from vaxdesk.services.drafts import KeptDraft

Local = Callable[[datetime], datetime]


def saved(receipt: Receipt, corrected: bool, local: Local) -> str:
    """Return "Saved 11:31 · Kavita Rani · 037-0 · mend F12"."""
    if corrected:
        return _("Corrected · {name} · {receipt} · mend F12").format(name=receipt.name, receipt=receipt.receipt_no)
    return _("Saved {time} · {name} · {receipt} · mend F12").format(
        time=f"{local(receipt.recorded_at):%H:%M}", name=receipt.name, receipt=receipt.receipt_no
    )


def left_unfinished(kept: KeptDraft, local: Local) -> str:
    """Return who left what half-typed, and when."""
    return _("Left unfinished at {time} by {by}: {name}").format(
        time=f"{local(kept.kept_at):%d-%m-%Y %H:%M}", by=kept.by, name=kept.draft.name or _("no name yet")
    )


def taken_over(by: str, name: str) -> str:
    """Return whose half-typed person stands there after somebody else sat down."""
    return _("Half typed by {by}: {name}. Go on with it, or clear it with Esc.").format(
        by=by, name=name.strip() or _("no name yet")
    )


def would_be_lost(fields: Sequence[str], name: str) -> str:
    """Return the question before typing is replaced: whose, and which fields."""
    words = ", ".join(choices.field_label(field) for field in fields)
    return _("This replaces what is typed of {name}: {fields}. Replace it?").format(
        name=name.strip() or _("a person without a name yet"), fields=words
    )


def row_pasted(row: PastedRow) -> str:
    """Return the question after a whole row was pasted: what it says, and that the rest is left out."""
    words = ", ".join(choices.field_label(field) for field in row.values)
    asked = _("A whole row was pasted. Fill in {fields} from it?").format(fields=words)
    if not row.unplaced:
        return asked
    rest = ngettext(
        "{count} cell belongs nowhere here and is left out.",
        "{count} cells belong nowhere here and are left out.",
        row.unplaced,
    )
    return f"{asked} {rest.format(count=row.unplaced)}"


def nothing_pasted(row: PastedRow) -> str:
    """Return why nothing of a pasted row was filled in, and what to do."""
    if row.rows > 1:
        return _("Several rows were pasted; nothing was filled in. Take a whole list in under Import.")
    return _("What was pasted is a row of several cells; nothing was filled in. Paste one cell at a time.")
