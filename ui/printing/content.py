# SPDX-License-Identifier: MIT
"""What a slip says, in the language in use: whole sentences and named facts, in the order of the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vaxdesk.domain.slip import Slip
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _
from vaxdesk.wording import choices, slips


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its name."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is printed.

    Attributes:
        due: what is to come, "" after the last dose.
        code: the text of the QR code.
        foot: what this paper is not, and when it was printed.
    """

    centre: str
    title: str
    name: str
    facts: tuple[Fact, ...]
    due: str
    state: str
    receipt: Fact
    code: str
    foot: tuple[str, ...]


def content(slip: Slip, local: Callable[[datetime], datetime]) -> Content:
    """Return the words of ``slip``.

    Args:
        local: turns an aware moment into the centre's own time.
    """
    made_at = local(slip.made_at)
    due = ""
    if slip.next_due is not None:
        due = _("Next dose: from {day} on").format(day=day_text(slip.next_due))
    return Content(
        centre=slip.centre,
        title=_("Proof of vaccination"),
        name=slip.name,
        facts=(
            Fact(_("Vaccine"), choices.vaccine(slip.vaccine)),
            Fact(_("Batch"), slip.batch),
            Fact(_("Dose"), str(slip.dose)),
            Fact(_("Date and time"), f"{day_text(slip.given_on)}  {slip.given_at:%H:%M}"),
        ),
        due=due,
        state=slips.for_state(slip.state, slip.portal_ref),
        receipt=Fact(_("Receipt number"), slip.receipt_no),
        code=slip.code,
        foot=(
            _("This slip is not a certificate. The certificate comes from the portal."),
            _("Printed {day} {time}").format(day=day_text(made_at.date()), time=f"{made_at:%H:%M}"),
        ),
    )
