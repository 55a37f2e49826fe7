# SPDX-License-Identifier: MIT
"""The half of ``import`` that takes in a list of expected people, and says what became of every row."""

from __future__ import annotations

from argparse import Namespace

from vaxdesk.commands import Io
from vaxdesk.commands.row_problems import as_json, line
from vaxdesk.desk import Desk
from vaxdesk.domain.expected import ExpectedReport
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _, ngettext


def take(args: Namespace, desk: Desk, io: Io) -> int:
    """Import the list; 0 when every row is in, 1 when rows with errors are listed."""
    report = desk.expected.add(args.file, desk.user, day=args.on, rejects=args.rejects)
    if args.json:
        io.say_json(_as_json(report))
    else:
        _tell(report, io)
    return 1 if report.rows_with_errors else 0


def _as_json(report: ExpectedReport) -> dict[str, object]:
    return {
        "read": report.read,
        "added": report.added,
        "already_listed": report.already_listed,
        "twice_in_file": report.twice_in_file,
        "already_vaccinated": report.already_vaccinated,
        "days": [{"on": on.isoformat(), "centre": centre, "added": n} for on, centre, n in report.days],
        "not_read": list(report.not_read),
        "problems": [as_json(found) for found in report.problems],
    }


def _tell(report: ExpectedReport, io: Io) -> None:
    """Write the counts, then one line for each problem."""
    io.say(ngettext("{n} row read.", "{n} rows read.", report.read).format(n=report.read))
    io.say(
        _("{added} added, {listed} on the list already, {twice} twice in the file, {errors} with an error.").format(
            added=report.added,
            listed=report.already_listed,
            twice=report.twice_in_file,
            errors=report.rows_with_errors,
        )
    )
    if report.already_vaccinated:
        told = ngettext(
            "{n} of those added was vaccinated here already.",
            "{n} of those added were vaccinated here already.",
            report.already_vaccinated,
        )
        io.say(told.format(n=report.already_vaccinated))
    for on, centre, n in report.days:
        io.say(_("{day}, {centre}: {n}").format(day=day_text(on), centre=centre, n=n))
    if report.not_read:
        io.say(_("Not read: {headings}.").format(headings=", ".join(report.not_read)))
    for found in report.problems:
        io.say(line(found))
