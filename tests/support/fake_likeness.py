# SPDX-License-Identifier: MIT
"""A second pair of eyes in memory: says of a name what it was told to."""

from __future__ import annotations

import threading

from vaxdesk.domain.draft import Draft
from vaxdesk.domain.likeness import Like
from vaxdesk.errors import VaxDeskError


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
