# SPDX-License-Identifier: MIT
"""Show how many vaccinations stand where, beside an open desk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from vaxdesk.commands import Io, opened_desk
from vaxdesk.domain.sync_status import SyncStatus
from vaxdesk.domain.upload import State
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
            io.say_json(as_json(status))
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
    }


def say(status: SyncStatus, io: Io) -> None:
    """Print the status for a person: the sum, part by part."""
    io.say(_("recorded: {n}").format(n=status.counts.recorded))
    for state, n in asdict(status.counts).items():
        if n:
            io.say(f"  {states.word(State(state))}: {n}")
