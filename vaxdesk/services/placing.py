# SPDX-License-Identifier: MIT
"""A file put in the place that a person named: written beside it, compared, and only then given the name.

Whatever fails, an older file stands as it was and nothing half-written stays behind. Knows nothing of what is in it.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from vaxdesk.errors import FileError

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


def place(out: Path, content: bytes, compare: Callable[[Path], None]) -> Path:
    """Write ``content`` to ``out``, or to the next free name where that cannot be replaced; return where it stands.

    Args:
        compare: raises ``FileError`` where the file just written does not hold what was meant.

    Raises:
        FileError: nothing was written; an older file stands as it was.
    """
    draft = _write_beside(out, content)
    try:
        compare(draft)
        return _put_in_place(draft, out)
    finally:
        draft.unlink(missing_ok=True)


def _write_beside(out: Path, content: bytes) -> Path:
    """Write ``content`` to a new private file in the folder of ``out``, down to the disk."""
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".vaxdesk-", suffix=".part", dir=out.parent)
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if draft is not None:
            with suppress(OSError):
                draft.unlink()
        raise _unwritten(error, out) from error
    return draft


def _unwritten(error: OSError, out: Path) -> FileError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileError("export_folder_missing", file=str(out.parent))
    if error.errno in _NO_ROOM:
        return FileError("export_disk_full")
    return FileError("export_not_writable", file=str(out.parent))


def _put_in_place(draft: Path, out: Path) -> Path:
    """Give ``draft`` the name ``out``, or the next free one where a folder or another program holds that."""
    try:
        draft.replace(out)
    except OSError:
        return _put_beside(draft, out)
    return out


def _put_beside(draft: Path, out: Path) -> Path:
    names = (out.with_name(f"{out.stem} ({n}){out.suffix}") for n in count(2))
    beside = next(name for name in names if not name.exists())
    try:
        draft.replace(beside)
    except OSError as error:
        raise FileError("export_not_replaced", file=str(out)) from error
    return beside
