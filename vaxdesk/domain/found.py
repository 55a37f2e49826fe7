# SPDX-License-Identifier: MIT
"""Somebody whom a search found: on the expected list, or recorded here before."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date


class FoundKind(enum.StrEnum):
    """Where somebody is known from."""

    EXPECTED = "expected"
    RECORDED = "recorded"


VACCINATED = "vaccinated"
"""State of somebody with a live dose here; others have none, or the result of their visit."""


@dataclass(frozen=True, slots=True)
class Found:
    """One person, as far as this desk knows them; texts are "" and days None where it does not.

    Somebody who is both expected and recorded is one of kind ``RECORDED`` with the day of the list.

    Attributes:
        id: of the row of their kind; with ``kind`` it names the person.
        birth_year: four digits.
        gender, id_type, category: values of the enums of ``domain.beneficiary`` where they are known.
        id_number: of an Aadhaar the last four digits.
        dose_due: "1" or "2", what the list says for the expected; "" once nothing is due.
        due_from: the first day for the dose that is due, None where nothing holds it back.
        portal_ref: the portal's reference of the person.
        listed_on, centre: day and centre of the list they are expected on; of the recorded, without a list, the
            centre of the latest dose.
        expected_id: id of their row on the list, None for those on none.
        state: "", ``VACCINATED``, or the result of a visit without a needle.
        client_ref, receipt_no, given_on, vaccine: of their latest live dose here.
    """

    kind: FoundKind
    id: int
    name: str
    birth_year: str = ""
    gender: str = ""
    mobile: str = ""
    id_type: str = ""
    id_number: str = ""
    category: str = ""
    facility: str = ""
    dose_due: str = ""
    due_from: date | None = None
    portal_ref: str = ""
    listed_on: date | None = None
    centre: str = ""
    expected_id: int | None = None
    state: str = ""
    client_ref: str = ""
    receipt_no: str = ""
    given_on: date | None = None
    vaccine: str = ""
