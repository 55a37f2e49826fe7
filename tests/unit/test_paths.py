# SPDX-License-Identifier: MIT
"""Which data folder is meant, and where what must not travel with it stands."""

from __future__ import annotations

import os
from pathlib import Path

from vaxdesk import paths


def test_the_option_comes_before_the_environment_and_that_before_the_platform(tmp_path: Path) -> None:
    env = {"VAXDESK_DATA_DIR": str(tmp_path / "env")}
    assert paths.data_dir(str(tmp_path / "option"), env) == tmp_path / "option"
    assert paths.data_dir(None, env) == tmp_path / "env"
    usual = paths.data_dir(None, {"VAXDESK_DATA_DIR": ""})
    assert usual.is_absolute()
    assert usual.name == "VaxDesk"


def test_a_relative_folder_is_made_absolute() -> None:
    assert paths.data_dir("desk", {}) == Path.cwd() / "desk"


def test_the_state_folder_is_the_users_own_and_never_within_the_data(tmp_path: Path) -> None:
    assert paths.state_dir({"XDG_STATE_HOME": str(tmp_path)}) == tmp_path / "vaxdesk"
    for env in ({}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "not/absolute"}):
        usual, data = paths.state_dir(env), paths.data_dir(None, {})
        assert usual.is_absolute()
        assert not usual.is_relative_to(data)
        assert not data.is_relative_to(usual)


def test_no_test_writes_into_the_state_folder_of_whoever_runs_it() -> None:
    usual = paths.state_dir({})
    assert not paths.state_dir(os.environ).is_relative_to(usual.parent)
