# SPDX-License-Identifier: MIT
"""Words are shown as they stand, also in the tip that has the whole of a line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui.widgets.rows_model import Column, RowsModel
from ui.widgets.text import LineLabel, plain_label, plain_tip

MARKUP = "<b>98</b> <img src='x.png'> &amp; more"


def test_a_tip_shows_markup_as_it_stands() -> None:
    shown = QTextDocument()
    shown.setHtml(plain_tip(MARKUP))
    assert shown.toPlainText() == MARKUP


@pytest.mark.parametrize("text", ["", "Meena Kumari", "AT&T &lt;", "98 > 97"])
def test_a_tip_without_markup_stays_as_it_is(text: str) -> None:
    assert plain_tip(text) == text


def test_a_label_takes_no_text_for_markup(qtbot: QtBot) -> None:
    label, line = plain_label(MARKUP), LineLabel(MARKUP)
    for each in (label, line):
        qtbot.addWidget(each)
        assert (each.textFormat(), each.text()) == (Qt.TextFormat.PlainText, MARKUP)
    assert line.toolTip() == plain_tip(MARKUP)


def test_a_cell_of_a_table_takes_no_text_for_markup() -> None:
    model = RowsModel[str]([Column("Remarks", 100, lambda row: row)], lambda row: row)
    model.set_rows([MARKUP])
    cell = model.index(0, 0)
    assert model.data(cell) == MARKUP
    assert model.data(cell, Qt.ItemDataRole.ToolTipRole) == plain_tip(MARKUP)
