# SPDX-License-Identifier: MIT
"""The log of the desk: a few small files in ``logs/``, readable by their owner only, that hold no personal
data.

Messages hold ids, codes and counts by rule. Of an exception only its type and where it was raised are
written, and of our own also its code: what other exceptions say may quote what a person typed. Must not log
by itself.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from vaxdesk.errors import VaxDeskError
from vaxdesk.paths import LOGS_FOLDER

LOG_FILE: Final = "vaxdesk.log"
LARGEST_FILE: Final = 1_000_000
KEPT_FILES: Final = 5
LINE: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
OURS: Final = ("vaxdesk", "ui")
log = logging.getLogger(__name__)


class ScrubbingFormatter(logging.Formatter):
    """Writes one line a record, and of an exception no word that is not our own code."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text; a line break in it cannot pass for a second record."""
        copy = logging.makeLogRecord(record.__dict__)
        copy.exc_text = None
        copy.args = _scrubbed(record.args)
        return super().format(copy)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the base class names it)
        """Return the line without what ``format`` adds below it."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(  # noqa: N802  (the base class names it)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the chain of exceptions by type, code and frames."""
        return "\n".join(line for error in _chain(ei[1]) for line in _frames(error))


class _PrivateHandler(RotatingFileHandler):
    """Makes each of its files for its owner alone."""

    def _open(self) -> TextIOWrapper:
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        return super()._open()


def start(folder: Path) -> logging.Handler:
    """Log into ``logs/`` in the data folder from now on, and every exception that nobody caught; see
    ``stop``.

    Raises:
        OSError: the folder cannot be written.
    """
    (folder / LOGS_FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _PrivateHandler(
        folder / LOGS_FOLDER / LOG_FILE, maxBytes=LARGEST_FILE, backupCount=KEPT_FILES, encoding="utf-8"
    )
    handler.setFormatter(ScrubbingFormatter(LINE))
    for name in OURS:
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    logging.getLogger("peewee").setLevel(logging.INFO)  # its DEBUG lines hold every value of every query
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread
    return handler


def stop(handler: logging.Handler) -> None:
    """Undo ``start``."""
    for name in OURS:
        logger = logging.getLogger(name)
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
        logger.propagate = True
    handler.close()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def _log_uncaught(kind: type[BaseException], error: BaseException, frames: TracebackType | None) -> None:
    log.critical("nobody caught an exception", exc_info=(kind, error, frames))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.critical("a thread ended by an exception", exc_info=args.exc_value)


def _scrubbed(args: object) -> tuple[object, ...] | dict[str, object]:
    """Exceptions among the values of a message are named, not quoted."""
    if isinstance(args, dict):
        return {name: _named(value) for name, value in args.items()}
    return tuple(map(_named, args)) if isinstance(args, tuple) else ()


def _named(value: object) -> object:
    if isinstance(value, VaxDeskError):
        return f"{type(value).__name__}({value.code})"
    return type(value).__name__ if isinstance(value, BaseException) else value


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> Iterator[str]:
    yield f"  {_named(error)}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"    {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
