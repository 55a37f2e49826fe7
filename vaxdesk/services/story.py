# SPDX-License-Identifier: MIT
"""Where is this person? The story of one vaccination, found by a slip, a receipt number or a portal reference."""

from __future__ import annotations

from vaxdesk.domain.register_row import RegisterRow
from vaxdesk.domain.story import Happened, Moment, Story
from vaxdesk.domain.upload import State
from vaxdesk.errors import NotFound
from vaxdesk.scanning import slip_code
from vaxdesk.store import stories, vaccinations
from vaxdesk.store.database import Store


class Stories:
    """Frozen stories out, for any thread, as a desk tells them that uploads to ``host`` ("" = wherever)."""

    def __init__(self, store: Store, host: str = "") -> None:
        self._store = store
        self._host = host

    def of(self, client_ref: str) -> Story:
        """Return the story of one vaccination.

        Raises:
            NotFound: there is none.
        """
        with self._store.reading():
            row = vaccinations.one(self._store, client_ref)
            told = stories.moments(self._store, client_ref)
        if row is None:
            raise NotFound("no_such_vaccination")
        return self._story(row.seen_by(self._host), told)

    def by_receipt(self, receipt_no: str) -> Story:
        """Return the story behind a receipt number. Raises NotFound: ``nobody_with``."""
        return self._found(self._with_receipt(receipt_no), receipt_no)

    def by_slip(self, receipt_no: str, mark: str) -> Story:
        """Return the story behind a scanned slip.

        Raises:
            NotFound: ``slip_of_another_desk``, where the number stands here with another mark or not at all.
        """
        client_ref = self._with_receipt(receipt_no)
        if not client_ref or slip_code.mark(client_ref) != mark:
            raise NotFound("slip_of_another_desk", receipt=receipt_no)
        return self.of(client_ref)

    def by_reference(self, portal_ref: str) -> Story:
        """Return the story of the last dose of the person with this reference. Raises NotFound: ``nobody_with``."""
        with self._store.reading():
            client_ref = stories.with_reference(self._store, portal_ref)
        return self._found(client_ref, portal_ref)

    def _with_receipt(self, receipt_no: str) -> str:
        with self._store.reading():
            return stories.with_receipt(self._store, receipt_no)

    def _found(self, client_ref: str, number: str) -> Story:
        if not client_ref:
            raise NotFound("nobody_with", number=number)
        return self.of(client_ref)

    def _story(self, row: RegisterRow, told: tuple[Moment, ...]) -> Story:
        given = row.vaccination
        moments = list(told)
        if row.state is State.CONFIRMED and row.confirmed_at is not None:
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
            reason=row.void_reason if row.state is State.VOID else row.last_words,
            moments=tuple(sorted(moments, key=lambda moment: moment.at)),
        )
