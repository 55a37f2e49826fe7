# SPDX-License-Identifier: MIT
"""A vaccination centre as the settings name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Centre:
    """One centre: our short code, its name for people, the portal's own number for it."""

    code: str
    name: str
    portal_id: int
