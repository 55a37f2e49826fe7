# SPDX-License-Identifier: MIT
"""Opened vials made without a store, for the sheets and for what is worded of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from tests.support import people
from vaxdesk.domain.vial import Vial, VialCount, VialRow

CLOSED_AT = datetime(2021, 1, 16, 10, 0, tzinfo=UTC)


def vial(label: str = "L1", **changed: Any) -> Vial:
    """Return a vial of ten doses that was opened at nine and is open still."""
    made = Vial(
        id=1,
        centre="LNJP",
        opened_on=people.GIVEN_ON,
        label=label,
        vaccine="COVISHIELD",
        batch="4120Z005",
        expires_on=date(2021, 6, 30),
        doses=10,
        opened_at=time(9, 0),
        opened_by=people.CLERK.name,
        closed_at=None,
        closed_by="",
        lost=0,
        lost_why=None,
    )
    return replace(made, **changed)


def count(given: int, **changed: Any) -> VialCount:
    """Return a vial out of which so many doses came."""
    return VialCount(vial(**changed), given)


def row(given: int, **changed: Any) -> VialRow:
    """Return it as on the board: to be discarded at one o'clock."""
    return VialRow(vial(**changed), given, datetime(2021, 1, 16, 13, 0))
