# SPDX-License-Identifier: MIT
"""Where a desk keeps its files. Only names and places: makes nothing, reads nothing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import platformdirs

SETTINGS_FILE: Final = "settings.toml"
STORE_FILE: Final = "vaxdesk.db"
KEYS_FILE: Final = "keys.json"
LOCK_FILE: Final = "vaxdesk.lock"
LOGS_FOLDER: Final = "logs"
OWN_FILES: Final = (SETTINGS_FILE, STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}-shm", KEYS_FILE, LOCK_FILE)


def data_dir(option: str | None, env: Mapping[str, str]) -> Path:
    """Return the absolute data folder: ``option`` (``--data-dir``), else ``VAXDESK_DATA_DIR``, else the
    platform's."""
    named = option or env.get("VAXDESK_DATA_DIR")
    if named:
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_data_dir("VaxDesk", appauthor=False))


def state_dir(env: Mapping[str, str]) -> Path:
    """Return the user's own folder for what must not travel with a copy of the data folder."""
    named = Path(env.get("XDG_STATE_HOME", ""))
    if named.is_absolute():
        return named / "vaxdesk"
    if sys.platform == "win32":
        return Path(platformdirs.user_data_dir("VaxDesk-state", appauthor=False))
    return Path("~/.local/state/vaxdesk").expanduser()


def is_own_file(file: Path, folder: Path) -> bool:
    """Return whether ``file`` is one that the desk in ``folder`` lives by: no sheet may ever take its place."""
    real = file.resolve()
    return real.parent == folder.resolve() and real.name.casefold() in OWN_FILES
