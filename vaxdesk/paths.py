# SPDX-License-Identifier: MIT
"""Where a desk keeps its files. Only names and places: makes nothing, reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import platformdirs

SETTINGS_FILE: Final = "settings.toml"
STORE_FILE: Final = "vaxdesk.db"
KEYS_FILE: Final = "keys.json"
LOCK_FILE: Final = "vaxdesk.lock"
LOGS_FOLDER: Final = "logs"


def data_dir(option: str | None, env: Mapping[str, str]) -> Path:
    """Return the absolute data folder: ``option`` (``--data-dir``), else ``VAXDESK_DATA_DIR``, else the
    platform's."""
    named = option or env.get("VAXDESK_DATA_DIR")
    if named:
        return Path(named).expanduser().absolute()
    return Path(platformdirs.user_data_dir("VaxDesk", appauthor=False))
