# SPDX-License-Identifier: MIT
"""How a command writes a finding on a row of a file: as a line, or as JSON."""

from __future__ import annotations

from vaxdesk.domain.problem import Severity
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.i18n import _
from vaxdesk.wording import problems


def as_json(found: RowProblem) -> dict[str, object]:
    """Return ``found`` for ``--json``."""
    return {
        "row": found.row,
        "column": found.column,
        "value": found.value,
        "code": found.problem.code,
        "severity": found.problem.severity.value,
        "message": problems.for_problem(found.problem),
    }


def line(found: RowProblem) -> str:
    """Return ``found`` as one line for a person."""
    message = problems.for_problem(found.problem)
    if found.problem.severity is Severity.NOTE:
        return _("Row {row}, {column} (worth knowing): {message}").format(
            row=found.row, column=found.column, message=message
        )
    if not found.column:
        return _("Row {row}: {message}").format(row=found.row, message=message)
    return _("Row {row}, {column}: {message}").format(row=found.row, column=found.column, message=message)
