# SPDX-License-Identifier: MIT
"""What the practice portal accepts: bodies as the contract has them, people and doses as its rules allow.

Pure. It spells the contract on its own, without a look at the client, so that a slip there is caught here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

Body = Mapping[str, object]

GENDERS: Final = {1: "Male", 2: "Female", 3: "Others"}
ID_TYPES: Final = {
    1: "Aadhaar Card",
    2: "Driving License",
    6: "PAN Card",
    8: "Passport",
    9: "Pension Passbook",
    10: "NPR Smart Card",
    12: "Voter ID",
    16: "Ration Card with Photo",
}
AADHAAR: Final = 1
PEOPLE_PER_MOBILE: Final = 4
DAYS_BETWEEN_DOSES: Final = 28

_VACCINES: Final = "COVISHIELD|COVAXIN|SPUTNIK V|ZYCOV-D|CORBEVAX|COVOVAX"
_DAY: Final = r"(0[1-9]|[12][0-9]|3[01])-(0[1-9]|1[0-2])-20[0-9]{2}"
MOBILE: Final = r"[6-9][0-9]{9}"
REFERENCE: Final = r"[0-9]{13,14}"

# Field -> what its text must be, or which numbers it may be.
_NEW: Final[Mapping[str, str | Iterable[int]]] = {
    "name": r".{1,100}",
    "birth_year": r"(19|20)[0-9]{2}",
    "gender_id": GENDERS,
    "mobile_number": MOBILE,
    "photo_id_type": ID_TYPES,
    "photo_id_number": r".{4,25}",
    "comorbidity_ind": r"[YN]",
    "consent_version": r".{1,10}",
}
_VACCINATE: Final[Mapping[str, str | Iterable[int]]] = {
    "beneficiary_reference_id": REFERENCE,
    "center_id": range(1, 2**31),
    "vaccine": _VACCINES,
    "vaccine_batch": r".{1,50}",
    "dose": (1, 2),
    "dose1_date": _DAY,
    "dose2_date": _DAY,
    "vaccinator_name": r".{1,100}",
}
_OPTIONAL: Final = frozenset({"comorbidity_ind", "dose2_date"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the portal answers when it does not do as it was asked."""

    status: int
    code: str
    words: str


@dataclass(slots=True)
class Person:
    """One registered person with the doses on record, by number: date text and vaccine."""

    reference: str
    body: Body
    doses: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def mobile(self) -> object:
        return self.body["mobile_number"]

    @property
    def photo_id(self) -> tuple[object, str]:
        """Type and whole number, as the portal compares them."""
        return self.body["photo_id_type"], str(self.body["photo_id_number"]).replace(" ", "").upper()

    def is_same_as(self, body: Body) -> bool:
        """Return whether ``body`` would register this very person once more."""
        facts = ("name", "birth_year", "gender_id", "mobile_number", "photo_id_type", "photo_id_number")
        return all(self.body[fact] == body[fact] for fact in facts)


def registration_refusal(body: Body, people: Iterable[Person]) -> Refusal | None:
    """Return why ``body`` may not be registered beside ``people``; None when it may.

    The very same person again is not refused: as on the real portal, a twin is made; the ledger shows it.
    """
    if fault := _contract_fault(body, _NEW):
        return fault
    asked = Person("", body)
    known = list(people)
    if sum(person.mobile == asked.mobile for person in known) >= PEOPLE_PER_MOBILE:
        return Refusal(400, "USRREG0004", "Maximum 4 beneficiaries can be registered with one mobile number")
    if body["photo_id_type"] == AADHAAR:  # four digits are no identity
        return None
    for person in known:
        if person.photo_id == asked.photo_id and not person.is_same_as(body):
            ending = str(person.mobile)[-4:]
            words = f"This photo ID number has been registered via Mobile Number XXX XXX {ending}"
            return Refusal(400, "USRREG0005", words)
    return None


def dose_refusal(body: Body, people: Mapping[str, Person]) -> Refusal | None:
    """Return why the dose of ``body`` may not be written; None when it may, again included."""
    if fault := _contract_fault(body, _VACCINATE):
        return fault
    if (body["dose"] == 2) != ("dose2_date" in body):
        return Refusal(400, "USRVAC0001", "dose2_date goes with the second dose, and only with it")
    person = people.get(str(body["beneficiary_reference_id"]))
    if person is None:
        return Refusal(404, "USRAUT0024", "Beneficiary Not Registered")
    number, given = dose_of(body)
    if number in person.doses:
        differs = person.doses[number] != given
        return Refusal(409, "USRVAC0002", f"Dose {number} is already recorded") if differs else None
    return _second_dose_refusal(body, person) if number == 2 else None


def dose_of(body: Body) -> tuple[int, tuple[str, str]]:
    """Return the number, and date text and vaccine, of the dose that a valid ``body`` writes."""
    number = 2 if body["dose"] == 2 else 1
    return number, (str(body[f"dose{number}_date"]), str(body["vaccine"]))


def _second_dose_refusal(body: Body, person: Person) -> Refusal | None:
    first_on, first_vaccine = person.doses.get(1, (str(body["dose1_date"]), str(body["vaccine"])))
    if first_vaccine != body["vaccine"]:
        return Refusal(400, "USRVAC0003", "The first dose was of a different vaccine")
    due_on = _day(first_on) + timedelta(days=DAYS_BETWEEN_DOSES)
    if _day(str(body["dose2_date"])) < due_on:
        return Refusal(400, "USRVAC0004", f"The second dose is not due before {due_on:%d-%m-%Y}")
    return None


def _contract_fault(body: Body, contract: Mapping[str, str | Iterable[int]]) -> Refusal | None:
    """Return the refusal of the first field that is missing, unknown or not as the contract says."""
    for name in sorted(body.keys() - contract.keys()):
        return Refusal(400, "USRRES0002", f"{name} is not known")
    for name, allowed in contract.items():
        if name not in body:
            if name in _OPTIONAL:
                continue
            return Refusal(400, "USRRES0003", f"{name} is required!")
        if not _fits(body[name], allowed) or (name.endswith("_date") and not _is_day(str(body[name]))):
            return Refusal(400, "USRRES0001", f"{name} is not valid")
    return None


def _fits(value: object, allowed: str | Iterable[int]) -> bool:
    if isinstance(allowed, str):
        return isinstance(value, str) and re.fullmatch(allowed, value) is not None
    return type(value) is int and value in allowed


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


def _is_day(text: str) -> bool:
    try:
        return bool(_day(text))
    except ValueError:
        return False
