# SPDX-License-Identifier: MIT
"""The lists beside the line list: what is not on the portal, and what was corrected or cancelled. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import State
from vaxdesk.i18n import _
from vaxdesk.sheets.cells import Cell, Table, Words, crossed_out, crossed_out_id, without_numbers
from vaxdesk.sheets.rows import live, voided


def problems(rows: Iterable[RegisterRow], words: Words, *, masked: bool) -> Table:
    """Return every live row that is not confirmed, with its state, the reason and the portal's own words."""

    def cells(row: RegisterRow) -> tuple[Cell, ...]:
        person = row.vaccination.beneficiary
        said = without_numbers(row.last_words, person.mobile, person.id_number) if masked else row.last_words
        return (
            row.receipt_no,
            row.vaccination.centre,
            person.name,
            crossed_out(person.mobile) if masked else person.mobile,
            row.portal_ref,
            words.state(row.state),
            words.reason(row),
            said,
            words.field(row.last_field) if row.last_field else "",
            row.attempts,
            words.moment(row.next_attempt_at),
            row.recorded_by,
        )

    return Table(
        headings=(
            _("Receipt no."),
            _("Centre"),
            _("Name"),
            _("Mobile"),
            _("Portal reference"),
            _("State"),
            _("Last reason"),
            _("The portal's own words"),
            _("Field"),
            _("Tries"),
            _("Next try at"),
            _("Entered by"),
        ),
        rows=tuple(cells(row) for row in live(rows) if row.state is not State.CONFIRMED),
    )


def corrections(rows: Iterable[RegisterRow], changed: Iterable[CorrectionRow], words: Words, *, masked: bool) -> Table:
    """Return every changed field with both values, then every cancelled vaccination with its reason.

    ID numbers show their last four in every copy, mobiles in masked ones.
    """
    people = {row.client_ref: row.vaccination.beneficiary for row in rows}

    def value(correction: CorrectionRow, text: str) -> str:
        if correction.field == "id_number":
            return crossed_out_id(text)
        if correction.field == "mobile" and masked:
            return crossed_out(text)
        return free(correction.client_ref, text)

    def free(client_ref: str, text: str) -> str:
        if not masked:
            return text
        person = people.get(client_ref)
        return without_numbers(text, *((person.mobile, person.id_number) if person else ()))

    ordered = sorted(changed, key=lambda c: (c.corrected_at, c.receipt_no))
    changes: list[tuple[Cell, ...]] = [
        (
            c.receipt_no,
            c.name,
            words.field(c.field),
            value(c, c.before),
            value(c, c.after),
            free(c.client_ref, c.reason),
            c.corrected_by,
            words.moment(c.corrected_at),
            _("yes") if c.to_raise else "",
        )
        for c in ordered
    ]
    cancelled: list[tuple[Cell, ...]] = [
        (
            row.receipt_no,
            row.vaccination.beneficiary.name,
            words.state(row.state),
            None,
            None,
            free(row.client_ref, row.void_reason),
            None,
            None,
            None,
        )
        for row in voided(rows)
    ]
    return Table(headings=_correction_headings(), rows=(*changes, *cancelled))


def _correction_headings() -> tuple[str, ...]:
    return (
        _("Receipt no."),
        _("Name"),
        _("Field"),
        _("Before"),
        _("After"),
        _("Reason"),
        _("Corrected by"),
        _("Corrected at"),
        _("To raise with the portal"),
    )
