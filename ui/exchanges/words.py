# SPDX-License-Identifier: MIT
"""The words of the exchanges: columns, sums, and the day of the portal for those who do not see the chart. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from ui.widgets.rows_model import Column
from vaxdesk.domain.upload import Attempt
from vaxdesk.domain.upload_health import AttemptRow, HealthSlot, UploadHealth
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import outcomes

Local = Callable[[datetime], datetime]

SLOT: Final = timedelta(minutes=15)
NONE: Final = "–"
"""Stands where an exchange has no such figure."""


def columns(local: Local, today: Callable[[], date]) -> tuple[Column[AttemptRow], ...]:
    """Return the columns in the language in use; times are the centre's, with the day where it is not today."""
    return (
        Column(_("Time"), 108, lambda row: moment(local(row.attempt.at), today())),
        Column(_("Receipt"), 76, lambda row: row.receipt_no),
        Column(_("Name"), 150, lambda row: row.name),
        Column(_("Asked"), 134, lambda row: outcomes.for_asked(row.attempt)),
        Column(_("HTTP"), 60, lambda row: _status(row.attempt), number=True),
        Column(_("Seconds"), 82, lambda row: _seconds(row.attempt), number=True),
        Column(_("Up"), 78, lambda row: _bytes(row.attempt, row.attempt.bytes_sent), number=True),
        Column(_("Down"), 78, lambda row: _bytes(row.attempt, row.attempt.bytes_received), number=True),
        Column(_("What came of it"), 300, lambda row: outcomes.for_outcome(row.attempt.code)),
    )


def key(row: AttemptRow) -> str:
    """Return what tells ``row`` from all others."""
    return f"{row.attempt.at.isoformat()} {row.client_ref} {row.attempt.code}"


def moment(at: datetime, today: date) -> str:
    """Return the time of ``at`` to the second, with its day where that is not ``today``."""
    return f"{at:%H:%M:%S}" if at.date() == today else f"{at:%d-%m %H:%M:%S}"


def size(number: float) -> str:
    """Return bytes as a person says them: 640 B, 1.3 kB (1000 bytes), 2.0 MB."""
    if number < 1000:
        return _("{n} B").format(n=round(number))
    if number < 1_000_000:
        return _("{n} kB").format(n=f"{number / 1000:.1f}")
    return _("{n} MB").format(n=f"{number / 1_000_000:.1f}")


def seconds(number: float) -> str:
    """Return seconds as a person tells them apart: hundredths under one, tenths from there on."""
    return f"{number:.2f}" if number < 1 else f"{number:.1f}"


def sums(health: UploadHealth) -> tuple[str, ...]:
    """Return the sums of the day, one sentence each."""
    if not health.calls:
        return (_("No call to the portal today."),)
    calls = ngettext("{n} call today", "{n} calls today", health.calls).format(n=health.calls)
    moved = _("{up} up, {down} down.").format(up=size(health.bytes_sent), down=size(health.bytes_received))
    return (f"{calls}: {moved}", _confirmed(health))


def _confirmed(health: UploadHealth) -> str:
    if not health.confirmed:
        return _("None confirmed today yet.")
    each = _("{calls} calls and {up} up for each confirmed.").format(
        calls=f"{health.calls / health.confirmed:.1f}", up=size(health.bytes_sent / health.confirmed)
    )
    return ngettext("{n} confirmed today: {each}", "{n} confirmed today: {each}", health.confirmed).format(
        n=health.confirmed, each=each
    )


def summary(slots: tuple[HealthSlot, ...]) -> str:
    """Return in words what the chart of ``slots`` shows."""
    told = [slot for slot in slots if slot.fine or slot.troubled]
    if not told:
        return _("No exchange with the portal today.")
    fine, troubled = sum(slot.fine for slot in told), sum(slot.troubled for slot in told)
    between = _("{first} to {last}: {fine} answered fine, {troubled} troubled.").format(
        first=f"{told[0].starts_at:%H:%M}", last=f"{told[-1].starts_at + SLOT:%H:%M}", fine=fine, troubled=troubled
    )
    return " ".join(part for part in (between, _worst(told), _pace(told)) if part)


def _worst(told: list[HealthSlot]) -> str:
    worst = max(told, key=lambda slot: slot.troubled)
    if not worst.troubled or len(told) == 1:
        return ""
    return _("Most trouble from {first} to {last}: {n} of {all}.").format(
        first=f"{worst.starts_at:%H:%M}",
        last=f"{worst.starts_at + SLOT:%H:%M}",
        n=worst.troubled,
        all=worst.fine + worst.troubled,
    )


def _pace(told: list[HealthSlot]) -> str:
    medians = [slot.median_s for slot in told if slot.median_s is not None]
    if not medians:
        return ""
    if len(medians) == 1:
        return _("Median seconds of an exchange: {seconds}.").format(seconds=seconds(medians[0]))
    return _("Median seconds of an exchange: {least} in the fastest quarter of an hour, {most} in the slowest.").format(
        least=seconds(min(medians)), most=seconds(max(medians))
    )


def shown(rows: int, limit: int) -> str:
    """Return how many exchanges the table holds, and whether older ones are left out."""
    if not rows:
        return _("No exchange yet.")
    if rows >= limit:
        return _("The newest {n} exchanges.").format(n=rows)
    return ngettext("{n} exchange.", "{n} exchanges.", rows).format(n=rows)


def _status(attempt: Attempt) -> str:
    return NONE if attempt.http_status is None else str(attempt.http_status)


def _seconds(attempt: Attempt) -> str:
    return seconds(attempt.seconds) if attempt.calls else NONE


def _bytes(attempt: Attempt, number: int) -> str:
    return size(number) if attempt.calls else NONE
