# SPDX-License-Identifier: MIT
"""What the practice portal remembers: people, doses, and a ledger of all that was ever committed or called.

Thread-safe. It applies the rules and answers in the portal's masked form; it knows neither HTTP nor mischief.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from vaxdesk.clock import Clock
from vaxdesk.portal.practice import rules
from vaxdesk.portal.practice.rules import Body, Person, Refusal

_FIRST_REFERENCE: Final = 48_770_000_000_001

Reply = Mapping[str, object] | Refusal
"""What the portal means to answer, before any mischief."""


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the ledger of calls; ``status`` is None when no answer went out."""

    number: int
    method: str
    path: str
    status: int | None
    mischief: str
    committed: bool


class Memory:
    """All that one practice portal knows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._people: dict[str, Person] = {}
        self._written_at: dict[tuple[str, int], float] = {}  # by reference and dose; dose 0 is the registration
        self._registrations: list[Mapping[str, object]] = []
        self._doses: list[Mapping[str, object]] = []
        self._calls: dict[int, Mapping[str, object]] = {}

    def register(self, body: Body) -> Reply:
        """Register the person of ``body``; the very same person again becomes a twin."""
        with self._lock:
            if refusal := rules.registration_refusal(body, self._people.values()):
                return refusal
            person = Person(str(_FIRST_REFERENCE + len(self._people)), body)
            self._people[person.reference] = person
            self._written_at[person.reference, 0] = self._clock.monotonic()
            kept = ("name", "mobile_number", "photo_id_type", "photo_id_number", "birth_year", "gender_id")
            self._registrations.append(
                {
                    "beneficiary_reference_id": person.reference,
                    **{name: body[name] for name in kept},
                    "at": self._now(),
                }
            )
            return {"beneficiary_reference_id": person.reference}

    def vaccinate(self, body: Body, *, kept: bool = True) -> Reply:
        """Write the dose of ``body``; the same again is answered alike and stands in the ledger twice.

        One that is not ``kept`` is answered alike, too, and stands nowhere.
        """
        with self._lock:
            if refusal := rules.dose_refusal(body, self._people):
                return refusal
            person = self._people[str(body["beneficiary_reference_id"])]
            if not kept:
                return {"beneficiary_reference_id": person.reference}
            number, (given_on, vaccine) = rules.dose_of(body)
            self._give(person, number, (given_on, vaccine))
            if number == 2 and 1 not in person.doses:
                self._give(person, 1, (str(body["dose1_date"]), vaccine))
            facts = ("beneficiary_reference_id", "dose", "vaccine", "vaccine_batch")
            self._doses.append(
                {
                    **{name: body[name] for name in facts},
                    "date": given_on,
                    "center_id": body["center_id"],
                    "vaccinator_name": body["vaccinator_name"],
                    "at": self._now(),
                }
            )
            return {"beneficiary_reference_id": person.reference}

    def find_by_mobile(self, mobile: str, behind_s: float = 0.0) -> Reply:
        """Return the people of one mobile, masked, as they stood ``behind_s`` seconds ago."""
        if not re.fullmatch(rules.MOBILE, mobile):
            return Refusal(400, "USRAUT0010", "Mobile is Required")
        with self._lock:
            people = [self._stood(person, behind_s) for person in self._people.values() if person.mobile == mobile]
        return {"beneficiaries": [_masked(person) for person in people if person]}

    def find_by_reference(self, reference: str, behind_s: float = 0.0) -> Reply:
        """Return one person, masked, as a list of one, as they stood ``behind_s`` seconds ago."""
        with self._lock:
            held = self._people.get(reference)
            person = self._stood(held, behind_s) if held else None
        if person is None:
            return Refusal(404, "USRAUT0024", "Beneficiary Not Registered")
        return {"beneficiaries": [_masked(person)]}

    def note(self, call: Call) -> None:
        """Add one call to the ledger."""
        line: Mapping[str, object] = {
            "n": call.number,
            "at": self._now(),
            "method": call.method,
            "path": call.path,
            "status": call.status,
            "mischief": call.mischief,
            "committed": call.committed,
        }
        with self._lock:
            self._calls[call.number] = line

    def ledger(self) -> dict[str, list[Mapping[str, object]]]:
        """Return registrations, doses and calls as they stand now."""
        with self._lock:
            return {
                "registrations": list(self._registrations),
                "doses": list(self._doses),
                "calls": [line for _number, line in sorted(self._calls.items())],
            }

    def _give(self, person: Person, number: int, dose: tuple[str, str]) -> None:
        if person.doses.get(number) != dose:
            person.doses[number] = dose
            self._written_at[person.reference, number] = self._clock.monotonic()

    def _stood(self, person: Person, behind_s: float) -> Person | None:
        """Return ``person`` as they stood ``behind_s`` seconds ago, None when they were not there yet."""
        until = self._clock.monotonic() - behind_s
        if self._written_at[person.reference, 0] > until:
            return None
        doses = {n: dose for n, dose in person.doses.items() if self._written_at[person.reference, n] <= until}
        return Person(person.reference, person.body, doses)

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds")


def _masked(person: Person) -> Mapping[str, object]:
    """Return a person as the portal shows them: texts for numbers, only the last four of mobile and ID."""
    body = person.body
    doses = sorted(person.doses)
    status = ("Not Vaccinated", "Partially Vaccinated", "Vaccinated")[len(doses)]
    return {
        "beneficiary_reference_id": person.reference,
        "name": body["name"],
        "birth_year": body["birth_year"],
        "gender": rules.GENDERS[_number(body["gender_id"])],
        "mobile_number": str(body["mobile_number"])[-4:],
        "photo_id_type": rules.ID_TYPES[_number(body["photo_id_type"])],
        "photo_id_number": "XXXXXXXX" + str(body["photo_id_number"])[-4:],
        "comorbidity_ind": body.get("comorbidity_ind", "N"),
        "vaccination_status": status,
        "vaccine": person.doses[doses[-1]][1] if doses else "",
        "dose1_date": person.doses.get(1, ("", ""))[0],
        "dose2_date": person.doses.get(2, ("", ""))[0],
        "appointments": [],
    }


def _number(value: object) -> int:
    return int(str(value))
