# SPDX-License-Identifier: MIT
"""The command line in whole: exit codes, one line on stderr for every failure, never a traceback, nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import main
from tests.support import people
from tests.support.desks import PASSWORD, make_folder
from tests.support.portal import ROOT
from vaxdesk.services import login
from vaxdesk.store.database import Store

REGISTER = ROOT / "tests" / "data" / "register-2021-01-16.csv"
PROBLEMS = ROOT / "tests" / "data" / "register-problems.csv"
CLERK = {"VAXDESK_USER": people.CLERK.name, "VAXDESK_PASSWORD": PASSWORD}
STATES = ("recorded", "confirmed", "accepted", "waiting", "sending", "doubtful", "rejected", "held", "void")
DAY = ("export", "--date", "2021-01-16", "--format", "csv", "--out")
SETUP = ("setup", "--centre", "LNJP", "--supervisor", "Supervisor Kalpit")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a runner of ``main`` in this process, as the clerk unless ``env`` says otherwise."""

    def command(folder: Path, *words: object, env: Mapping[str, str] = CLERK) -> tuple[int, str, str]:
        for name in ("VAXDESK_USER", "VAXDESK_PASSWORD", "VAXDESK_CLERK_PASSWORD", "VAXDESK_PORTAL_KEY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        try:
            code = main.main(["--data-dir", str(folder), *map(str, words)])
        except SystemExit as end:  # argparse
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return command


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the problem file's twenty-two rows behind it and nothing recorded."""
    return make_folder(tmp_path_factory.mktemp("template") / "desk")


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Path:
    """A desk of this test's own."""
    return Path(shutil.copytree(template, tmp_path / "desk"))


def fails(done: tuple[int, str, str], about: str = "") -> None:
    """Exit 2, nothing on stdout, one line on stderr that says why."""
    code, out, err = done
    assert (code, out, err.count("\n")) == (2, "", 1), done
    assert about in err


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a data folder that holds something, but the lock."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.suffix not in (".lock", ".db-shm") and path.stat().st_size
    }


def test_the_status_of_a_new_desk_is_nought_of_everything(run: Run, desk: Path) -> None:
    code, out, err = run(desk, "status", "--json")
    assert (code, err) == (0, "")
    status = json.loads(out)
    assert set(status) >= {*STATES, "oldest_waiting_s", "connectivity"}
    assert [status[state] for state in STATES] == [0] * 9
    assert status["oldest_waiting_s"] is None


def test_the_day_goes_in_once_and_the_problem_file_is_refused_row_by_row(run: Run, desk: Path) -> None:
    assert json.loads(run(desk, "import", REGISTER, "--json")[1])["added"] == 222
    again = json.loads(run(desk, "import", REGISTER, "--json")[1])
    assert again == {"read": 222, "added": 0, "already_there": 222, "problems": []}
    code, out, err = run(desk, "import", PROBLEMS, "--json")
    report = json.loads(out)
    assert (code, err) == (1, "")
    assert (report["read"], report["added"], report["already_there"]) == (22, 0, 1)
    assert set(report) == {"read", "added", "already_there", "problems"}
    assert all(set(p) == {"row", "column", "value", "code", "severity", "message"} for p in report["problems"])
    assert len({p["row"] for p in report["problems"] if p["severity"] == "error"}) == 21
    status = json.loads(run(desk, "status", "--json")[1])
    assert (status["recorded"], status["waiting"], status["connectivity"]) == (222, 222, "stopped")
    assert status["oldest_waiting_s"] >= 0


@pytest.mark.parametrize("words", [("status",), ("import", REGISTER), ("upload",), (*DAY, "x.csv")])
def test_without_good_credentials_nothing_is_done(run: Run, desk: Path, words: tuple[object, ...]) -> None:
    before = contents(desk)
    fails(run(desk, *words, env={}), "VAXDESK_USER")
    fails(run(desk, *words, env=CLERK | {"VAXDESK_PASSWORD": "wrong and long"}), "wrong")
    fails(run(desk, *words, env=CLERK | {"VAXDESK_USER": "Nobody Kalpit"}), "wrong")
    assert contents(desk) == before


@pytest.mark.parametrize("words", [("status",), ("import", REGISTER), ("upload",), (*DAY, "x.csv")])
def test_where_no_desk_stands_none_is_made(run: Run, tmp_path: Path, words: tuple[object, ...]) -> None:
    fails(run(tmp_path / "none", *words), "no desk")
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("not a folder")
    fails(run(tmp_path / "file", *words))
    assert (tmp_path / "file").read_text() == "not a folder"


def test_the_password_may_stand_in_a_file_with_any_line_end_or_mark(run: Run, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "password"
    for written in (PASSWORD, PASSWORD + "\n", PASSWORD + "\r\n", "\ufeff" + PASSWORD + "\r\n"):
        file.write_text(written, encoding="utf-8", newline="")
        assert run(desk, "status", "--password-file", file, env={"VAXDESK_USER": people.CLERK.name})[0] == 0
    fails(run(desk, "status", "--password-file", tmp_path), "password file")


def test_what_was_secret_is_gone_from_the_environment(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []
    look_in = login.sign_in

    def spy(*args: str) -> object:
        seen.append({name for name in os.environ if name.startswith("VAXDESK_")})
        return look_in(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(login, "sign_in", spy)
    assert run(desk, "status", env=CLERK | {"VAXDESK_PORTAL_KEY": "invented"})[0] == 0
    assert seen == [set()]


def truncate(folder: Path) -> None:
    os.truncate(folder / "vaxdesk.db", (folder / "vaxdesk.db").stat().st_size // 2)


def empty(folder: Path) -> None:
    os.truncate(folder / "vaxdesk.db", 0)


def zero(folder: Path) -> None:
    (folder / "vaxdesk.db").write_bytes(bytes((folder / "vaxdesk.db").stat().st_size))


def replace_by_text(folder: Path) -> None:
    (folder / "vaxdesk.db").write_text("<html>not a database</html>" * 500)


def behead(folder: Path) -> None:
    whole = (folder / "vaxdesk.db").read_bytes()
    (folder / "vaxdesk.db").write_bytes(bytes(4096) + whole[4096:])


def remove(folder: Path) -> None:
    (folder / "vaxdesk.db").unlink()


def make_newer(folder: Path) -> None:
    store = Store.open(folder / "vaxdesk.db", login.sign_in(folder, people.CLERK.name, PASSWORD).data_key)
    execute = store.models.Note._meta.database.execute_sql
    store.write(lambda: execute("UPDATE schema_version SET version = 99")).result()
    store.close()


def lose_keys(folder: Path) -> None:
    (folder / "keys.json").unlink()


def spoil_keys(folder: Path) -> None:
    (folder / "keys.json").write_bytes(bytes(range(256)))


def empty_keys(folder: Path) -> None:
    (folder / "keys.json").write_text("")


@pytest.mark.parametrize(
    "damage",
    [truncate, empty, zero, replace_by_text, behead, remove, make_newer, lose_keys, spoil_keys, empty_keys],
)
def test_damage_is_said_in_a_sentence_and_nothing_is_made_anew(
    run: Run, desk: Path, damage: Callable[[Path], None]
) -> None:
    run(desk, "import", PROBLEMS)
    damage(desk)
    before = contents(desk)
    for words in (("status", "--json"), ("import", REGISTER), ("upload",), (*DAY, desk.parent / "x.csv"), SETUP):
        fails(run(desk, *words))
    assert contents(desk) == before
    assert not (desk.parent / "x.csv").exists()


BAD_PORTALS = {
    "none": '[desk]\ncentre = "LNJP"',
    "no kind": '[portal]\nbase_url = "https://portal.invalid/api"',
    "bad kind": '[portal]\nkind = "other"\nbase_url = "https://portal.invalid/api"',
    "kind no text": '[portal]\nkind = 7\nbase_url = "https://portal.invalid/api"',
    "open line": '[portal]\nkind = "cowin"\nbase_url = "http://portal.invalid/api"',
    "practice elsewhere": '[portal]\nkind = "practice"\nbase_url = "https://portal.invalid/api"',
    "password in it": '[portal]\nkind = "cowin"\nbase_url = "https://me:secret@portal.invalid/api"',
    "no table": 'portal = "x"',
    "broken": "[portal\nkind",
    "binary": "\0\1\2\ufffd",
}


@pytest.mark.parametrize("text", BAD_PORTALS.values(), ids=BAD_PORTALS)
def test_a_bad_portal_stops_the_uploading_and_nothing_else(run: Run, desk: Path, text: str) -> None:
    (desk / "settings.toml").write_text(text, encoding="utf-8")
    code, out, _err = run(desk, "status", "--json")
    assert (code, json.loads(out)["connectivity"]) == (0, "stopped")
    assert run(desk, "import", REGISTER)[0] == 0
    done = run(desk, "upload", env=CLERK | {"VAXDESK_PORTAL_KEY": "invented"})
    fails(done)
    assert "secret" not in done[2]


SOFT = {
    "numbers": ("[upload]\ninterval_s = -1\nread_timeout_s = 'x'\nsettle_s = [1]\nmax_delay_s = true", 4),
    "endless": ("[upload]\ninterval_s = inf\nmax_delay_s = nan", 2),
    "unknown": ("colour = 'red'\n[upload]\nspeed = 9", 2),
    "doubled centre": ("[[centre]]\ncode = 'LNJP'\nname = 'A'\n[[centre]]\ncode = 'LNJP'\nname = 'B'", 0),
    "zone": ("[desk]\ntimezone = '../../etc/passwd'\nlanguage = 'fr'", 2),
}


@pytest.mark.parametrize(("text", "warnings"), SOFT.values(), ids=SOFT)
def test_a_bad_value_is_named_once_and_stops_nothing(run: Run, desk: Path, text: str, warnings: int) -> None:
    portal = '[portal]\nkind = "practice"\nbase_url = "http://127.0.0.1:9/api"\n'
    (desk / "settings.toml").write_text(text + "\n" + portal, encoding="utf-8")
    code, out, err = run(desk, "status", "--json")
    assert (code, err.count("\n")) == (0, warnings)
    assert json.loads(out)["recorded"] == 0


def test_a_folder_that_is_held_lets_nobody_write_and_everybody_look(run: Run, desk: Path) -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    with held:
        assert held.stdout is not None and held.stdout.readline()
        fails(run(desk, "import", REGISTER), "open")
        fails(run(desk, "upload"), "open")
        assert run(desk, "status", "--json")[0] == 0
        assert run(desk, *DAY, desk.parent / "day.csv")[0] == 0
        held.kill()
        held.wait(20)
    assert run(desk, "import", REGISTER)[0] == 0


HOLD = (
    "import sys; from pathlib import Path; from vaxdesk.platform import lock_folder;"
    "lock = lock_folder(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


def test_files_that_cannot_be_imported_are_named(run: Run, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "binary.xlsx").write_bytes(bytes(range(256)) * 20)
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(1 << 30)
    names = ("empty.csv", "binary.csv", "binary.xlsx", "huge.csv", "missing.csv", "two\nlines.csv", ".")
    for name in names:
        fails(run(desk, "import", tmp_path / name))
    fails(run(desk, "import", "/dev/zero"))
    fails(run(desk, "import", PROBLEMS, "--rejects", tmp_path / "none" / "rejects.csv"))
    assert json.loads(run(desk, "status", "--json")[1])["recorded"] == 0


def test_no_sheet_takes_the_place_of_the_desks_own_files_or_of_what_is_imported(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    shutil.copy(PROBLEMS, mine)
    keys, settings = (desk / "keys.json").read_bytes(), (desk / "settings.toml").read_bytes()
    for name in ("vaxdesk.db", "keys.json", "settings.toml", "vaxdesk.lock"):
        fails(run(desk, *DAY, desk / name), name)
        fails(run(desk, "import", mine, "--rejects", desk / ".." / "desk" / name), name)
    fails(run(desk, "import", mine, "--rejects", mine), "mine.csv")
    assert (keys, settings) == ((desk / "keys.json").read_bytes(), (desk / "settings.toml").read_bytes())
    assert json.loads(run(desk, "status", "--json")[1])["recorded"] == 0
    assert mine.read_bytes() == PROBLEMS.read_bytes()


def test_an_export_that_cannot_be_says_why(run: Run, desk: Path, tmp_path: Path) -> None:
    fails(run(desk, *DAY, tmp_path / "none" / "day.csv"), "folder")
    fails(run(desk, *DAY, tmp_path / "day.csv", "--centre", "NOWHERE"), "NOWHERE")
    for out in ("", "/"):
        fails(run(desk, *DAY, out))
    for day in ("16-01-2021", "20210116", "2021-02-31", ""):
        fails(run(desk, "export", "--date", day, "--format", "csv", "--out", tmp_path / "day.csv"), "date")
    fails(run(desk, "export", "--date", "2021-01-16", "--format", "pdf", "--out", tmp_path / "day.csv"))
    assert not (tmp_path / "day.csv").exists()


@pytest.mark.parametrize("seconds", ["-1", "nan", "soon", ""])
def test_a_time_that_is_none_is_refused(run: Run, desk: Path, seconds: str) -> None:
    fails(run(desk, "upload", "--timeout-s", seconds), "seconds")


def test_setup_changes_nothing_where_it_cannot_or_may_not(run: Run, desk: Path, tmp_path: Path) -> None:
    good = {"VAXDESK_PASSWORD": PASSWORD}
    before = contents(desk)
    fails(run(desk, *SETUP, env=good), "already")
    assert contents(desk) == before
    new = tmp_path / "new"
    fails(run(new, *SETUP, env={}), "VAXDESK_PASSWORD")
    fails(run(new, *SETUP, env={"VAXDESK_PASSWORD": "short"}), "10")
    fails(run(new, "setup", "--centre", "NOWHERE", "--supervisor", "S", env=good), "NOWHERE")
    fails(run(new, *SETUP, "--clerk", "Clerk Kalpit", env=good), "VAXDESK_CLERK_PASSWORD")
    fails(run(new, *SETUP, "--recovery-code", tmp_path / "none" / "code", env=good), "recovery code")
    assert not new.exists()


@pytest.mark.parametrize("sink", ["| true", "> /dev/full", ">&-"])
def test_an_answer_that_nobody_takes_is_no_traceback(desk: Path, sink: str) -> None:
    command = f"'{sys.executable}' '{ROOT / 'main.py'}' --data-dir '{desk}' status --json {sink}"
    done = subprocess.run(command, shell=True, env=os.environ | CLERK, capture_output=True, text=True, check=False)
    assert done.stderr.count("\n") <= 1
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("expected_log")
def test_what_nobody_foresaw_is_one_line_and_a_log_without_its_words(
    run: Run, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip(*_args: object) -> int:
        raise KeyError("Qzmark Namoona 7111000001")

    monkeypatch.setattr(main.status, "run", slip)
    fails(run(desk, "status"), "not foreseen")
    logged = (desk / "logs" / "vaxdesk.log").read_text(encoding="utf-8")
    assert "KeyError" in logged and "in slip" in logged
    assert "Qzmark" not in logged
    fails(run(tmp_path, "status"), "not foreseen")
    assert not (tmp_path / "logs").exists()


def test_hindi_comes_out_whatever_the_terminal_speaks(desk: Path, tmp_path: Path) -> None:
    environment = os.environ | CLERK | {"PYTHONIOENCODING": "ascii"}
    words = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(desk), *DAY, str(tmp_path / "आज.csv")]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "आज.csv" in done.stdout.decode("utf-8")
