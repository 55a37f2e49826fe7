# SPDX-License-Identifier: MIT
"""Making a desk: the folder, the keys, the empty store and the settings; all of them or none.

Everything is made in one folder of its own inside the data folder and then renamed into place, ``keys.json``
last: it is the mark of a finished desk. What an attempt made is taken away again when it fails; what a crash
left is set aside under another name at the next attempt. Never touches a desk that stands. The caller holds
the folder's lock.
"""

from __future__ import annotations

import errno
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vaxdesk import settings
from vaxdesk.clock import Clock
from vaxdesk.domain.user import Role, User
from vaxdesk.errors import DiskFull, SetupError
from vaxdesk.paths import KEYS_FILE, SETTINGS_FILE, STORE_FILE
from vaxdesk.platform import private_folder, sync_folder
from vaxdesk.store import keys, notes
from vaxdesk.store.database import Store

SHORTEST_PASSWORD: Final = keys.SHORTEST_PASSWORD
IN_THE_MAKING: Final = "setup-in-the-making"
BUILT_MARK: Final = "built"
# The order of the renames: keys.json last.
PARTS: Final = (SETTINGS_FILE, STORE_FILE, KEYS_FILE)


@dataclass(frozen=True, slots=True)
class SetupAnswers:
    """What the person who sets up a desk says.

    Attributes:
        centre: code of the desk's own centre.
        clerk: name of a first clerk, "" for none yet.
        portal_base_url: "" when it is not known yet: recording works, uploading waits for it.
        portal_key: kept in the encrypted store only; "" when it will come from the environment.
    """

    centre: str
    supervisor: str
    supervisor_password: str
    clerk: str = ""
    clerk_password: str = ""
    portal_kind: str = settings.COWIN
    portal_base_url: str = ""
    portal_key: str = ""
    language: str = "en"


def is_set_up(folder: Path) -> bool:
    """Say whether a finished desk stands in ``folder``; of a folder closed to us, that there is: opening it says
    why it cannot be."""
    try:
        return (folder / KEYS_FILE).exists()
    except OSError:
        return True


def set_up(folder: Path, answers: SetupAnswers, clock: Clock, *, cost: keys.KdfCost = keys.STANDARD_COST) -> str:
    """Make a desk in ``folder`` (0700) and return its recovery code, which stands nowhere else.

    Raises:
        SetupError: ``desk_exists``, ``folder_shared``, ``folder_not_writable``, or what ``check`` finds;
        nothing was changed. StoreError: the disk failed or is full; nothing is left behind.
    """
    check(answers)
    with _making(folder) as making:
        made = keys.create_keys(making, _people(answers), now=clock.now(), cost=cost)
        _make_store(making / STORE_FILE, made.data_key, answers)
        _write_durably(making / SETTINGS_FILE, _settings_text(answers))
        _write_durably(making / BUILT_MARK, "")
        sync_folder(making)
    return made.recovery_code


def check(answers: SetupAnswers) -> None:
    """Make sure that a desk can be made from ``answers``; touches nothing.

    Raises:
        SetupError: ``unknown_centre``, a portal fault, or what ``keys.check_person`` finds.
    """
    known = [centre.code for centre in settings.DEFAULT_CENTRES]
    if answers.centre not in known:
        raise SetupError("unknown_centre", centre=answers.centre, known=", ".join(known))
    if answers.portal_base_url or answers.portal_kind not in settings.KINDS:
        fault = settings.portal_fault(answers.portal_kind, answers.portal_base_url)
        if fault:
            raise SetupError(fault)
    taken: list[str] = []
    for user, password in _people(answers):
        keys.check_person(user, password, taken)
        taken.append(user.name)


def _people(answers: SetupAnswers) -> list[tuple[User, str]]:
    people = [(User(answers.supervisor, Role.SUPERVISOR), answers.supervisor_password)]
    if answers.clerk:
        people.append((User(answers.clerk, Role.CLERK), answers.clerk_password))
    return people


def _make_store(path: Path, data_key: bytes, answers: SetupAnswers) -> None:
    Store.create(path, data_key)
    if not answers.portal_key:
        return
    store = Store.open(path, data_key)
    try:
        store.write(lambda: notes.put(store, notes.PORTAL_KEY, answers.portal_key)).result()
    finally:
        store.close()


def _settings_text(answers: SetupAnswers) -> str:
    return settings.default_text(
        answers.centre,
        kind=answers.portal_kind,
        base_url=unicodedata.normalize("NFC", answers.portal_base_url).strip(),
        language=answers.language,
    )


# --- all or nothing


@contextmanager
def _making(folder: Path) -> Iterator[Path]:
    """Give a private folder to build in; put what was built there into place, or take it away if that
    fails."""
    is_new = not folder.exists()
    making = folder / IN_THE_MAKING
    try:
        if not is_new:
            _refuse_shared(folder)
            _set_aside_unfinished(folder, making)
            _refuse_existing(folder)
        private_folder(folder)
        making.mkdir(mode=0o700)
    except OSError as error:
        raise _folder_error(folder, error) from error
    try:
        yield making
        _put_into_place(making, folder)
    except BaseException as error:
        _take_away(making, folder, is_new=is_new)
        if isinstance(error, OSError):
            raise _folder_error(folder, error) from error
        raise


def _refuse_existing(folder: Path) -> None:
    if any((folder / name).exists() for name in (*PARTS, f"{STORE_FILE}-wal")):
        raise SetupError("desk_exists", folder=str(folder))


def _refuse_shared(folder: Path) -> None:
    """A folder that others need is not made private: the root, a home, or one like /tmp."""
    real = folder.resolve()
    if not real.is_dir():
        raise SetupError("folder_not_writable", folder=str(folder))
    if real in (Path(real.anchor), Path.home()) or real.stat().st_mode & 0o1000:
        raise SetupError("folder_shared", folder=str(folder))


def _put_into_place(making: Path, folder: Path) -> None:
    for name in PARTS:
        if name == KEYS_FILE:
            sync_folder(folder)
        (making / name).rename(folder / name)
    sync_folder(folder)
    shutil.rmtree(making, ignore_errors=True)


def _take_away(making: Path, folder: Path, *, is_new: bool) -> None:
    """Remove what this attempt made, and nothing else."""
    if (making / BUILT_MARK).exists():
        for name in PARTS:
            if not (making / name).exists():
                (folder / name).unlink(missing_ok=True)
    shutil.rmtree(making, ignore_errors=True)
    if is_new and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _set_aside_unfinished(folder: Path, making: Path) -> None:
    """Clear the way after an attempt that ended in a crash: move all of it under another name, delete
    nothing."""
    if not making.is_dir():
        return
    if (folder / KEYS_FILE).exists():
        return  # it was finished but for its tidying up
    if (making / BUILT_MARK).exists():
        for name in PARTS:
            if not (making / name).exists() and (folder / name).exists():
                (folder / name).rename(making / name)
    number = 1
    while (aside := folder / f"setup-unfinished-{number}").exists():
        number += 1
    making.rename(aside)


def _write_durably(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _folder_error(folder: Path, error: OSError) -> Exception:
    if error.errno == errno.ENOSPC:
        return DiskFull("disk_full")
    return SetupError("folder_not_writable", folder=str(folder))
