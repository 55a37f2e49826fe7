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
EXPECTED = str(DATA / "expected-2021-01-19.csv")
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


def test_expected_list_is_counted_by_day_and_centre_and_goes_in_once(run: Run) -> None:
    # Counted by hand in the file: 120 rows, of which 47 say LNJP, 28 MATHANA and 45 PEHOWA; the day is in its name.
    code, out, err = run(EXPECTED, "--as", "expected", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "read": 120,
        "added": 120,
        "already_listed": 0,
        "twice_in_file": 0,
        "already_vaccinated": 0,
        "days": [
            {"on": "2021-01-19", "centre": "LNJP", "added": 47},
            {"on": "2021-01-19", "centre": "MATHANA", "added": 28},
            {"on": "2021-01-19", "centre": "PEHOWA", "added": 45},
        ],
        "not_read": [],
        "problems": [],
    }
    code, out, _err = run(EXPECTED, "--as", "expected")
    assert code == 0
    assert out.splitlines() == [
        "120 rows read.",
        "0 added, 120 on the list already, 0 twice in the file, 0 with an error.",
    ]


def test_expected_list_names_its_bad_rows_and_writes_them_out(run: Run, tmp_path: Path) -> None:
    file, rejects = tmp_path / "list.csv", tmp_path / "rejects.csv"
    file.write_text("Name,Mobile,Shoe size\nAsha Namoona,9900000001,5\nAsha Kalpit,,5\n", encoding="utf-8")
    code, out, _err = run(str(file), "--as", "expected", "--on", "2021-01-20", "--rejects", str(rejects))
    assert code == 1
    assert "20-01-2021, LNJP: 1" in out
    assert "Not read: Shoe size." in out
    assert "Row 3, Mobile: A name alone does not tell who this is." in out
    assert "Asha Kalpit" in rejects.read_text(encoding="utf-8-sig")


def test_day_of_a_list_that_is_no_day_is_refused_before_anything_is_opened(run: Run) -> None:
    with pytest.raises(SystemExit):
        run(EXPECTED, "--as", "expected", "--on", "tomorrow")


def test_open_desk_and_missing_file_leave_everything_as_it_was(run: Run, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        run(str(tmp_path / "none.csv"))
    lock = lock_folder(tmp_path / "desk")
    with pytest.raises(DeskBusy):
        run(REGISTER)
    lock.release()
