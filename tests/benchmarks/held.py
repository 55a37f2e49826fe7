# SPDX-License-Identifier: MIT
"""Holds a portal's ledger against the people who are to have one dose each. Pure; knows no contender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_IDENTITY = ("name", "mobile_number", "birth_year", "gender_id", "photo_id_type", "photo_id_number")

Person = Mapping[str, dict[str, Any]]
"""Two bodies as VaxDesk would send them: ``registration``, and ``dose`` without the reference."""

Ledger = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Held:
    """People without their dose, and how many registrations and doses there are too many."""

    missing: int
    twins: int
    double_doses: int

    @property
    def wrong(self) -> int:
        """All of it together."""
        return self.missing + self.twins + self.double_doses


def held_against(ledger: Ledger, persons: Sequence[Person]) -> Held:
    """Return what the portal holds too little and too often; a dose given to a twin counts for the person."""
    who = {entry["beneficiary_reference_id"]: _identity(entry) for entry in ledger["registrations"]}
    doses = Counter((who[entry["beneficiary_reference_id"]], entry["dose"]) for entry in ledger["doses"])
    wanted = {(_identity(person["registration"]), person["dose"]["dose"]) for person in persons}
    return Held(
        missing=len(wanted - doses.keys()),
        twins=len(who) - len(set(who.values())),
        double_doses=doses.total() - len(doses),
    )


def _identity(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(entry[name]) for name in _IDENTITY)
