# SPDX-License-Identifier: MIT
"""``services.finding.Finding`` in memory: a plain list of people, found by the beginning of a word or last digits."""

from __future__ import annotations

import threading

from vaxdesk.domain.draft import Draft
from vaxdesk.domain.found import Found
from vaxdesk.errors import VaxDeskError


class FakeFinding:
    """``people`` are found; ``gate``, where a test sets one, holds every answer back."""

    def __init__(self) -> None:
        self.people: list[Found] = []
        self.asked: list[str] = []
        self.gate: threading.Event | None = None
        self.fault: VaxDeskError | None = None

    def find(self, text: str, limit: int = 12) -> tuple[Found, ...]:
        self._wait()
        self.asked.append(text)
        words = text.casefold().split()
        return tuple(person for person in self.people if all(_fits(person, word) for word in words))[:limit]

    def fill(self, found: Found) -> Draft:
        self._wait()
        return Draft(
            name=found.name,
            gender=found.gender,
            birth_year=found.birth_year,
            mobile=found.mobile,
            id_type=found.id_type,
            id_number=found.id_number,
            category=found.category,
            facility=found.facility,
            dose=found.dose_due,
            dose1_on=f"{found.given_on:%d-%m-%Y}" if found.given_on else "",
            dose1_vaccine=found.vaccine,
        )

    def _wait(self) -> None:
        if self.gate is not None:
            assert self.gate.wait(10)
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault


def _fits(person: Found, word: str) -> bool:
    if word.isdecimal():
        return person.mobile.endswith(word) or person.id_number.endswith(word)
    return any(part.startswith(word) for part in person.name.casefold().split())
