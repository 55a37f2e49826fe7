# SPDX-License-Identifier: MIT
"""``import FILE``: takes a register or an expected list into the desk and says what became of every row.

Decides nothing itself.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import Final

from vaxdesk.commands import Io, expected_list, opened_desk
from vaxdesk.commands.row_problems import as_json, line
from vaxdesk.i18n import _, ngettext
from vaxdesk.services.imports import ImportReport

NAME: Final = "import"
_EXPECTED: Final = "expected"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--as", dest="kind", choices=("register", _EXPECTED), default="register")
    parser.add_argument(
        "--on", type=_day, metavar="YYYY-MM-DD", help="of a list: the day of its rows that name none (else: its name's)"
    )
    parser.add_argument("--rejects", type=Path, metavar="FILE", help="takes the rows with errors; is replaced")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace, io: Io) -> int:
    """Import the file; 0 when every row is in, 1 when rows with errors are listed. Returns the exit code.

    Raises:
        VaxDeskError: nothing was done, or not all; the sentence says which.
    """
    with opened_desk(args, io, exclusive=True) as desk:
        if args.kind == _EXPECTED:
            return expected_list.take(args, desk, io)
        report = desk.imports.import_register(args.file, desk.user, args.rejects)
        if args.json:
            io.say_json(_as_json(report))
        else:
            _tell(report, io)
    return 1 if report.rows_with_errors else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("the date reads YYYY-MM-DD, as in 2021-01-19") from None


def _as_json(report: ImportReport) -> dict[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "already_there": report.already_there,
        "problems": [as_json(found) for found in report.problems],
    }


def _tell(report: ImportReport, io: Io) -> None:
    """Write the counts, then one line for each problem."""
    io.say(ngettext("{n} row read.", "{n} rows read.", report.read).format(n=report.read))
    io.say(
        _("{added} added, {there} already there, {errors} with an error.").format(
            added=report.added, there=report.already_there, errors=report.rows_with_errors
        )
    )
    if report.ignored_headings:
        io.say(_("Not read: {headings}.").format(headings=", ".join(report.ignored_headings)))
    for found in report.problems:
        io.say(line(found))
