# SPDX-License-Identifier: MIT
"""``services.story.Stories`` and ``services.slips.Slips`` over the rows of a ``FakeDesk``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.fake_sending import Faulty
from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.slip import Paper, Slip
from vaxdesk.domain.story import Happened, Moment, Story
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User
from vaxdesk.errors import NotFound, VaxDeskError
from vaxdesk.scanning import slip_code

if TYPE_CHECKING:
    from tests.support.fake_desk import FakeDesk


class FakeStories(Faulty):
    """Tells of each row when it was recorded and when it was confirmed."""

    def of(self, client_ref: str) -> Story:
        self._may_fail()
        return _story(self.desk.find(client_ref))

    def by_receipt(self, receipt_no: str) -> Story:
        return self._first(receipt_no, [row for row in self.desk.rows if row.receipt_no == receipt_no])

    def by_slip(self, receipt_no: str, mark: str) -> Story:
        for row in self.desk.rows:
            if (row.receipt_no, slip_code.mark(row.client_ref)) == (receipt_no, mark):
                return _story(row)
        raise NotFound("slip_of_another_desk", receipt=receipt_no)

    def by_reference(self, portal_ref: str) -> Story:
        return self._first(portal_ref, [row for row in self.desk.rows if row.portal_ref == portal_ref])

    def _first(self, number: str, rows: list[RegisterRow]) -> Story:
        if not rows:
            raise NotFound("nobody_with", number=number)
        return _story(rows[0])


class FakeSlips(Faulty):
    """Makes a slip of each row.

    Attributes:
        noted: (client_ref, paper, who) of each print.
        written: (client_ref, paper, file) of each PDF.
    """

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.noted: list[tuple[str, Paper, User]] = []
        self.written: list[tuple[str, Paper, Path]] = []

    def slip(self, client_ref: str) -> Slip:
        self._may_fail()
        row = self.desk.find(client_ref)
        if row.state is State.VOID:
            raise VaxDeskError("no_slip_of_void")
        given = row.vaccination
        return Slip(
            client_ref=client_ref,
            receipt_no=row.receipt_no,
            code=slip_code.write(row.receipt_no, client_ref),
            name=given.beneficiary.name,
            vaccine=given.vaccine,
            batch=given.batch,
            dose=given.dose,
            given_on=given.given_on,
            given_at=given.given_at,
            centre="LNJP Hospital, Kurukshetra",
            next_due=date(2021, 2, 13),
            state=row.state,
            portal_ref=row.portal_ref,
            made_at=self.desk.clock.now(),
        )

    def note_print(self, slip: Slip, paper: Paper, by: User) -> None:
        self._may_fail()
        self.noted.append((slip.client_ref, paper, by))

    def write(self, slip: Slip, paper: Paper, by: User, out: Path, pdf: bytes) -> Path:
        self._may_fail()
        out.write_bytes(pdf)
        self.written.append((slip.client_ref, paper, out))
        return out


def _story(row: RegisterRow) -> Story:
    given = row.vaccination
    moments = [Moment(row.recorded_at, Happened.RECORDED, row.recorded_by)]
    if row.confirmed_at is not None:
        moments.append(Moment(row.confirmed_at, Happened.CONFIRMED, row.portal_ref))
    return Story(
        client_ref=row.client_ref,
        receipt_no=row.receipt_no,
        name=given.beneficiary.name,
        birth_year=given.beneficiary.birth_year,
        dose=given.dose,
        vaccine=given.vaccine,
        state=row.state,
        portal_ref=row.portal_ref,
        reason=row.void_reason,
        moments=tuple(moments),
    )
