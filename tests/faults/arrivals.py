# SPDX-License-Identifier: MIT
"""Who comes to be vaccinated in a walk: waves of invented people, and what the portal knew of them before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from tests.faults.portal_model import NOT_TAKEN, Identity, PortalModel
from tests.support import people
from vaxdesk.clock import Clock
from vaxdesk.domain.outcome import Outcome
from vaxdesk.domain.vaccination import Vaccination
from vaxdesk.portal.cowin import payloads
from vaxdesk.store import intake
from vaxdesk.store.database import Store

BETWEEN_DOSES: Final = timedelta(days=35)
LARGEST_FAMILY: Final = 4
WAVE: Final = 30


class Arrivals:
    """Records waves of people.

    Attributes:
        recorded: identity and dose of everything recorded so far.
    """

    def __init__(self, random: Random) -> None:
        self.recorded: list[tuple[Identity, int]] = []
        self._random = random
        self._people = 0
        self._rows = 0
        self._to_return: list[Vaccination] = []

    def come(self, store: Store, model: PortalModel, clock: Clock) -> None:
        """Record one wave."""
        given = [*self._strangers(model), *self._returning()]
        self._random.shuffle(given)
        rows = [intake.NewRow(one, f"walk-{self._rows + n}") for n, one in enumerate(given)]
        self._rows += len(rows)
        store.write(lambda: intake.add(store, rows, people.CLERK, clock.now())).result()
        for one in given:
            self.recorded.append(((one.beneficiary.mobile, one.beneficiary.id_number), one.dose))

    def _strangers(self, model: PortalModel) -> Iterator[Vaccination]:
        ends_at = self._people + WAVE
        while self._people < ends_at:
            size = self._random.choice((1, 1, 2, 3, LARGEST_FAMILY))
            mobile = people.vaccination(self._people).beneficiary.mobile
            for _member in range(size):
                plain = people.vaccination(self._people)
                self._people += 1
                given = replace(plain, beneficiary=replace(plain.beneficiary, mobile=mobile))
                yield self._as_it_may_be(given, model)

    def _as_it_may_be(self, given: Vaccination, model: PortalModel) -> Vaccination:
        dice = self._random.random()
        if dice < 0.05:
            model.hold(_body(given), {})
        elif dice < 0.07:
            model.hold(_body(given), {1: (f"{given.given_on:%d-%m-%Y}", given.vaccine)})
        elif dice < 0.1:  # the first dose was given, and registered, elsewhere
            model.hold(_body(given), {1: (f"{given.given_on:%d-%m-%Y}", given.vaccine)})
            return _second(given)
        elif dice < 0.12:
            return replace(given, batch=NOT_TAKEN + given.batch)
        elif dice < 0.3:
            self._to_return.append(given)
        return given

    def _returning(self) -> list[Vaccination]:
        """Return second doses of some whose first was recorded here, perhaps in this very wave."""
        back = [given for given in self._to_return if self._random.random() < 0.5]
        self._to_return = [given for given in self._to_return if given not in back]
        return [_second(given) for given in back]


def _second(first: Vaccination) -> Vaccination:
    given_on = first.given_on + BETWEEN_DOSES
    return replace(first, dose=2, given_on=given_on, dose1_on=first.given_on, dose1_vaccine=first.vaccine)


def _body(given: Vaccination) -> payloads.Body:
    body = payloads.registration(given)
    if isinstance(body, Outcome):
        raise ValueError("an invented person must be one that can be sent")
    return body
