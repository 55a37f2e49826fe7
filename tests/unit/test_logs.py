# SPDX-License-Identifier: MIT
"""The log: private files that never quote what a person typed."""

from __future__ import annotations

import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaxdesk import logs
from vaxdesk.errors import StoreError

log = logging.getLogger("vaxdesk.store.example")
SECRET = "Asha Kalpit 9900000001"


@pytest.fixture
def log_file(tmp_path: Path, expected_log: object) -> Iterator[Path]:
    handler = logs.start(tmp_path)
    yield tmp_path / "logs" / "vaxdesk.log"
    logs.stop(handler)


def test_a_line_names_time_level_thread_and_place(log_file: Path) -> None:
    log.info("%d items claimed", 4)
    (line,) = log_file.read_text(encoding="utf-8").splitlines()
    assert line.endswith("INFO MainThread vaxdesk.store.example: 4 items claimed")


def test_the_files_are_private_also_after_turning_over(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = [h for h in logging.getLogger("vaxdesk").handlers if isinstance(h, logs.RotatingFileHandler)]
    handler.maxBytes = 200
    for number in range(60):
        log.info("line %d", number)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in log_file.parent.iterdir()]
    assert modes == [0o600] * (1 + logs.KEPT_FILES)
    assert stat.S_IMODE(log_file.parent.stat().st_mode) == 0o700


def test_an_exception_is_named_with_its_frames_but_never_quoted(log_file: Path) -> None:
    def fails() -> None:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error

    try:
        fails()
    except ValueError as error:
        log.exception("the work failed")
        log.error("it was %s", error)
    text = log_file.read_text(encoding="utf-8")
    assert SECRET not in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_logs.py" in text
    assert "in fails" in text
    assert "it was ValueError" in text


def test_our_own_exceptions_show_their_code(log_file: Path) -> None:
    log.error("not opened", exc_info=StoreError("store_missing", folder=SECRET))
    text = log_file.read_text(encoding="utf-8")
    assert "StoreError(store_missing)" in text
    assert SECRET not in text


def test_a_line_break_in_a_value_cannot_pass_for_a_record(log_file: Path) -> None:
    log.info("code %s", "one\n2021-01-16 CRITICAL two")
    assert len(log_file.read_text(encoding="utf-8").splitlines()) == 1


def test_what_nobody_caught_is_logged_without_its_words(log_file: Path) -> None:
    error = ValueError(SECRET)
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, threading.current_thread())))
    text = log_file.read_text(encoding="utf-8")
    assert text.count("CRITICAL") == 2
    assert SECRET not in text


def test_stopping_gives_everything_back(tmp_path: Path) -> None:
    handler = logs.start(tmp_path)
    logs.stop(handler)
    assert handler not in logging.getLogger("vaxdesk").handlers
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__


def test_the_values_of_queries_are_never_logged(log_file: Path) -> None:
    assert not logging.getLogger("peewee").isEnabledFor(logging.DEBUG)
