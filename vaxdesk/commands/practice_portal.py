# SPDX-License-Identifier: MIT
"""``practice-portal``: the practice portal as a process of its own, until it is told to end.

The only command that imports ``portal.practice``. It opens no data folder and asks for no password.
"""

from __future__ import annotations

import json
import signal
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vaxdesk.commands import Io
from vaxdesk.i18n import _
from vaxdesk.portal.practice import PROFILES, PracticePortal

NAME: Final = "practice-portal"
_ENDING_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, required=True, metavar="N", help=_("0 takes any free port"))
    parser.add_argument("--profile", choices=sorted(PROFILES), default="calm", help=_("how it misbehaves"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=_("the same seed, the same mischief"))
    parser.add_argument("--ledger", type=Path, metavar="FILE", help=_("where to write what was committed"))


def run(args: Namespace, io: Io) -> int:
    """Serve until SIGTERM or SIGINT, then write the ledger; return 0, or 2 when it could not start or write."""
    portal = PracticePortal(args.profile, args.seed)
    if args.ledger and not _written(args.ledger, portal):  # now, not after a day of practice
        io.warn(_("The ledger cannot be written to {file}. The portal was not started.").format(file=args.ledger))
        return 2
    with _told_to_end() as end:
        try:
            base_url = portal.start(args.port)
        except (OSError, OverflowError):
            io.warn(
                _("Port {port} cannot be used; another program may have it. Choose another, or 0.").format(
                    port=args.port
                )
            )
            return 2
        io.say(base_url)
        end.wait()
    portal.stop()
    if args.ledger and not _written(args.ledger, portal):
        io.warn(_("The ledger could not be written to {file}. It is lost.").format(file=args.ledger))
        return 2
    return 0


@contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Give an event that SIGTERM and SIGINT set; put the handlers back afterwards."""
    end = threading.Event()
    before = {number: signal.signal(number, lambda *_args: end.set()) for number in _ENDING_SIGNALS}
    try:
        yield end
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _written(ledger: Path, portal: PracticePortal) -> bool:
    """Write the ledger whole or not at all; return whether it stands."""
    new = ledger.with_name(ledger.name + ".new")
    try:
        new.write_text(json.dumps(portal.ledger(), ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(ledger)
    except OSError:
        return False
    return True
