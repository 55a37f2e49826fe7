# SPDX-License-Identifier: MIT
"""The paper register page by page: typed row after row, closed when the rows are as many as the paper says.

Of each page a sample is typed a second time by somebody else: mobile, last four digits of the ID, and dose, the fields
in which a slip does harm. What differs is shown; nothing is changed here but pages: rows are corrected in the form.
"""

from __future__ import annotations

import hmac
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from vaxdesk import identity
from vaxdesk.clock import Clock
from vaxdesk.domain.register_page import Keyed, PageRow, SampleRow
from vaxdesk.domain.user import User
from vaxdesk.errors import NotFound, VaxDeskError
from vaxdesk.store import audit, pages
from vaxdesk.store.database import Store

TYPED_TWICE: Final = ("mobile", "id_number", "dose")
SAMPLE_SHARE: Final = 0.1
"""A tenth of each page, one row at least (field study, section 4, feature 5)."""
MOST_SHOWN: Final = 200
MOST_GAPS: Final = 5
LONGEST_PAGE: Final = 20
MOBILE_DIGITS: Final = 10

Typed = Mapping[str, tuple[str, str]]
"""By field what stood there when it was typed the second time, and what was typed."""


class Pages:
    """The pages of one desk. Every method may be slow; none is for the GUI thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def begin(self, centre: str, page: str, on: date, by: User) -> PageRow:
        """Return the page, opened if nobody typed of it yet.

        Raises:
            VaxDeskError: ``page_missing``: no usable number; ``page_in_future``. Nothing was changed.
            StoreError: nothing was changed.
        """
        number = identity.hide_aadhaar(identity.normalise_text(page))
        if not number or len(number) > LONGEST_PAGE:
            raise VaxDeskError("page_missing", most=str(LONGEST_PAGE))
        if on > self._clock.local().date():
            raise VaxDeskError("page_in_future")

        def work() -> PageRow:
            now = self._clock.now()
            return self._row(pages.get(self._store, pages.begin(self._store, centre, number, on, by.name, now)))

        return self._store.write(work).result()

    def listed(self) -> tuple[PageRow, ...]:
        """Return the pages, open ones first."""
        with self._store.reading():
            return tuple(self._row(page) for page in pages.every(self._store, MOST_SHOWN))

    def close(self, page_id: int, total: int, by: User) -> PageRow:
        """Close a page whose paper says ``total`` rows.

        Raises:
            VaxDeskError: ``page_total_differs``; ``page_lines_doubled``: two rows on one line. The total is kept.
            NotFound, StoreError: nothing was changed.
        """

        def work() -> PageRow:
            pages.change(self._store, page_id, total=total)
            row = self._row(self._page(page_id))
            if row.agrees and not row.doubled_lines:
                now = self._clock.now()
                pages.change(self._store, page_id, closed_by=by.name, closed_at=now.timestamp())
                audit.note(self._store, now, by.name, "close_page", detail=str(page_id))
            return self._row(self._page(page_id))

        row = self._store.write(work).result()
        if not row.agrees:
            raise VaxDeskError("page_total_differs", total=str(total), rows=str(row.rows))
        if row.doubled_lines:
            raise VaxDeskError("page_lines_doubled", lines=", ".join(row.doubled_lines))
        return row

    def reopen(self, page_id: int, by: User) -> PageRow:
        """Open a closed page again, to type what was forgotten.

        Raises:
            NotFound, StoreError: nothing was changed.
        """

        def work() -> PageRow:
            self._page(page_id)
            pages.change(self._store, page_id, closed_by="", closed_at=None)
            audit.note(self._store, self._clock.now(), by.name, "reopen_page", detail=str(page_id))
            return self._row(self._page(page_id))

        return self._store.write(work).result()

    def sample(self, page_id: int) -> tuple[SampleRow, ...]:
        """Return the rows of the page that are to be typed a second time, in the order of the lines.

        Raises:
            NotFound: there is no such page.
        """
        with self._store.reading():
            return tuple(_sampled(row, both) for row, both in self._sample(self._page(page_id)))

    def key(self, page_id: int, client_ref: str, typed: Mapping[str, str], by: User) -> SampleRow:
        """Keep what ``by`` typed of a row the second time, for each of ``TYPED_TWICE``.

        Raises:
            VaxDeskError: ``typed_by_the_same``: whoever recorded the row cannot check it; ``second_keying_unfinished``.
            NotFound, StoreError: nothing was changed.
        """

        def work() -> SampleRow:
            sample = self._sample(self._page(page_id))
            row = next((row for row, _both in sample if row["client_ref"] == client_ref), None)
            if row is None:
                raise NotFound("no_such_vaccination")
            if row["recorded_by"] == by.name:
                raise VaxDeskError("typed_by_the_same")
            first = _values(row)
            second = {name: _as_kept(name, typed.get(name, "")) for name in TYPED_TWICE}
            if any(first[name] and not second[name] for name in TYPED_TWICE):
                raise VaxDeskError("second_keying_unfinished")
            both = {name: (first[name], second[name]) for name in TYPED_TWICE}
            pages.key(self._store, page_id, row["id"], both, by.name, self._clock.now())
            return _sampled(row, both)

        return self._store.write(work).result()

    def _page(self, page_id: int) -> Any:
        page = pages.get(self._store, page_id)
        if page is None:
            raise NotFound("no_such_page")
        return page

    def _row(self, page: Any) -> PageRow:
        rows = pages.rows(self._store, page)
        typed = pages.keyed(self._store, page.id)
        sample = [(row, typed.get(row["id"], {})) for row in self._chosen(rows, typed)]
        again = [_sampled(row, both) for row, both in sample if both]
        lines = Counter(_line(row["line"]) for row in rows if row["line"])
        numbers = sorted({int(line) for line in lines if line.isdecimal()})
        highest = numbers[-1] if numbers else 0
        gaps = [str(n) for n in range(1, highest) if n not in set(numbers)] if highest <= 10 * len(rows) else []
        return PageRow(
            id=page.id,
            centre=page.centre,
            page=page.page,
            given_on=date.fromisoformat(page.given_on),
            rows=len(rows),
            next_line=highest + 1,
            doubled_lines=tuple(line for line, n in lines.items() if n > 1),
            missing_lines=tuple(gaps[:MOST_GAPS]),
            total=page.total,
            sampled=len(sample),
            keyed=len(again),
            wrong=sum(any(first != second for first, second in both.values()) for _row, both in sample),
            open_differences=sum(row.differs for row in again),
            closed_by=page.closed_by,
            closed_at=pages.closed_at(page),
        )

    def _sample(self, page: Any) -> list[tuple[dict[str, Any], Typed]]:
        typed = pages.keyed(self._store, page.id)
        return [(row, typed.get(row["id"], {})) for row in self._chosen(pages.rows(self._store, page), typed)]

    def _chosen(self, rows: Sequence[dict[str, Any]], typed: Collection[int]) -> list[dict[str, Any]]:
        """Choose by a keyed hash: the same rows each time, and nobody who types can know which.

        What was typed twice stays in the sample, however the page has grown since.
        """
        key = self._store.derive_key("second keying")
        count = math.ceil(len(rows) * SAMPLE_SHARE)
        by_chance = sorted(rows, key=lambda row: hmac.digest(key, row["client_ref"].encode(), "sha256"))
        chosen = {row["id"] for row in by_chance[:count]}.union(typed)
        return [row for row in rows if row["id"] in chosen]


def _values(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in the fields that are typed twice, of the ID its last four."""
    return {"mobile": row["mobile"], "id_number": _last(row["id_number"]), "dose": str(row["dose"])}


def _as_kept(name: str, text: str) -> str:
    """Return what was typed in the form in which it is compared; of what is no mobile only its end is kept."""
    if name == "mobile":
        mobile = identity.normalise_mobile(text)
        return mobile if len(mobile) == MOBILE_DIGITS and mobile.isdecimal() else _end(mobile)
    return _last(text) if name == "id_number" else identity.normalise_text(text)[:1]


def _end(text: str) -> str:
    """Return the last four signs of a number that is none of ours, "" of nothing: it may be a whole Aadhaar."""
    return f"…{text[-4:]}" if text else ""


def _line(text: str) -> str:
    """Return a line as it is told from others: 01 is 1."""
    return str(int(text)) if text.isascii() and text.isdecimal() else text


def _last(number: str) -> str:
    return "".join(identity.normalise_text(number).upper().split())[-4:]


def _sampled(row: Mapping[str, Any], typed: Typed) -> SampleRow:
    now = _values(row)
    fields = tuple(Keyed(name, now[name], typed.get(name, ("", ""))[1]) for name in TYPED_TWICE)
    return SampleRow(row["client_ref"], row["line"], row["name"], row["recorded_by"], fields)
