# SPDX-License-Identifier: MIT
"""Spans of time as a person says them. Pure."""

from __future__ import annotations

from typing import Final

from vaxdesk.i18n import _, ngettext

MINUTE_S: Final = 60
HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S
WORTH_STAYING_S: Final = HOUR_S
"""From here on it helps to say that this PC may be left alone, but not switched off."""

_STEPS_MIN: Final = ((10, 1), (60, 5), (24 * 60, 10))
"""Up to so many minutes, a guess is said in steps of so many."""


def span(seconds: float) -> str:
    """Return a span as a person says it, in its largest two units at most."""
    whole = max(0, int(seconds))
    if whole < MINUTE_S:
        return _("under a minute")
    if whole < HOUR_S:
        return _("{n} min").format(n=whole // MINUTE_S)
    if whole < DAY_S:
        return _("{hours} h {minutes} min").format(hours=whole // HOUR_S, minutes=whole % HOUR_S // MINUTE_S)
    days = whole // DAY_S
    return ngettext("{n} day", "{n} days", days).format(n=days)


def left(seconds: float) -> str:
    """Return a guess of what is left: "about 6 min left"; from an hour on with what to do meanwhile."""
    if seconds < MINUTE_S:
        return _("under a minute left")
    about = _rounded(seconds)
    if about < WORTH_STAYING_S:
        return _("about {span} left").format(span=span(about))
    return _("about {span} left; leave this PC on").format(span=_without_none(about))


def _rounded(seconds: float) -> int:
    """Return the seconds that a person would say: a guess of hours is no better for its minutes."""
    minutes = seconds / MINUTE_S
    step = next((step for up_to, step in _STEPS_MIN if minutes < up_to), 24 * 60)
    return max(1, int(minutes / step + 0.5)) * step * MINUTE_S


def _without_none(seconds: int) -> str:
    """Return "7 h" where ``span`` says "7 h 0 min"."""
    if seconds < DAY_S and not seconds % HOUR_S:
        return _("{n} h").format(n=seconds // HOUR_S)
    return span(seconds)
