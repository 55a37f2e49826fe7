# SPDX-License-Identifier: MIT
"""The practice portal as a command: it says where it is, ends when told, and leaves its ledger."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from vaxdesk.commands import Io, practice_portal


class Announcing(io.StringIO):
    """Calls back in a thread of its own when the first whole line is flushed."""

    def __init__(self, then: object = None) -> None:
        super().__init__()
        self._then = then

    def flush(self) -> None:
        if self._then and self.getvalue().endswith("\n"):
            then, self._then = self._then, None
            threading.Thread(target=then, args=(self.getvalue().strip(),)).start()  # type: ignore[arg-type]


def run(*words: str, out: io.StringIO | None = None) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    practice_portal.add_arguments(parser)
    streams = Io(out or io.StringIO(), io.StringIO(), {})
    code = practice_portal.run(parser.parse_args(words), streams)
    assert isinstance(streams.out, io.StringIO)
    assert isinstance(streams.err, io.StringIO)
    return code, streams.out.getvalue(), streams.err.getvalue()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_told_to_end_and_leaves_its_ledger(number: signal.Signals, tmp_path: Path) -> None:
    answers: list[int] = []

    def use_and_end(base_url: str) -> None:
        request = urllib.request.Request(base_url + "/v2/registration/beneficiary/genders", headers={"x-api-key": "k"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as answer:
            answers.append(answer.status)
        os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    ledger = tmp_path / "ledger.json"
    code, out, err = run("--port", "0", "--ledger", str(ledger), out=Announcing(use_and_end))
    assert (code, err, answers) == (0, "", [200])
    assert out.startswith("http://127.0.0.1:")
    assert out.endswith("/api\n")
    assert [call["status"] for call in json.loads(ledger.read_text())["calls"]] == [200]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.json"]
    assert signal.getsignal(number) is before


def test_a_port_that_is_taken_is_said_and_nothing_is_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, out, err = run("--port", str(port))
    assert (code, out) == (2, "")
    assert str(port) in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_does_not_exist_is_said(port: str) -> None:
    code, out, err = run("--port", port)
    assert (code, out) == (2, "")
    assert port in err


def test_a_ledger_that_cannot_be_written_is_said_before_anything_starts(tmp_path: Path) -> None:
    code, out, err = run("--port", "0", "--ledger", str(tmp_path / "none" / "ledger.json"))
    assert (code, out) == (2, "")
    assert "not started" in err
