# SPDX-License-Identifier: MIT
"""From problems to what stands under the fields: one sentence each, the gravest first. Makes no sentences itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vaxdesk.domain.problem import Problem, Severity
from vaxdesk.wording.problems import for_problem


def by_field(problems: Iterable[Problem]) -> dict[str, Problem]:
    """Return for each field the one problem to show: an error before a note, the first before the next."""
    shown: dict[str, Problem] = {}
    for problem in problems:
        standing = shown.get(problem.field)
        if standing is None or (standing.severity is Severity.NOTE and problem.severity is Severity.ERROR):
            shown[problem.field] = problem
    return shown


def first_field(problems: Iterable[Problem], order: Sequence[str]) -> str:
    """Return the first field of ``order`` that has an error, "" when none has."""
    bad = {p.field for p in problems if p.severity is Severity.ERROR}
    return next((name for name in order if name in bad), "")


def sentence(problem: Problem) -> str:
    """Return the problem in the language in use."""
    return for_problem(problem)
