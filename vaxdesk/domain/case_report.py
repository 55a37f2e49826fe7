# SPDX-License-Identifier: MIT
"""All that the case report of an adverse event asks for and this desk knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from vaxdesk.domain.centre import Centre
from vaxdesk.domain.observation import Reported
from vaxdesk.domain.vaccination import Vaccination


@dataclass(frozen=True, slots=True)
class CaseReport:
    """One case.

    Attributes:
        manufacturer: of the vaccine, "" where it is not known.
        expires_on: the last day of the batch, None where nobody wrote it down.
        vial_opened_at: at the centre on the day of the vaccination, None where nobody wrote it down.
        others_of_vial: how many others had a dose of the same vial; None where the vial was not written down.
    """

    receipt_no: str
    portal_ref: str
    token: int | None
    vaccination: Vaccination
    centre: Centre
    manufacturer: str
    expires_on: date | None
    vial_opened_at: time | None
    others_of_vial: int | None
    reported: Reported

    @property
    def age(self) -> int:
        """The person's age in years on the day, as the year of birth gives it."""
        return self.vaccination.given_on.year - self.vaccination.beneficiary.birth_year

    @property
    def vial_opened_on(self) -> date | None:
        """The day on which the vial was opened, None where the time was not written down."""
        return self.vaccination.given_on if self.vial_opened_at is not None else None
