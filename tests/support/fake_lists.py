# SPDX-License-Identifier: MIT
"""``services.expected.ExpectedLists`` in memory, for tests of the rim: it reads no file and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.fake_sending import Faulty
from vaxdesk.domain.expected import ExpectedReport, ImportPreview, ListColumn, ListedDay
from vaxdesk.domain.user import User

if TYPE_CHECKING:
    from tests.support.fake_desk import FakeDesk

LISTED_ON = date(2021, 1, 19)
COLUMNS = (
    ListColumn("Name", "name", "Asha Namoona"),
    ListColumn("Mobile", "mobile", "9900000000"),
    ListColumn("Cadre code", "", "N-7"),
    ListColumn("Shoe size", "", "6"),
)
"""Of a list in which two columns are known and two are not."""


def list_preview(fields: Sequence[str] = (), day: date | None = None) -> ImportPreview:
    """Return what a list of three would do, its columns as ``fields`` say."""
    said = [replace(column, field=field) for column, field in zip(COLUMNS, fields, strict=True)] if fields else COLUMNS
    on = day or LISTED_ON
    preview = ImportPreview(tuple(said), on, True, 3, 2, 0, 0, 1, 0, ((on, "LNJP", 2),))
    return preview if preview.has_name else ImportPreview(tuple(said), on, True)


class FakeLists(Faulty):
    """``services.expected.ExpectedLists``: answers with ``shown`` and ``report``, and keeps what it was asked."""

    def __init__(self, desk: FakeDesk) -> None:
        super().__init__(desk)
        self.shown: Callable[[Sequence[str], date | None], ImportPreview] = list_preview
        self.report = ExpectedReport(3, 2, 1, 0, 0, ((LISTED_ON, "LNJP", 2),), (), ())
        self.asked: list[tuple[Path, tuple[str, ...], date | None]] = []
        self.listed: tuple[ListedDay, ...] = ()
        self.added: list[tuple[Path, User, tuple[str, ...], date | None, Path | None]] = []

    def days(self) -> tuple[ListedDay, ...]:
        self._may_fail()
        return self.listed

    def preview(
        self, path: Path, fields: tuple[str, ...], day: date | None, progress: Callable[[int, int], bool]
    ) -> ImportPreview:
        self._may_fail()
        self.asked.append((path, fields, day))
        progress(1, 1)
        return self.shown(fields, day)

    def add(
        self,
        path: Path,
        by: User,
        fields: tuple[str, ...],
        day: date | None,
        rejects: Path | None,
        progress: Callable[[int, int], bool],
    ) -> ExpectedReport:
        self._may_fail()
        self.added.append((path, by, fields, day, rejects))
        progress(1, 1)
        return self.report
