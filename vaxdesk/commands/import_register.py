# SPDX-License-Identifier: MIT
"""``import FILE``: takes a register into the desk and says what became of every row. Decides nothing itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from vaxdesk.commands import Io, opened_desk
from vaxdesk.domain.problem import Severity
from vaxdesk.domain.row_problem import RowProblem
from vaxdesk.i18n import _, ngettext
from vaxdesk.services.imports import ImportReport
from vaxdesk.wording import problems

NAME: Final = "import"
_NOT_YET: Final = "expected"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--as", dest="kind", choices=("register", _NOT_YET), default="register")
    parser.add_argument("--rejects", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace, io: Io) -> int:
    """Import the file; 0 when every row is in, 1 when rows with errors are listed, 2 when nothing was done."""
    if args.kind == _NOT_YET:
        io.warn(_("Lists of expected people cannot be imported yet. Nothing was changed."))
        return 2
    with opened_desk(args, io, exclusive=True) as desk:
        report = desk.imports.import_register(args.file, desk.user, args.rejects)
        if args.json:
            io.say_json(_as_json(report))
        else:
            _tell(report, io)
    return 1 if report.rows_with_errors else 0


def _as_json(report: ImportReport) -> dict[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "already_there": report.already_there,
        "problems": [_problem_as_json(found) for found in report.problems],
    }


def _problem_as_json(found: RowProblem) -> dict[str, object]:
    return {
        "row": found.row,
        "column": found.column,
        "value": found.value,
        "code": found.problem.code,
        "severity": found.problem.severity.value,
        "message": problems.for_problem(found.problem),
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
        io.say(_line(found))


def _line(found: RowProblem) -> str:
    message = problems.for_problem(found.problem)
    if found.problem.severity is Severity.NOTE:
        return _("Row {row}, {column} (worth knowing): {message}").format(
            row=found.row, column=found.column, message=message
        )
    if not found.column:
        return _("Row {row}: {message}").format(row=found.row, message=message)
    return _("Row {row}, {column}: {message}").format(row=found.row, column=found.column, message=message)
