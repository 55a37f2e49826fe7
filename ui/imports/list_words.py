# SPDX-License-Identifier: MIT
"""Sentences about a list of expected people: what an import would do, and what it has done."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vaxdesk.dosing import day_text
from vaxdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from vaxdesk.domain.expected import ExpectedReport, ImportPreview, ListedDay

MOST_LINES: Final = 12


def preview_sentence(preview: ImportPreview, file: str) -> str:
    """Return what an import of ``file`` would do, beside the counts, in whole sentences."""
    if not preview.has_name:
        return _("{file}: which column holds the names? Choose Name for it below; then the rows are counted.").format(
            file=file
        )
    parts = [
        ngettext("{file}: {n} row read.", "{file}: {n} rows read.", preview.read).format(file=file, n=preview.read)
    ]
    if preview.days:
        parts.append(_("They come on the list of {days}.").format(days=_days(preview.days)))
    if not preview.day_is_sure and not preview.names_days:
        parts.append(_("The list names no day; write another above if it is not for today."))
    if preview.already_vaccinated:
        parts.append(_vaccinated(preview.already_vaccinated))
    if not preview.good and preview.read:
        parts.append(_("There is nobody to add."))
    return " ".join(parts)


def report_sentence(report: ExpectedReport, rejects: Path | None) -> str:
    """Return what became of the list, in whole sentences."""
    bad = report.rows_with_errors
    parts = [
        ngettext("{n} row read.", "{n} rows read.", report.read).format(n=report.read),
        _("{added} added, {listed} on the list already, {twice} twice in the file, {errors} with an error.").format(
            added=report.added, listed=report.already_listed, twice=report.twice_in_file, errors=bad
        ),
    ]
    if report.stopped:
        parts.append(_("The import was cancelled; what was added stays."))
    if report.days:
        parts.append(_("They are on the list of {days}.").format(days=_days(report.days)))
    if report.already_vaccinated:
        parts.append(_vaccinated(report.already_vaccinated))
    if bad and rejects is not None:
        parts.append(_("The bad rows stand in {file}.").format(file=rejects))
    if report.not_read:
        headings = ", ".join(report.not_read)
        parts.append(_("These columns are not known and were not read: {headings}.").format(headings=headings))
    return " ".join(parts)


def listed_sentence(days: tuple[ListedDay, ...]) -> str:
    """Return who stands on the list from today on, a line for each day and centre, "" when nobody does."""
    lines = [
        _("{day}, {centre}: {listed} listed, {vaccinated} vaccinated").format(
            day=day_text(each.listed_on), centre=each.centre, listed=each.listed, vaccinated=each.vaccinated
        )
        for each in reversed(days[-MOST_LINES:])
    ]
    return "\n".join([_("On the list from today on:"), *lines]) if lines else ""


def _vaccinated(n: int) -> str:
    return ngettext(
        "{n} of them was vaccinated here already and is marked so.",
        "{n} of them were vaccinated here already and are marked so.",
        n,
    ).format(n=n)


def _days(days: tuple[tuple[date, str, int], ...]) -> str:
    """Return "19-01-2021 (LNJP 47, PEHOWA 45)" for each day."""
    return ", ".join(
        f"{day_text(on)} ({', '.join(f'{centre} {n}' for _on, centre, n in group)})"
        for on, group in groupby(days, key=lambda each: each[0])
    )
