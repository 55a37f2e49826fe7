# SPDX-License-Identifier: MIT
"""Proof slips: the facts for one, the note that one was printed, and the PDF where a person says.

A slip may be printed again at will; each time is noted before the paper comes out. How it looks is the rim's matter.
"""

from __future__ import annotations

from pathlib import Path

from vaxdesk.clock import Clock
from vaxdesk.domain.slip import Paper, Slip
from vaxdesk.domain.upload import State
from vaxdesk.domain.user import User
from vaxdesk.dosing import ReferenceTable, next_due
from vaxdesk.errors import FileError, NotFound, VaxDeskError
from vaxdesk.paths import is_own_file
from vaxdesk.scanning import slip_code
from vaxdesk.services.placing import place
from vaxdesk.settings import Settings
from vaxdesk.store import audit, vaccinations
from vaxdesk.store.database import Store


class Slips:
    """The slips of one desk."""

    def __init__(self, store: Store, table: ReferenceTable, settings: Settings, clock: Clock) -> None:
        self._store = store
        self._table = table
        self._centres = {centre.code: centre.name for centre in settings.centres}
        self._host = settings.portal.host
        self._clock = clock

    def slip(self, client_ref: str) -> Slip:
        """Return what stands on the slip of a vaccination at this moment.

        Raises:
            NotFound: there is none.
            VaxDeskError: ``no_slip_of_void``; what was cancelled is proof of nothing.
        """
        with self._store.reading():
            found = vaccinations.one(self._store, client_ref)
        if found is None:
            raise NotFound("no_such_vaccination")
        row = found.seen_by(self._host)
        if row.state is State.VOID:
            raise VaxDeskError("no_slip_of_void")
        given = row.vaccination
        vaccine = self._table.vaccine(given.vaccine)
        more_to_come = vaccine is not None and given.dose < vaccine.doses
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
            centre=self._centres.get(given.centre, given.centre),
            next_due=next_due(vaccine, given.given_on) if vaccine is not None and more_to_come else None,
            state=row.state,
            portal_ref=row.portal_ref,
            made_at=self._clock.now(),
        )

    def note_print(self, slip: Slip, paper: Paper, by: User) -> None:
        """Note that ``by`` prints ``slip``; raises StoreError, and then nothing is to be printed."""
        self._note(slip, f"{paper},printer", by)

    def write(self, slip: Slip, paper: Paper, by: User, out: Path, pdf: bytes) -> Path:
        """Write ``pdf`` to ``out``, or to the next free name where it cannot be replaced; return where it stands.

        Raises:
            FileError: nothing was written; an older file stands as it was.
            StoreError: the disk failed; nothing was written.
        """
        if not out.name or is_own_file(out, self._store.path.parent):
            raise FileError("export_not_replaced", file=str(out))
        self._note(slip, f"{paper},pdf", by)
        return place(out, pdf, lambda draft: _compare(draft, pdf))

    def _note(self, slip: Slip, how: str, by: User) -> None:
        self._store.write(
            lambda: audit.note(self._store, self._clock.now(), by.name, "slip", slip.client_ref, how)
        ).result()


def _compare(draft: Path, wanted: bytes) -> None:
    try:
        same = draft.read_bytes() == wanted
    except OSError as error:
        raise FileError("slip_not_written") from error
    if not same:
        raise FileError("slip_not_written")
