# SPDX-License-Identifier: MIT
"""A second pair of eyes in memory: says of a name what it was told to."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import EarlierDose, Like, LikeKind
from vaxdesk.errors import VaxDeskError

FIRST = EarlierDose("ref-1", 1, "COVISHIELD", date(2021, 1, 16))
SAME = Like(
    LikeKind.SAME_PERSON,
    client_ref="ref-1",
    name="Sunita Devi",
    birth_year=1985,
    mobile="XXXXXX0001",
    doses=(FIRST,),
    due_on=date(2021, 2, 13),
    person=Draft(name="Sunita Devi", dose="2"),
)
NEAR = replace(SAME, kind=LikeKind.NEAR_NAME, client_ref="ref-2", name="Sunita", person=Draft(name="Sunita", dose="2"))
FULL = Like(LikeKind.MOBILE_IS_FULL, others=("Asha Devi", "Ravi Kumar", "Meena Devi", "Mohan Lal"))


class FakeLikeness:
    """``services.likeness.Likeness``. ``likes`` by the typed name; each answer waits until ``go`` is set."""

    def __init__(self) -> None:
        self.likes: dict[str, tuple[Like, ...]] = {}
        self.asked: list[tuple[str, str]] = []
        self.fault: VaxDeskError | None = None
        self.go = threading.Event()
        self.go.set()

    def of(self, draft: Draft, correcting: str = "") -> tuple[Like, ...]:
        self.asked.append((draft.name, correcting))
        assert self.go.wait(10)
        if self.fault is not None:
            raise self.fault
        return self.likes.get(draft.name, ())
