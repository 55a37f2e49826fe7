# SPDX-License-Identifier: MIT
"""A state folder for tests and measurements: what a desk keeps there must not stay in the home of whoever runs them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "vaxdesk-state-"


def away_from_home() -> None:
    """Let this process and its children keep their state in a folder that goes away with it."""
    if Path(os.environ.get("XDG_STATE_HOME", "")).name.startswith(PREFIX):
        return  # a child: its parent cleans up
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix=PREFIX)
    atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
