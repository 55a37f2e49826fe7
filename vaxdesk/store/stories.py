# SPDX-License-Identifier: MIT
"""What the tables know of one vaccination, told as moments. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from vaxdesk.domain.story import Happened, Moment
from vaxdesk.domain.upload import Step
from vaxdesk.store.attempts import ANSWERED
from vaxdesk.store.database import Store

_BY_HAND: Final = {"correct": Happened.CORRECTED, "void": Happened.CANCELLED, "slip": Happened.PRINTED}
_LAST_OF: Final = frozenset({Happened.SENT, Happened.PRINTED, Happened.CORRECTED})


def with_receipt(store: Store, receipt_no: str) -> str:
    """Return the client_ref of the vaccination with this receipt number, "" when there is none."""
    return _client_ref(store, store.models.Vaccination.receipt_no == receipt_no)


def with_reference(store: Store, portal_ref: str) -> str:
    """Return the client_ref of the last live vaccination of the person with this reference, "" when there is none."""
    models = store.models
    live = models.Vaccination.live == True  # noqa: E712 (SQL)
    return _client_ref(store, (models.Beneficiary.portal_ref == portal_ref) & live)


def moments(store: Store, client_ref: str) -> tuple[Moment, ...]:
    """Return what people and the upload did with it, oldest first; of what repeats the last."""
    rows = store.models.Vaccination.select().where(store.models.Vaccination.client_ref == client_ref)
    found = [moment for row in rows for moment in _all(store, row)]
    return tuple(sorted(_without_repeats(found), key=lambda moment: moment.at))


def _all(store: Store, row: Any) -> Iterator[Moment]:
    models = store.models
    yield _moment(row.recorded_at, Happened.RECORDED, row.recorded_by)
    for watched in models.Observation.select().where(models.Observation.vaccination == row.id):
        yield _moment(watched.began_at, Happened.SEATED, str(watched.token))
        if watched.released_at is not None:
            yield _moment(watched.released_at, Happened.LEFT)
    audit = models.Audit
    deeds = audit.select().where((audit.client_ref == row.client_ref) & audit.action.in_(list(_BY_HAND)))
    for deed in deeds.order_by(audit.seq):
        yield _moment(deed.at, _BY_HAND[deed.action], deed.actor)
    attempt = models.Attempt
    sent = (attempt.vaccination == row.id) & (attempt.look == False)  # noqa: E712 (SQL)
    heard = attempt.code.in_(list(ANSWERED)) & (attempt.step == Step.VACCINATE.value)
    for exchange in attempt.select().where(sent & heard).order_by(attempt.id):
        yield _moment(exchange.at, Happened.SENT)


def _without_repeats(found: Iterable[Moment]) -> Iterator[Moment]:
    last: dict[Happened, Moment] = {}
    for moment in found:
        if moment.happened in _LAST_OF:
            last[moment.happened] = moment
        else:
            yield moment
    yield from last.values()


def _moment(at: float, happened: Happened, detail: str = "") -> Moment:
    return Moment(datetime.fromtimestamp(at, UTC), happened, detail)


def _client_ref(store: Store, where: Any) -> str:
    models = store.models
    vaccination = models.Vaccination
    query = vaccination.select(vaccination.client_ref).join(models.Beneficiary).where(where)
    row = query.order_by(vaccination.id.desc()).first()
    return str(row.client_ref) if row else ""
