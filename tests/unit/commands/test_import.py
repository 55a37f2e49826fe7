# SPDX-License-Identifier: MIT
"""``import`` as a person runs it: one JSON object or plain lines, and the exit code that goes with them."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import desks, people
from vaxdesk.commands import Io, import_register
from vaxdesk.errors import DeskBusy, FileError
from vaxdesk.platform import lock_folder

DATA = Path(__file__).parents[2] / "data"
REGISTER = str(DATA / "register-2021-01-16.csv")
PROBLEMS = str(DATA / "register-problems.csv")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A desk that is set up, and the command on it; returns exit code, standard output, standard error."""
    folder = desks.make_folder(tmp_path / "desk")
    parser = argparse.ArgumentParser()
    import_register.add_arguments(parser)

    def one(*options: str) -> tuple[int, str, str]:
        args = parser.parse_args(options)
        args.data_dir, args.password_file = str(folder), None
        out, err = io.StringIO(), io.StringIO()
        env = {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": desks.PASSWORD}
        return import_register.run(args, Io(out, err, env)), out.getvalue(), err.getvalue()

    return one


def test_json_is_one_object_with_the_counts_and_every_problem(run: Run) -> None:
    code, out, err = run(REGISTER, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"read": 222, "added": 222, "already_there": 0, "problems": []}
    code, out, _err = run(PROBLEMS, "--json")
    report = json.loads(out)
    assert code == 1
    assert (report["read"], report["added"], report["already_there"]) == (22, 0, 1)
    assert len(report["problems"]) == 21
    assert report["problems"][0] == {
        "row": 2,
        "column": "Mobile No.",
        "value": "991234567",
        "code": "mobile_length",
        "severity": "error",
        "message": "9 digits; a mobile has ten.",
    }


def test_plain_output_counts_then_names_each_row(run: Run, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    code, out, _err = run(PROBLEMS, "--rejects", str(rejects))
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "22 rows read."
    assert "Not read: Expected problem." in lines
    assert "Row 2, Mobile No.: 9 digits; a mobile has ten." in lines
    assert rejects.exists()


def test_expected_lists_come_later_and_nothing_is_opened(run: Run) -> None:
    code, out, err = run(PROBLEMS, "--as", "expected")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_open_desk_and_missing_file_leave_everything_as_it_was(run: Run, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        run(str(tmp_path / "none.csv"))
    lock = lock_folder(tmp_path / "desk")
    with pytest.raises(DeskBusy):
        run(REGISTER)
    lock.release()
