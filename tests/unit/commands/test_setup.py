# SPDX-License-Identifier: MIT
"""``setup`` as a person runs it: what it makes, what it says, and what it leaves alone."""

from __future__ import annotations

import argparse
import io
import stat
from pathlib import Path

import pytest

from vaxdesk.commands import Io, setup
from vaxdesk.errors import FileError, SetupError
from vaxdesk.services import login
from vaxdesk.store import keys

PASSWORDS = {"VAXDESK_PASSWORD": "ten letters at least", "VAXDESK_CLERK_PASSWORD": "another long password"}


class _Run:
    """One run of the command with its streams and environment."""

    def __init__(self, folder: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
        self.io = Io(io.StringIO(), io.StringIO(), {**PASSWORDS, "HOME": "/"} if env is None else env)
        parser = argparse.ArgumentParser()
        parser.add_argument("--password-file")
        setup.add_arguments(parser)
        words = ["--centre", "LNJP", "--supervisor", "Asha Kalpit", *arguments]
        self.args = parser.parse_args(words)
        self.args.data_dir = folder

    def __call__(self) -> int:
        return setup.run(self.args, self.io)

    @property
    def out(self) -> list[str]:
        assert isinstance(self.io.out, io.StringIO)
        return self.io.out.getvalue().splitlines()


def test_it_makes_a_desk_shows_the_code_once_and_forgets_the_passwords(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    run = _Run(folder, "--clerk", "Ravi Namoona")
    assert run() == 0
    assert run.io.env == {"HOME": "/"}
    unlocked = login.sign_in(folder, "Asha Kalpit", "ten letters at least")
    assert login.sign_in(folder, "Ravi Namoona", "another long password").data_key == unlocked.data_key
    assert keys.unlock_with_code(folder, run.out[-1]) == unlocked.data_key
    assert sum(run.out[-1] in line for line in run.out) == 1


def test_the_code_goes_into_a_private_file_instead(tmp_path: Path) -> None:
    folder, file = tmp_path / "desk", tmp_path / "code.txt"
    run = _Run(folder, "--recovery-code", str(file))
    assert run() == 0
    code = file.read_text(encoding="utf-8").strip()
    unlocked = login.sign_in(folder, "Asha Kalpit", "ten letters at least")
    assert keys.unlock_with_code(folder, code) == unlocked.data_key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert code not in "\n".join(run.out)


def test_the_password_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("a password in a file\n", encoding="utf-8")
    assert _Run(tmp_path / "desk", "--password-file", str(file), env={})() == 0
    login.sign_in(tmp_path / "desk", "Asha Kalpit", "a password in a file")


def test_an_existing_desk_is_left_as_it_is(tmp_path: Path) -> None:
    folder, file = tmp_path / "desk", tmp_path / "code.txt"
    assert _Run(folder)() == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(SetupError) as refused:
        _Run(folder, "--recovery-code", str(file))()
    assert refused.value.code == "desk_exists"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not file.exists()


def test_a_standing_recovery_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(FileError) as refused:
        _Run(tmp_path / "desk", "--recovery-code", str(file))()
    assert refused.value.code == "recovery_file_exists"
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "desk").exists()


def test_a_failed_set_up_takes_the_empty_recovery_file_away(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file is in the way", encoding="utf-8")
    file = tmp_path / "code.txt"
    with pytest.raises(SetupError) as refused:
        _Run(tmp_path / "desk", "--recovery-code", str(file))()
    assert refused.value.code == "folder_not_writable"
    assert not file.exists()


@pytest.mark.parametrize(
    ("arguments", "env", "code"),
    [
        (("--centre", "NOWHERE"), PASSWORDS, "unknown_centre"),
        ((), {}, "password_missing"),
        (("--clerk", "Ravi"), {"VAXDESK_PASSWORD": "ten letters at least"}, "clerk_password_missing"),
        ((), {"VAXDESK_PASSWORD": "too short"}, "password_too_short"),
    ],
)
def test_what_is_not_fit_makes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], env: dict[str, str], code: str
) -> None:
    run = _Run(tmp_path / "desk", *arguments, env=dict(env))
    with pytest.raises(SetupError) as refused:
        run()
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert run.io.env == {}
