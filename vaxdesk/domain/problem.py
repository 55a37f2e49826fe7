# SPDX-License-Identifier: MIT
"""A finding on a draft: which field, what, how grave. The sentence is made by ``vaxdesk.wording``."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """An error stops the save; a note is only worth knowing."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        field: the ``Draft`` field it stands under.
        code: a stable word such as ``mobile_length``; ``vaxdesk.wording`` has a sentence for each.
        severity: error or note.
        params: what the sentence names, as text, in the order of the sentence; never a full Aadhaar.
    """

    field: str
    code: str
    severity: Severity = Severity.ERROR
    params: tuple[tuple[str, str], ...] = ()


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those of ``problems`` that stop a save."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)
