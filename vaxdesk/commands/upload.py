# SPDX-License-Identifier: MIT
"""Upload what waits, without a window: one pass, or until everything is settled."""

from __future__ import annotations

import math
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict

from vaxdesk.commands import Io, opened_desk
from vaxdesk.commands.status import as_json, cost_as_json, say

NAME = "upload"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--until-settled", action="store_true", help="go on until nothing is waiting, sending or doubtful"
    )
    parser.add_argument("--timeout-s", type=_seconds, default=math.inf, metavar="N", help="stop after N seconds")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: Namespace, io: Io) -> int:
    """Upload; exit 0 when all is confirmed, 1 when something is not (rejected, held, or the time was over)."""
    with opened_desk(args, io, exclusive=True) as desk:
        began_at = desk.clock.now()
        done = desk.foreground_upload().run(until_settled=args.until_settled, timeout_s=args.timeout_s)
        status = desk.status()
        if args.json:
            io.say_json(as_json(status) | cost_as_json(desk.sending.cost(began_at)) | asdict(done))
        else:
            say(status, io)
    return 0 if status.counts.recorded == status.counts.confirmed else 1


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not value >= 0:
        raise ArgumentTypeError("a number of seconds, 0 or more")
    return value
