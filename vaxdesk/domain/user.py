# SPDX-License-Identifier: MIT
"""Who works at the desk. Knows nothing of passwords or keys."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What a person may do here; stored by value."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class User:
    """A named person of this desk; the name is what stays on the rows they record."""

    name: str
    role: Role
