# SPDX-License-Identifier: MIT
"""From rows and corrections to lines grouped by cause, each with one sentence on what to do. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.i18n import _
from vaxdesk.wording import choices, outcomes


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """One line.

    Attributes:
        key: stays the same while the line changes.
        client_ref: the vaccination that Enter opens.
        state: None for a correction that is to be raised.
        cause: why it stands here; equal causes stand together.
        todo: what a person does now.
        row: the vaccination, None for a correction.
    """

    key: str
    client_ref: str
    receipt_no: str
    name: str
    state: State | None
    cause: str
    todo: str
    row: RegisterRow | None = None


_CONFLICTS = frozenset({"dose_differs", "person_differs", "several_people"})


def lines(rows: Iterable[RegisterRow], to_raise: Iterable[CorrectionRow]) -> tuple[AttentionRow, ...]:
    """Return rejected ones by cause, the most frequent cause first, then doubtful, held, and what is to be raised."""
    made = [_line(row) for row in rows]
    often = Counter(line.cause for line in made)
    made.sort(key=lambda line: (_PLACE[line.state], -often[line.cause], line.cause, line.receipt_no))
    return (*made, *(_correction(row) for row in to_raise))


_PLACE: dict[State | None, int] = {State.REJECTED: 0, State.DOUBTFUL: 1, State.HELD: 2}


def _line(row: RegisterRow) -> AttentionRow:
    cause, todo = _cause(row)
    name = row.vaccination.beneficiary.name
    return AttentionRow(row.client_ref, row.client_ref, row.receipt_no, name, row.state, cause, todo, row)


def _cause(row: RegisterRow) -> tuple[str, str]:
    if row.state is State.REJECTED and row.last_code in _CONFLICTS:
        todo = _("Ours is wrong: correct it. It was typed twice: cancel ours. The portal is wrong: raise it there.")
        return outcomes.for_outcome(row.last_code), todo
    if row.state is State.REJECTED:
        said = _("The portal says: {words}").format(words=row.last_words)
        cause = said if row.last_words else outcomes.for_outcome(row.last_code)
        if row.last_field:
            field = choices.field_label(row.last_field)
            return cause, _("Open it, mend “{field}” and save: it goes again.").format(field=field)
        return cause, _("Open it, compare it with the ID and save: it goes again.")
    if row.state is State.DOUBTFUL:
        return (
            _("The portal's answer was lost several times."),
            _("Nothing to type: the desk goes on looking. See on the portal whether the person stands there."),
        )
    return _("Set aside by the supervisor."), _("The supervisor decides whether it goes or is cancelled.")


def _correction(row: CorrectionRow) -> AttentionRow:
    field = choices.field_label(row.field)
    return AttentionRow(
        key=f"{row.client_ref} {row.field} {row.corrected_at.isoformat()}",
        client_ref=row.client_ref,
        receipt_no=row.receipt_no,
        name=row.name,
        state=None,
        cause=_("To raise with the portal: {field}").format(field=field),
        todo=_("The portal holds “{before}”; right is “{after}”. Reason: {reason}").format(
            before=row.before, after=row.after, reason=row.reason
        ),
    )
