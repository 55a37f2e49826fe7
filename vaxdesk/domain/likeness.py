# SPDX-License-Identifier: MIT
"""What a recorded person and the one being typed have in common, and what follows for the clerk."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import Final

from vaxdesk.domain.beneficiary import Gender, IdType
from vaxdesk.domain.draft import Draft

_NOBODY: Final = Draft()


class LikeKind(enum.StrEnum):
    """What there is to say, the gravest first."""

    SAME_PERSON = "same_person_earlier_dose"
    SAME_ID = "same_id_other_mobile"
    MOBILE_IS_FULL = "mobile_is_full"
    NEAR_NAME = "near_name"


class Reason(enum.StrEnum):
    """What two people have in common."""

    NAME = "name"
    NEAR_NAME = "near_name"
    GIVEN_NAME = "given_name"
    YEAR = "year"
    NEXT_YEAR = "next_year"
    MOBILE = "mobile"
    ID = "id"
    LAST_FOUR = "last_four"


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """As much of a person as could be read from the form; "" and None where there is nothing yet.

    Attributes:
        person_key: known once all of it was read.
        dose: the dose as typed.
    """

    name: str = ""
    gender: Gender | None = None
    birth_year: int | None = None
    mobile: str = ""
    id_type: IdType | None = None
    id_number: str = ""
    person_key: str = ""
    dose: str = ""


@dataclass(frozen=True, slots=True)
class RecordedPerson:
    """Somebody with a dose on record here; ``id`` is the store's own number of them."""

    id: int
    person_key: str
    name: str
    gender: str
    birth_year: int
    mobile: str
    id_type: str
    id_number: str


@dataclass(frozen=True, slots=True)
class EarlierDose:
    """One live dose of a recorded person."""

    client_ref: str
    dose: int
    vaccine: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Like:
    """One line for the clerk.

    Attributes:
        client_ref: of the latest dose of the recorded person; "" where no single person is meant.
        mobile: theirs, masked; "" where it is the typed one.
        doses: what they had, in order.
        due_on: from when their next dose is allowed; None where there is none, or nobody knows.
        person: the facts of the recorded person and their next dose, everything else empty; what taking them fills.
        is_taken: the form holds them and their next dose already.
        others: who is recorded under a full mobile.
    """

    kind: LikeKind
    reasons: tuple[Reason, ...] = ()
    client_ref: str = ""
    name: str = ""
    birth_year: int = 0
    mobile: str = ""
    doses: tuple[EarlierDose, ...] = ()
    due_on: date | None = None
    person: Draft = _NOBODY
    is_taken: bool = False
    others: tuple[str, ...] = ()
