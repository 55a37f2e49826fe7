# SPDX-License-Identifier: MIT
"""What holds for every test: no display, a clean environment and state folder, English, no unexpected log.

Warnings and exceptions in threads fail a test by ``filterwarnings = error`` in setup.cfg. Fixtures for one
kind of test do not belong here but into ``tests/support``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest

from tests.support.state_folder import away_from_home
from vaxdesk import i18n

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_FOREIGN = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
for _name in list(os.environ):
    if _name.startswith("VAXDESK_") or _name.lower().endswith("_proxy") or _name in _FOREIGN:
        del os.environ[_name]

away_from_home()

OUR_LOGGERS = ("vaxdesk", "ui")


class _Collector(logging.Handler):
    """Keeps every record at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[list[logging.LogRecord]]:
    """Fail the test that logs a warning without having asked for ``expected_log`` (or ``caplog``)."""
    collector = _Collector()
    for name in OUR_LOGGERS:
        logging.getLogger(name).addHandler(collector)
    yield collector.records
    for name in OUR_LOGGERS:
        logging.getLogger(name).removeHandler(collector)
    if not {"expected_log", "caplog"} & set(request.fixturenames):
        lines = [_told(record) for record in collector.records]
        assert not lines, "unexpected in the log:\n" + "\n".join(lines)


def _told(record: logging.LogRecord) -> str:
    line = f"{record.levelname} {record.name}: {record.getMessage()}"
    return line if record.exc_info is None else f"{line}\n{logging.Formatter().formatException(record.exc_info)}"


@pytest.fixture
def expected_log(_quiet_log: list[logging.LogRecord]) -> list[logging.LogRecord]:
    """Let this test log warnings; it gets the records, to look at what they say."""
    return _quiet_log


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin and end in English, whatever the test before switched to."""
    i18n.set_language("en")
    yield
    i18n.set_language("en")
