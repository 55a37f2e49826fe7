# SPDX-License-Identifier: MIT
"""What goes over from one workplace to the next, when the language, the text size or the person changes."""

from __future__ import annotations

from dataclasses import dataclass

from ui.observation.event_part import HalfTyped
from vaxdesk.domain.draft import Draft
from vaxdesk.domain.user import User


@dataclass(frozen=True, slots=True)
class Carried:
    """The place, and what stands half typed.

    A correction does not go over: it belongs to the form that opened it.

    Attributes:
        field: the field of the form in which typing goes on, "" for none.
        lost: what does not go over, in words for somebody else who goes on; "" for nothing.
    """

    place: str
    draft: Draft | None
    field: str
    event: HalfTyped | None
    lost: str
    by: User
