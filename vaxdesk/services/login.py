# SPDX-License-Identifier: MIT
"""Signing in at this desk: a name and a password give who it is and the key of the store.

Opens nothing and remembers nothing; slow on purpose (Argon2id), so it is called in the background.
"""

from __future__ import annotations

from pathlib import Path

from vaxdesk.store import keys
from vaxdesk.store.keys import Unlocked

__all__ = ["Unlocked", "names", "sign_in"]


def sign_in(folder: Path, name: str, password: str) -> Unlocked:
    """Return who ``name`` is, with the data key.

    Raises:
        SignInError: ``wrong_name_or_password``; nothing was created or changed.
        KeyFileError: keys.json is gone, damaged, weakened or of a newer VaxDesk.
    """
    return keys.unlock(folder, name, password)


def names(folder: Path) -> tuple[str, ...]:
    """Return who has an account here, to choose from; unproven until one signs in.

    Raises:
        KeyFileError: as ``sign_in``.
    """
    return keys.user_names(folder)
