# SPDX-License-Identifier: MIT
"""The visits of the day as a short list, newest first. Knows no service."""

from __future__ import annotations

from typing import Final

from ui.widgets.rows_model import Column, RowsModel
from ui.widgets.rows_view import ROW_HEIGHT, RowsView
from vaxdesk.domain.visit import Visit
from vaxdesk.i18n import _
from vaxdesk.wording import visits as wording

LINES: Final = 4


def day_list() -> tuple[RowsView[Visit], RowsModel[Visit]]:
    """Return the list and its model, empty and ``LINES`` high."""
    model: RowsModel[Visit] = RowsModel(_columns(), lambda visit: visit.client_ref)
    view: RowsView[Visit] = RowsView(model)
    view.setAccessibleName(_("Not vaccinated today"))
    view.horizontalHeader().hide()
    view.setFixedHeight(LINES * ROW_HEIGHT + 2)
    view.hide()
    return view, model


def _columns() -> tuple[Column[Visit], ...]:
    return (
        Column(_("Time"), 64, lambda visit: visit.visited_at),
        Column(_("Name"), 220, lambda visit: visit.name),
        Column(_("Result"), 180, lambda visit: wording.result(visit.result)),
        Column(_("Reason"), 240, lambda visit: wording.reason(visit.reason)),
    )
