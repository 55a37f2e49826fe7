# SPDX-License-Identifier: MIT
"""The pages of the paper register and what was typed of them a second time. Decides nothing about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from vaxdesk.store.database import Store


def begin(store: Store, centre: str, page: str, on: date, by: str, now: datetime) -> int:
    """Return the id of the page, made if it is new. Writer thread."""
    table = store.models.RegisterPage
    row = table.get_or_none((table.centre == centre) & (table.page == page) & (table.given_on == on.isoformat()))
    if row is not None:
        return int(row.id)
    made = table.insert(centre=centre, page=page, given_on=on.isoformat(), opened_by=by, opened_at=now.timestamp())
    return int(made.execute())


def get(store: Store, page_id: int) -> Any:
    """Return the row of a page, None when there is none. Reading."""
    return store.models.RegisterPage.get_or_none(store.models.RegisterPage.id == page_id)


def every(store: Store, most: int) -> list[Any]:
    """Return the pages, those still open first, then the newest, ``most`` at most. Reading."""
    table = store.models.RegisterPage
    return list(table.select().order_by(table.closed_at.is_null(False), table.id.desc()).limit(most))


def change(store: Store, page_id: int, **values: object) -> None:
    """Set columns of a page. Writer thread."""
    store.models.RegisterPage.update(**values).where(store.models.RegisterPage.id == page_id).execute()


def rows(store: Store, page: Any) -> list[dict[str, Any]]:
    """Return what was typed of ``page`` and counts, in the order of the lines' typing. Reading."""
    vaccination, person = store.models.Vaccination, store.models.Beneficiary
    query = (
        vaccination.select(
            vaccination.id,
            vaccination.client_ref,
            vaccination.line,
            vaccination.dose,
            vaccination.recorded_by,
            person.name,
            person.mobile,
            person.id_number,
        )
        .join(person)
        .where((vaccination.given_on == page.given_on) & (vaccination.centre == page.centre))
        .where((vaccination.page == page.page) & (vaccination.live == True))  # noqa: E712 (SQL)
        .order_by(vaccination.id)
    )
    return list(query.dicts())


def keyed(store: Store, page_id: int) -> dict[int, dict[str, tuple[str, str]]]:
    """Return by vaccination id and field what stood there and what was typed the second time. Reading."""
    table = store.models.SecondKeying
    query = table.select(table.vaccination, table.field, table.first, table.second).where(table.page == page_id)
    found: dict[int, dict[str, tuple[str, str]]] = {}
    for vaccination_id, field, first, second in query.tuples():
        found.setdefault(vaccination_id, {})[field] = (first, second)
    return found


def key(
    store: Store, page_id: int, vaccination_id: int, values: Mapping[str, tuple[str, str]], by: str, now: datetime
) -> None:
    """Keep a second typing; a later one of the same row takes its place, what stood there at first stays. Writer
    thread."""
    table = store.models.SecondKeying
    for field, (first, second) in values.items():
        row = {"field": field, "first": first, "second": second, "keyed_by": by, "keyed_at": now.timestamp()}
        table.insert(page=page_id, vaccination=vaccination_id, **row).on_conflict(
            conflict_target=(table.page, table.vaccination, table.field),
            preserve=(table.second, table.keyed_by, table.keyed_at),
        ).execute()


def closed_at(page: Any) -> datetime | None:
    """Return when ``page`` was closed, None while it is open."""
    return None if page.closed_at is None else datetime.fromtimestamp(page.closed_at, UTC)
