# SPDX-License-Identifier: MIT
"""Show how many vaccinations stand where, beside an open desk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import datetime

from vaxdesk.commands import Io, opened_desk
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.domain.upload_health import UploadCost, UploadHealth
from vaxdesk.i18n import _
from vaxdesk.wording import states

NAME = "status"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: Namespace, io: Io) -> int:
    """Print the status; exit 0."""
    with opened_desk(args, io, exclusive=False) as desk:
        status = desk.sending.status()
        if args.json:
            io.say_json(as_json(status) | cost_as_json(desk.sending.health(desk.clock.today())))
        else:
            say(status, io)
    return 0


def as_json(status: SyncStatus) -> dict[str, object]:
    """Return the status object that other programs rely on."""
    return {
        "recorded": status.counts.recorded,
        **asdict(status.counts),
        "oldest_waiting_s": status.oldest_waiting_s,
        "connectivity": status.connectivity.value,
        "hold": status.hold.value,
        "exchange_s": status.exchange_s,
        "time_left_s": None if status.time_left_s is None else round(status.time_left_s),
        "next_try_at": _moment(status.next_try_at),
        "last_contact_at": _moment(status.last_contact_at),
        "last_confirmed_at": _moment(status.last_confirmed_at),
        "stop_reason": status.stop_reason,
        "paused": status.paused,
        "calls_per_5min": status.calls_per_5min,
        "comparing": status.comparing,
        "reads_back_all": status.reads_back_all,
        "skew_s": status.skew_s,
    }


def cost_as_json(cost: UploadCost | UploadHealth) -> dict[str, object]:
    """Return what a span of the upload cost, and what that makes for each that was confirmed in it."""
    confirmed = cost.confirmed
    return {
        "calls": cost.calls,
        "bytes_sent": cost.bytes_sent,
        "bytes_received": cost.bytes_received,
        "calls_per_confirmed": round(cost.calls / confirmed, 2) if confirmed else None,
        "bytes_sent_per_confirmed": round(cost.bytes_sent / confirmed) if confirmed else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def say(status: SyncStatus, io: Io) -> None:
    """Print the status for a person: the sum, part by part."""
    io.say(_("recorded: {n}").format(n=status.counts.recorded))
    for state, n in asdict(status.counts).items():
        if n:
            io.say(f"  {states.word(State(state))}: {n}")
