# SPDX-License-Identifier: MIT
"""The case report of an adverse event: gathered from all that is known already, and written as a file.

Whatever fails, an older file stands as it was and nothing half-written stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from vaxdesk import __version__
from vaxdesk.clock import Clock
from vaxdesk.domain.case_report import CaseReport
from vaxdesk.domain.centre import Centre
from vaxdesk.domain.user import User
from vaxdesk.dosing import ReferenceTable
from vaxdesk.errors import FileError, NotFound
from vaxdesk.paths import is_own_file
from vaxdesk.services.placing import place
from vaxdesk.sheets import csv, xlsx
from vaxdesk.sheets.case_report import CaseSheet, CaseWords, case_sheet
from vaxdesk.store import audit, vaccinations
from vaxdesk.store import observation as watches
from vaxdesk.store.database import Store
from vaxdesk.wording import choices, observation

Kind = Literal["xlsx", "csv"]
_RENDER: Final[Mapping[str, Callable[[CaseSheet], bytes]]] = {"xlsx": xlsx.render_case, "csv": csv.render_case}


class CaseReports:
    """The case reports of one desk."""

    def __init__(self, store: Store, reference: ReferenceTable, centres: tuple[Centre, ...], clock: Clock) -> None:
        self._store = store
        self._reference = reference
        self._centres = centres
        self._clock = clock

    def case_report(self, client_ref: str) -> CaseReport:
        """Return everything that the case report asks for and this desk knows.

        Raises:
            NotFound: there is no such vaccination, or ``no_event`` is noted for it.
        """
        with self._store.reading():
            row = vaccinations.one(self._store, client_ref)
            if row is None:
                raise NotFound("no_such_vaccination")
            reported = watches.reported(self._store, client_ref)
            if reported is None:
                raise NotFound("no_event")
            watched = watches.one(self._store, client_ref)
            expires_on, opened_at = watches.vial_facts(self._store, client_ref)
            others = watches.others_of_vial(self._store, client_ref)
        given = row.vaccination
        vaccine = self._reference.vaccine(given.vaccine)
        return CaseReport(
            receipt_no=row.receipt_no,
            portal_ref=row.portal_ref,
            token=watched.token if watched else None,
            vaccination=given,
            centre=next((c for c in self._centres if c.code == given.centre), Centre(given.centre, given.centre, 0)),
            manufacturer=vaccine.manufacturer if vaccine else "",
            expires_on=expires_on,
            vial_opened_at=given.vial_opened_at or opened_at,
            others_of_vial=others,
            reported=reported,
        )

    def write(self, client_ref: str, kind: Kind, out: Path, by: User) -> Path:
        """Write the case report to ``out``, or to the next free name where that cannot be replaced; return where.

        Raises:
            NotFound: as ``case_report``.
            FileError: nothing was written; an older file stands as it was.
            StoreError: the store could not be read, or that it was written could not be noted.
        """
        if not out.name or is_own_file(out, self._store.path.parent):
            raise FileError("export_not_replaced", file=str(out))
        made_at = self._clock.now()
        sheet = case_sheet(self.case_report(client_ref), self._words(), made_at, by.name, f"VaxDesk {__version__}")
        content = _RENDER[kind](sheet)
        path = place(out, content, lambda draft: _compare(draft, content))
        self._store.write(lambda: audit.note(self._store, made_at, by.name, "case_report", client_ref)).result()
        return path

    def _words(self) -> CaseWords:
        return CaseWords(
            gender=choices.gender,
            vaccine=choices.vaccine,
            severity=observation.severity,
            meaning=observation.meaning,
            symptoms=observation.symptoms,
            course=observation.course,
            local=self._clock.local,
        )


def _compare(draft: Path, content: bytes) -> None:
    if draft.read_bytes() != content:
        raise FileError("export_miscounted")
