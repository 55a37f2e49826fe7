# SPDX-License-Identifier: MIT
"""Files that travel with the program: reference tables, catalogues, style sheet, icons."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the path of the resource ``name``, given with forward slashes relative to this package."""
    return _FOLDER.joinpath(*name.split("/"))
