# SPDX-License-Identifier: MIT
"""What is said of a page of the paper register: its state, its second typing, and what is still to be done."""

from __future__ import annotations

from vaxdesk.domain.register_page import PageRow
from vaxdesk.i18n import _, ngettext


def state(page: PageRow) -> str:
    """Return where the page stands, in a word or two with its shape."""
    if page.closed_at is not None:
        return "✓ " + _("closed") if page.agrees else "! " + _("changed since")
    if page.total is None:
        return "● " + _("open")
    return "● " + _("open, agrees") if page.agrees else "! " + _("open, differs")


def on_paper(page: PageRow) -> str:
    """Return the rows that the paper has, "–" until somebody counted them."""
    return "–" if page.total is None else str(page.total)


def second_typing(page: PageRow) -> str:
    """Return how far the second typing has come."""
    if not page.keyed:
        return _("0 of {n}").format(n=page.sampled)
    rate = round(100 * (page.error_rate or 0.0))
    return _("{done} of {n}, {rate} per cent differed").format(done=page.keyed, n=page.sampled, rate=rate)


def about(page: PageRow) -> str:
    """Return the sentences that say what was typed of the page and what is missing."""
    day = f"{page.given_on:%d-%m-%Y}"
    typed = ngettext("Page {page} of {day}: {n} row typed.", "Page {page} of {day}: {n} rows typed.", page.rows)
    parts = [typed.format(page=page.page, day=day, n=page.rows)]
    if page.missing_lines:
        lines = ", ".join(page.missing_lines)
        parts.append(_("Nobody typed line {lines}.").format(lines=lines))
    if page.doubled_lines:
        lines = ", ".join(page.doubled_lines)
        parts.append(_("Line {lines} stands there more than once.").format(lines=lines))
    if page.open_differences:
        differs = ngettext(
            "{n} row differs from its second typing.",
            "{n} rows differ from their second typing.",
            page.open_differences,
        )
        parts.append(differs.format(n=page.open_differences))
    return " ".join(parts)
