# SPDX-License-Identifier: MIT
"""The board as a list: it never has the focus, the token box chooses in it. Knows no service."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from ui.observation.board_delegate import BoardDelegate
from ui.observation.board_rows import BoardRow, columns
from ui.style import px
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_view import RowsView
from vaxdesk.i18n import _

ROW_HEIGHT: Final = 44
LEAST_ROWS: Final = 3


def board_list() -> tuple[RowsView[BoardRow], RowsModel[BoardRow]]:
    """Return the list and its model, empty."""
    model: RowsModel[BoardRow] = RowsModel(columns(), lambda row: row.key)
    view: RowsView[BoardRow] = RowsView(model)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setItemDelegate(BoardDelegate(model, view))
    view.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    view.setMinimumHeight(px(LEAST_ROWS * ROW_HEIGHT))
    view.setAccessibleName(_("Observation"))
    return view, model
