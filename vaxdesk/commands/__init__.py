# SPDX-License-Identifier: MIT
"""What ``main.py`` runs without a window, one module a command.

A command module has ``NAME``, ``add_arguments(parser)`` and ``run(args, io)``, which returns the exit code:
0 done, 1 done but with errors that are listed, 2 not done. A ``VaxDeskError`` that leaves ``run`` becomes 2 and one
line on stderr, in ``main.py``. Commands write to the streams handed to them and never print or exit.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from vaxdesk import i18n
from vaxdesk.desk import Desk
from vaxdesk.errors import FileError, SetupError, SignInError
from vaxdesk.wording.errors import for_setting


@dataclass(frozen=True, slots=True)
class Io:
    """The outside world of a command: its streams and its environment."""

    out: TextIO
    err: TextIO
    env: MutableMapping[str, str]

    def say(self, line: str) -> None:
        """Write one line of result."""
        self.out.write(line + "\n")
        self.out.flush()

    def warn(self, line: str) -> None:
        """Write one line for the person, beside the result; a file's name may hold line breaks."""
        self.err.write(" ".join(line.splitlines()) + "\n")
        self.err.flush()

    def say_json(self, value: Mapping[str, object]) -> None:
        """Write the one JSON object that ``--json`` promises."""
        self.say(json.dumps(value, ensure_ascii=False))


@contextmanager
def opened_desk(args: Namespace, io: Io, *, exclusive: bool) -> Iterator[Desk]:
    """Open the desk of ``args.data_dir`` for the user that the environment names; close it at the end.

    ``exclusive`` takes the folder's lock, as whoever writes must; without it the store is opened beside whatever
    desk is open, for reading.

    Raises:
        SetupError, SignInError, StoreError, DeskBusy: nothing was changed.
    """
    desk = Desk(Path(args.data_dir), portal_key=io.env.pop("VAXDESK_PORTAL_KEY", ""))
    i18n.set_language(desk.settings.desk.language)
    name, password = take_credentials(args, io)
    if not desk.is_set_up:
        raise SetupError("not_set_up", folder=str(args.data_dir))
    try:
        if exclusive:
            desk.hold()
            desk.open(name, password)
        else:
            desk.look_in(name, password)
        yield desk
        for warning in desk.settings.warnings:  # of a command that was not done, only one line says why
            io.warn(for_setting(warning))
    finally:
        desk.close()


def take_credentials(args: Namespace, io: Io) -> tuple[str, str]:
    """Return name and password, taken out of the environment (or ``--password-file``).

    Raises:
        SignInError: one of them is missing.
        FileError: the password file cannot be read.
    """
    name = io.env.pop("VAXDESK_USER", "")
    password = take_password(args, io)
    if not name or not password:
        raise SignInError("credentials_missing")
    return name, password


def take_password(args: Namespace, io: Io) -> str:
    """Return the password out of ``--password-file``, else out of the environment; "" when neither has one.

    Raises:
        FileError: the password file cannot be read.
    """
    password = io.env.pop("VAXDESK_PASSWORD", "")
    if not args.password_file:
        return password
    try:
        return Path(args.password_file).read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError("password_file_unreadable", file=str(args.password_file)) from error
