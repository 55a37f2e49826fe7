# SPDX-License-Identifier: MIT
"""A finding on one row of a file that is imported: where it stands, and what it is. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from vaxdesk.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding in a file.

    Attributes:
        row: the line as a spreadsheet shows it; the heading is 1.
        column: the heading in the file; the field's own name where the file has no such column.
        value: the cell as it stands in the file, Aadhaar numbers masked.
    """

    row: int
    column: str
    value: str
    problem: Problem
