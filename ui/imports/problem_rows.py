# SPDX-License-Identifier: MIT
"""The columns of the table that lists the findings in an imported file."""

from __future__ import annotations

from ui.problems import sentence
from ui.widgets.rows_model import Column
from vaxdesk.domain.problem import Severity
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.i18n import _


def problem_columns(note: str) -> tuple[Column[RowProblem], ...]:
    """Return the columns: where the finding stands, what stands there, and what is expected.

    Args:
        note: the word for what is no error.
    """
    return (
        Column(_("Row"), 64, lambda found: str(found.row)),
        Column(_("Column"), 170, lambda found: found.column),
        Column(_("Value"), 170, lambda found: found.value),
        Column(_("Weight"), 90, lambda found: _("error") if found.problem.severity is Severity.ERROR else note),
        Column(_("What is expected"), 480, lambda found: sentence(found.problem)),
    )


def problem_key(found: RowProblem) -> str:
    """Return what tells one finding from another."""
    return f"{found.row} {found.column} {found.problem.code}"
