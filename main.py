# SPDX-License-Identifier: MIT
"""The composition root: read the command line, then open the desk or run one command.

Imports ``ui`` only where a window is wanted, so that a command never loads Qt.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn, TextIO

import vaxdesk
from vaxdesk import logs, paths
from vaxdesk.commands import Io, export, import_register, practice_portal, setup, status, upload
from vaxdesk.errors import VaxDeskError
from vaxdesk.wording.errors import for_error

log = logging.getLogger("vaxdesk.main")

COMMANDS = (setup, import_register, upload, status, export, practice_portal)


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the command line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n".replace("\n", " ").strip() + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="vaxdesk",
        description="Records vaccinations offline and uploads each exactly once. Without a command: opens the desk.",
    )
    parser.add_argument("--data-dir", metavar="DIR", help="the data folder (else VAXDESK_DATA_DIR)")
    parser.add_argument("--version", action="version", version=f"VaxDesk {vaxdesk.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("practise", help="open the desk on a throw-away folder with the practice portal")
    for module in COMMANDS:
        sub = commands.add_parser(module.NAME, help=(module.__doc__ or "").splitlines()[0])
        sub.add_argument("--password-file", metavar="FILE", help="read the password from FILE")
        module.add_arguments(sub)
    return parser


def _open_window(args: argparse.Namespace) -> int:
    from ui import app

    if args.command == "practise":
        return app.practise()
    return app.run(Path(args.data_dir))


def _stream(stream: TextIO | None) -> TextIO:
    """Return a stream that takes every character in UTF-8, and something to write to where there is none."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream


def _unforeseen(folder: object) -> None:
    """Log an exception that nobody caught, without its words, where there is a desk to log it for."""
    if not isinstance(folder, Path) or not (folder / paths.KEYS_FILE).is_file():
        return
    handler = logs.start(folder)
    log.exception("a command ended by an exception")
    logs.stop(handler)


def _write_no_more() -> None:
    """Let what is left to write go nowhere: the interpreter would try once more at its end, and say so."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(argv: Sequence[str] | None = None) -> int:
    """Run VaxDesk and return the exit code."""
    args = _parser().parse_args(argv)
    io = Io(out=_stream(sys.stdout), err=_stream(sys.stderr), env=os.environ)
    try:
        args.data_dir = paths.data_dir(args.data_dir, os.environ)
        module = next((m for m in COMMANDS if args.command == m.NAME), None)
        return module.run(args, io) if module else _open_window(args)
    except VaxDeskError as error:
        io.warn(for_error(error))
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read the result has gone; what was done is done
        _write_no_more()
        return 1
    except Exception as error:
        if isinstance(error, OSError):  # perhaps the result could not be written, and could not at the end either
            _write_no_more()
        with suppress(OSError):
            _unforeseen(args.data_dir)
        io.warn(for_error(VaxDeskError("unexpected")))
        return 2


if __name__ == "__main__":
    sys.exit(main())
