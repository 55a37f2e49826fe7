# SPDX-License-Identifier: MIT
"""The words of slips and stories: a state as the person reads it, a moment in a few words, a story in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from vaxdesk.domain.story import Happened, Moment, Story
from vaxdesk.domain.upload import State
from vaxdesk.i18n import N_, _

_ON_ITS_WAY: Final = N_("Recorded here; on its way to the portal.")
_STATES: Final[Mapping[State, str]] = {
    State.WAITING: _ON_ITS_WAY,
    State.SENDING: _ON_ITS_WAY,
    State.DOUBTFUL: _ON_ITS_WAY,
    State.ACCEPTED: _ON_ITS_WAY,
    State.CONFIRMED: N_("Recorded here, and on the portal."),
    State.REJECTED: N_("Recorded here; the desk still has to mend something before the portal takes it."),
    State.HELD: N_("Recorded here; a supervisor looks at it before it goes to the portal."),
    State.VOID: N_("Cancelled; kept on record."),
}
_MOMENTS: Final[Mapping[Happened, str]] = {
    Happened.SEATED: N_("token {detail}"),
    Happened.RECORDED: N_("recorded by {detail}"),
    Happened.CORRECTED: N_("corrected by {detail}"),
    Happened.LEFT: N_("left after observation"),
    Happened.SENT: N_("sent"),
    Happened.CONFIRMED: N_("on the portal as {detail}"),
    Happened.CANCELLED: N_("cancelled by {detail}"),
    Happened.PRINTED: N_("slip printed by {detail}"),
}
_BETWEEN: Final = " · "


def for_state(state: State, portal_ref: str = "") -> str:
    """Return what a person reads of their vaccination on the slip."""
    if state is State.CONFIRMED and portal_ref:
        return _("Recorded here, and on the portal as {portal_ref}.").format(portal_ref=portal_ref)
    return _(_STATES[state])


def for_moment(moment: Moment) -> str:
    """Return what happened, without its time."""
    if moment.happened is Happened.CONFIRMED and not moment.detail:
        return _("on the portal")
    return _(_MOMENTS[moment.happened]).format(detail=moment.detail)


def line(story: Story, local: Callable[[datetime], datetime]) -> str:
    """Return the story in one line: "16-01-2021: 12:04 recorded by … · 12:05 sent · 12:06 on the portal as …".

    A day stands before the first of its moments.

    Args:
        local: turns an aware moment into the centre's own time.
    """
    said, before = "", None
    for moment in story.moments:
        at = local(moment.at)
        words = f"{at:%H:%M} {for_moment(moment)}"
        if at.date() != before:
            words = f"{at:%d-%m-%Y}: {words}"
        said, before = f"{said}{_BETWEEN if said else ''}{words}", at.date()
    return said
