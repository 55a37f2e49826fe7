# SPDX-License-Identifier: MIT
"""What the register shows of a row, what it finds by, and the totals under it. Pure over frozen rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ui.widgets.rows_model import Column
from vaxdesk import identity
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import choices, states

Rows = tuple[RegisterRow, ...]


def columns(centres: Mapping[str, str]) -> tuple[Column[RegisterRow], ...]:
    """Return the columns in the language in use, with centres by their names."""
    return (
        Column(_("Receipt"), 74, lambda row: row.receipt_no),
        Column(_("Time"), 60, lambda row: f"{row.vaccination.given_at:%H:%M}"),
        Column(_("Name"), 138, lambda row: row.vaccination.beneficiary.name),
        Column(_("Mobile"), 104, lambda row: row.vaccination.beneficiary.mobile),
        Column(_("Photo ID"), 164, _photo_id),
        Column(_("State"), 132, lambda row: row.state),
        Column(_("Dose"), 52, lambda row: str(row.vaccination.dose)),
        Column(_("Vaccine"), 94, lambda row: choices.vaccine(row.vaccination.vaccine)),
        Column(_("Vial"), 48, lambda row: row.vaccination.vial),
        Column(_("Centre"), 82, lambda row: centres.get(row.vaccination.centre, row.vaccination.centre)),
        Column(_("Entered by"), 106, lambda row: row.recorded_by),
        Column(_("Portal reference"), 116, lambda row: row.portal_ref),
    )


def found(rows: Rows, state: State | None, text: str) -> Rows:
    """Return the rows in ``state`` (None: any) whose name, mobile or receipt holds every word of ``text``."""
    words = identity.name_key(text).split()
    return tuple(
        row for row in rows if (state is None or row.state is state) and all(word in _searched(row) for word in words)
    )


def totals(rows: Rows, shown: int) -> str:
    """Return "115 recorded = 78 on the portal + 33 waiting · 2 void", and how many of them are shown."""
    counts = Counter(row.state for row in rows)
    void = counts.pop(State.VOID, 0)
    parts = [f"{counts[state]} {states.word(state)}" for state in _in_order(counts)]
    recorded = sum(counts.values())
    line = ngettext("{n} recorded", "{n} recorded", recorded).format(n=recorded)
    if parts:
        line += " = " + " + ".join(parts)
    if void:
        line += f"  ·  {void} {states.word(State.VOID)}"
    if shown != len(rows):
        line += "  ·  " + _("{shown} of {all} shown").format(shown=shown, all=len(rows))
    return line


def _in_order(counts: Iterable[State]) -> list[State]:
    order = (State.CONFIRMED, State.ACCEPTED, State.WAITING, State.SENDING, State.DOUBTFUL, State.REJECTED, State.HELD)
    present = set(counts)
    return [state for state in order if state in present]


def _photo_id(row: RegisterRow) -> str:
    person = row.vaccination.beneficiary
    if person.id_type is None:
        return choices.no_id_why(row.vaccination.no_id_why)
    return f"··{person.id_number[-4:]} {choices.id_type(person.id_type)}"  # digits first: a narrow column cuts the end


def _searched(row: RegisterRow) -> str:
    person = row.vaccination.beneficiary
    return f"{identity.name_key(person.name)} {person.mobile} {row.receipt_no}"
