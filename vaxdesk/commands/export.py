# SPDX-License-Identifier: MIT
"""Write the daily sheet of a date and centre.

Runs beside an open desk and only reads from the store.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Final

from vaxdesk.commands import Io, opened_desk
from vaxdesk.i18n import _, ngettext
from vaxdesk.services.export import ALL_CENTRES

NAME: Final = "export"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options of ``export``."""
    parser.add_argument("--date", required=True, type=_day, metavar="YYYY-MM-DD", help="the day of the sheet")
    parser.add_argument("--centre", default=ALL_CENTRES, metavar="CODE|all", help="one centre, or all (default)")
    parser.add_argument("--format", required=True, choices=("xlsx", "csv"))
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="is replaced when it exists")
    parser.add_argument("--masked", action="store_true", help="cross out mobiles and ID numbers")


def run(args: Namespace, io: Io) -> int:
    """Write the sheet; say where it stands and how many rows it has. Returns the exit code.

    Raises:
        VaxDeskError: nothing was written.
    """
    by = io.env.get("VAXDESK_USER", "")
    with opened_desk(args, io, exclusive=False) as desk:
        written = desk.export.export(args.date, args.centre, args.format, args.out, args.masked, by=by)
    rows = ngettext("{n} row", "{n} rows", written.rows).format(n=written.rows)
    io.say(_("{file}: {rows}").format(file=written.path, rows=rows))
    return 0


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # other ISO forms are too easily mistyped
        raise ArgumentTypeError("the date reads YYYY-MM-DD, as in 2021-01-16")
    return day
