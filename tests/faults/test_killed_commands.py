# SPDX-License-Identifier: MIT
"""Commands killed at moments that nobody chose, started again and again: at the end everything stands exactly once.

``FAULTS_N=30 make faults`` kills thirty times each; a run of all the tests kills a few times. The seed is fixed, the
moments are not: what a process has reached after so many milliseconds is the machine's to say.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.support import people
from tests.support.desks import PASSWORD, make_folder
from tests.support.portal import ROOT, portal_process

KILLS = int(os.environ.get("FAULTS_N", "3"))
REGISTER = ROOT / "tests" / "data" / "register-2021-01-16.csv"
PEOPLE = 222
ENVIRONMENT = os.environ | {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": PASSWORD}
STATES = ("confirmed", "accepted", "waiting", "sending", "doubtful", "rejected", "held")

# The portal commits up to 1.5 s after it dropped a call: the first look comes later than that.
SHORT_WAITS = {"first_delay_s": 0.01, "max_delay_s": 0.05, "settle_s": [1.7, 0.1], "read_timeout_s": 4}


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a command of the desk in ``folder``."""
    command = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(folder), *words, "--json"]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed_after(seconds: float, folder: Path, *words: str) -> None:
    """Start a command and kill it, unless it was quicker. It has said nothing on stderr."""
    with start(folder, *words) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        _out, err = process.communicate()
        assert err == ""


def finished(folder: Path, *words: str) -> dict[str, Any]:
    """Run a command to its end; return its JSON object."""
    with start(folder, *words) as process:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        result: dict[str, Any] = json.loads(out)
        return result


def assert_each_once(ledger: Path, persons: int) -> None:
    """The portal holds ``persons`` people with one dose each, none twice."""
    held = json.loads(ledger.read_text(encoding="utf-8"))
    registered = Counter(entry["beneficiary_reference_id"] for entry in held["registrations"])
    identities = Counter(
        (entry["name"].casefold(), entry["mobile_number"], entry["birth_year"], entry["photo_id_number"])
        for entry in held["registrations"]
    )
    doses = Counter((entry["beneficiary_reference_id"], entry["dose"]) for entry in held["doses"])
    assert set(identities.values()) == set(doses.values()) == {1}
    assert len(identities) == len(registered) == len(doses) == persons
    assert {reference for reference, _dose in doses} == set(registered)


def test_an_import_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path) -> None:
    dice = Random(41)
    for n in range(KILLS):
        desk = make_folder(tmp_path / f"desk{n}")
        killed_after(dice.uniform(0.2, 0.75), desk, "import", str(REGISTER))
        standing = finished(desk, "status")
        assert standing["recorded"] == standing["waiting"]
        report = finished(desk, "import", str(REGISTER))
        assert (report["read"], report["added"] + report["already_there"]) == (PEOPLE, PEOPLE)
        assert report["already_there"] == standing["recorded"]
        assert finished(desk, "status")["recorded"] == PEOPLE


@pytest.mark.timeout(900)
def test_an_upload_killed_at_any_moment_ends_with_each_once(tmp_path: Path) -> None:
    dice, ledger = Random(42), tmp_path / "ledger.json"
    with portal_process("hostile", 4, ledger) as base_url:
        desk = make_folder(tmp_path / "desk", base_url=base_url, **SHORT_WAITS)
        finished(desk, "import", str(REGISTER if KILLS > 10 else few(tmp_path)))
        recorded = finished(desk, "status")["recorded"]
        for _kill in range(KILLS):
            killed_after(dice.uniform(0.4, 2.5), desk, "upload", "--until-settled")
            standing = finished(desk, "status")
            assert standing["recorded"] == sum(standing[state] for state in STATES) == recorded
        report = finished(desk, "upload", "--until-settled", "--timeout-s", "600")
    assert report["confirmed"] == recorded
    assert_each_once(ledger, recorded)


def few(folder: Path) -> Path:
    """Return a register of the first twelve rows."""
    file = folder / "few.csv"
    file.write_text("".join(REGISTER.read_text(encoding="utf-8").splitlines(keepends=True)[:13]), encoding="utf-8")
    return file


def test_of_two_started_at_once_one_at_most_writes(tmp_path: Path) -> None:
    for n in range(KILLS):
        desk = make_folder(tmp_path / f"desk{n}")
        both = [start(desk, "import", str(REGISTER)) for _which in range(2)]
        done = [(*process.communicate(), process.returncode) for process in both]
        added = [json.loads(out)["added"] for out, _err, code in done if code == 0]
        assert sum(added) == PEOPLE
        assert all(err.count("\n") == 1 and "open" in err for _out, err, code in done if code)
        assert {code for _out, _err, code in done} <= {0, 2}
        assert finished(desk, "status")["recorded"] == PEOPLE
