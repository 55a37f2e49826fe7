# SPDX-License-Identifier: MIT
"""make a desk: folder, keys, store and settings

Passwords come from VAXDESK_PASSWORD (or --password-file) and VAXDESK_CLERK_PASSWORD, never from the command
line, and leave the environment when they are read. The recovery code is shown or written once and kept
nowhere.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from vaxdesk.commands import Io, take_password
from vaxdesk.desk import Desk
from vaxdesk.errors import FileError, SetupError
from vaxdesk.i18n import _
from vaxdesk.services import setup

NAME = "setup"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what ``setup`` takes."""
    parser.add_argument("--centre", required=True, metavar="CODE", help="code of this desk's centre")
    parser.add_argument("--supervisor", required=True, metavar="NAME", help="name of the supervisor")
    parser.add_argument("--clerk", default="", metavar="NAME", help="name of a first clerk")
    parser.add_argument("--recovery-code", metavar="FILE", help="write the recovery code to FILE instead of showing it")


def run(args: Namespace, io: Io) -> int:
    """Make the desk in ``args.data_dir`` and hand over its recovery code; 0 when it stands.

    Raises:
        SetupError, StoreError, FileError: nothing was made.
    """
    folder = Path(args.data_dir)
    answers = _answers(args, io)
    if setup.is_set_up(folder):
        raise SetupError("desk_exists", folder=str(folder))
    setup.check(answers)
    code_file = _reserved(args.recovery_code)
    desk = Desk(folder)
    try:
        desk.hold()
        code = desk.set_up(answers)
    except BaseException:
        if code_file is not None:
            code_file.unlink(missing_ok=True)
        raise
    finally:
        desk.close()
    _hand_over(code, code_file, io)
    return 0


def _answers(args: Namespace, io: Io) -> setup.SetupAnswers:
    password = take_password(args, io)
    clerk_password = io.env.pop("VAXDESK_CLERK_PASSWORD", "")
    if not password:
        raise SetupError("password_missing")
    if args.clerk and not clerk_password:
        raise SetupError("clerk_password_missing")
    return setup.SetupAnswers(
        centre=args.centre,
        supervisor=args.supervisor,
        supervisor_password=password,
        clerk=args.clerk,
        clerk_password=clerk_password,
    )


def _reserved(name: str | None) -> Path | None:
    """Make the empty file for the recovery code before the desk: afterwards it would be too late to
    refuse."""
    if name is None:
        return None
    file = Path(name)
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError as error:
        raise FileError("recovery_file_exists", file=name) from error
    except OSError as error:
        raise FileError("recovery_file_not_writable", file=name) from error
    return file


def _hand_over(code: str, file: Path | None, io: Io) -> None:
    if file is not None:
        try:
            with file.open("w", encoding="utf-8") as written:
                written.write(code + "\n")
                written.flush()
                os.fsync(written.fileno())
        except OSError:
            io.warn(_("The recovery code could not be written to {file}; it is shown here.").format(file=file))
        else:
            io.say(_("The desk is ready. Its recovery code stands in {file}.").format(file=file))
            return
    io.say(_("The desk is ready. Its recovery code, shown only this once:"))
    io.say(code)
