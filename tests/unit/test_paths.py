# SPDX-License-Identifier: MIT
"""Which data folder is meant."""

from __future__ import annotations

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
