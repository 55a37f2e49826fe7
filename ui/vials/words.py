# SPDX-License-Identifier: MIT
"""What a vial says of itself: doses, hours, and how near its end is, by word and shape. Pure."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from vaxdesk.domain.vial import Vial, VialDay, VialRow
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import choices

SOON_MIN: Final = 30
_FULL, _TAKEN, _EXTRA = "●", "○", "+"


class Hours(enum.StrEnum):
    """How near a vial is to the end of its hours; the values colour its words."""

    GOOD = "good"
    SOON = "soon"
    OVER = "over"
    EMPTY = "empty"


def minutes_left(row: VialRow, now: datetime) -> int:
    """Return whole minutes until ``row`` is to be discarded, below 0 after that; ``now`` is the centre's own."""
    return int((row.discard_at - now.replace(tzinfo=None)).total_seconds() // 60)


def hours(row: VialRow, now: datetime) -> Hours:
    """Return how near the end of its hours ``row`` is."""
    minutes = minutes_left(row, now)
    if minutes <= 0:
        return Hours.OVER
    if row.left <= 0:
        return Hours.EMPTY
    return Hours.SOON if minutes < SOON_MIN else Hours.GOOD


def hours_words(row: VialRow, now: datetime) -> str:
    """Return how long ``row`` may still be used, with the shape of its state."""
    minutes = minutes_left(row, now)
    if minutes <= 0:
        return _("⨯ Discard it now and close it")
    if row.left <= 0:
        return _("○ Close it when nothing more comes out")
    if minutes < SOON_MIN:
        return ngettext("▲ Discard in {n} minute", "▲ Discard in {n} minutes", minutes).format(n=minutes)
    return _("✓ {hours} h {minutes:02} min to go").format(hours=minutes // 60, minutes=minutes % 60)


def doses_words(row: VialRow) -> str:
    """Return what is left, or how many came out beyond what the label promises."""
    if row.extra:
        return ngettext(
            "{given} given from {doses}: {n} extra", "{given} given from {doses}: {n} extra", row.extra
        ).format(given=row.given, doses=row.vial.doses, n=row.extra)
    if not row.left:
        return _("Empty: {given} of {doses} given").format(given=row.given, doses=row.vial.doses)
    return _("{left} of {doses} left").format(left=row.left, doses=row.vial.doses)


def doses_shape(row: VialRow) -> str:
    """Return a mark for each dose: those left, those given, those beyond the label."""
    return _FULL * max(0, row.left) + _TAKEN * min(row.given, row.vial.doses) + _EXTRA * row.extra


def opened_words(row: VialRow) -> str:
    """Return when it was opened and when it is to be discarded."""
    return _("Opened {opened} · discard {discard}").format(
        opened=f"{row.vial.opened_at:%H:%M}", discard=f"{row.discard_at:%H:%M}"
    )


def batch_words(vial: Vial) -> str:
    """Return vaccine, batch and expiry."""
    return _("{vaccine} · {batch} · expires {day}").format(
        vaccine=vial.vaccine, batch=vial.batch, day=day_text(vial.expires_on)
    )


def closed_words(row: VialRow) -> str:
    """Return what became of a closed vial."""
    given = _("{given} of {doses} given").format(given=row.given, doses=row.vial.doses)
    if not row.vial.lost or row.vial.lost_why is None:
        return _("{given} · nothing lost").format(given=given)
    lost = ngettext("{n} lost", "{n} lost", row.vial.lost).format(n=row.vial.lost)
    return f"{given} · {lost}: {choices.lost_why(row.vial.lost_why)}"


def pinned_words(row: VialRow) -> str:
    """Return the vial in use in one line: COVISHIELD · 4120Z005 · L7 · 6 of 10 left · discard 15:32."""
    discard = _("discard {at}").format(at=f"{row.discard_at:%H:%M}")
    return " · ".join((row.vial.vaccine, row.vial.batch, row.vial.label, doses_words(row), discard))


def spare_words(usable: Sequence[VialRow], vaccine: str) -> str:
    """Return which open vial of ``vaccine`` still holds doses that another opened vial would waste, "" for none."""
    row = next((row for row in usable if row.vial.vaccine == vaccine), None)
    if row is None:
        return ""
    return ngettext(
        "Vial {label} still holds {n} dose. Use it up before you open another.",
        "Vial {label} still holds {n} doses. Use them up before you open another.",
        row.left,
    ).format(label=row.vial.label, n=row.left)


def day_words(day: VialDay) -> str:
    """Return the sum of the day, with the wastage once no vial is open any more."""
    if not day.opened:
        return _("No vial was opened today.")
    said = [
        ngettext("{n} vial opened today", "{n} vials opened today", day.opened).format(n=day.opened),
        ngettext("{n} dose given", "{n} doses given", day.given).format(n=day.given),
        ngettext("{n} lost", "{n} lost", day.lost).format(n=day.lost),
    ]
    if day.extra:
        said.append(ngettext("{n} extra", "{n} extra", day.extra).format(n=day.extra))
    if not day.still_open and day.wastage is not None:
        said.append(_("wastage {percent} %").format(percent=f"{day.wastage * 100:.1f}".replace("-", "−")))
    return " · ".join(said)


def dose_told(before: VialRow, now: VialRow) -> str:
    """Return what a dose just taken means for the next one, "" while enough is left."""
    if now.left >= before.left or now.left > 0:
        return ""
    if now.extra:
        return _("Dose {given} from vial {label}, which promised {doses}: it counts as extra.").format(
            given=now.given, label=now.vial.label, doses=now.vial.doses
        )
    return _("Vial {label} is empty. Press F8 to open the next one.").format(label=now.vial.label)
