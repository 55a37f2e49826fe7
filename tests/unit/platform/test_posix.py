# SPDX-License-Identifier: MIT
"""The hold on a data folder, and private files, on POSIX systems."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from vaxdesk.errors import DeskBusy, SetupError
from vaxdesk.platform import lock_folder, private_file, private_folder, sync_folder

ROOT = Path(__file__).resolve().parents[3]
_HOLDS = """
import sys
from pathlib import Path
from vaxdesk.platform import lock_folder
lock = lock_folder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_hold_is_refused_until_the_first_is_released(tmp_path: Path) -> None:
    first = lock_folder(tmp_path)
    with pytest.raises(DeskBusy):
        lock_folder(tmp_path)
    first.release()
    first.release()
    lock_folder(tmp_path).release()


def test_kill_9_frees_the_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DeskBusy):
            lock_folder(tmp_path)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    lock_folder(tmp_path).release()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as refused:
        lock_folder(tmp_path / "missing")
    assert refused.value.code == "folder_not_writable"


def test_files_and_folders_become_private(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    private_folder(folder)
    private_folder(folder)
    file = folder / "file"
    file.touch(mode=0o644)
    private_file(file)
    sync_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
