# SPDX-License-Identifier: MIT
"""The data key of a desk and its slots in ``keys.json``: one for each user, one for the recovery code.

The store is encrypted under one random data key. Each slot holds that key, wrapped (AES-256-GCM) under a key
made from a password or the recovery code (Argon2id). A MAC under a key derived from the data key covers the
whole file, so that no slot can be added, changed or dropped unseen. Responsible for nothing but this file;
never makes one where one stands, never repairs one, never keeps, logs or tells a password.

A password is taken as it was typed, only brought to Unicode's NFC, because keyboards differ in how they send
a letter with a sign. NFKC, which would also merge letters that look different, is not applied.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from argon2 import low_level
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vaxdesk.clock import Clock
from vaxdesk.domain.user import Role, User
from vaxdesk.errors import KeyFileError, SetupError, SignInError
from vaxdesk.paths import KEYS_FILE
from vaxdesk.platform import sync_folder
from vaxdesk.store import recovery

VERSION: Final = 1
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
LARGEST_FILE: Final = 1 << 20
USER_SLOT: Final = "user"
RECOVERY_SLOT: Final = "recovery"

Slot = dict[str, Any]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess at a password costs: Argon2id memory in KiB, passes over it, lanes side by side."""

    memory_kib: int
    passes: int
    lanes: int


STANDARD_COST: Final = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
LOWEST_COST: Final = KdfCost(memory_kib=19 * 1024, passes=2, lanes=1)
HIGHEST_COST: Final = KdfCost(memory_kib=1024 * 1024, passes=10, lanes=16)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What making the keys gives: the data key, and the recovery code to be printed and kept nowhere else."""

    data_key: bytes
    recovery_code: str


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Proof of a good password: who it is, and the data key."""

    user: User
    data_key: bytes


def derive_key(data_key: bytes, label: str) -> bytes:
    """Return the 32-byte key for the purpose ``label`` (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label.encode()).derive(data_key)


def create_keys(
    folder: Path,
    people: Sequence[tuple[User, str]],
    *,
    now: datetime | None = None,
    cost: KdfCost = STANDARD_COST,
) -> NewKeys:
    """Make ``keys.json`` in ``folder`` for ``people`` (user, password) and a new recovery code.

    Raises:
        SetupError: ``desk_exists``, ``password_too_short``, ``password_too_long``, ``name_missing``,
        ``name_taken``.
    """
    if (folder / KEYS_FILE).exists():
        raise SetupError("desk_exists")
    data_key = secrets.token_bytes(KEY_BYTES)
    code = recovery.new_code()
    made_at = (now or Clock().now()).isoformat(timespec="seconds")
    by = people[0][0].name
    document: Document = {"v": VERSION, "db_id": uuid.uuid4().hex, "slots": []}
    for user, password in people:
        _add_slot(document, data_key, user, password, made_at=made_at, by=by, cost=cost)
    head = {"kind": RECOVERY_SLOT, "name": "", "role": "", "made_at": made_at, "by": by}
    document["slots"].append(_wrapped(document, data_key, head, recovery.secret(code), cost))
    _write(folder, document, data_key)
    return NewKeys(data_key, code)


def check_person(user: User, password: str, taken: Sequence[str] = ()) -> None:
    """Make sure that ``user`` can have a slot beside those whose names are ``taken``.

    Raises:
        SetupError: ``name_missing``, ``name_taken``, ``password_too_short`` or ``password_too_long``.
    """
    if not _tidy(user.name):
        raise SetupError("name_missing")
    if _name_key(user.name) in map(_name_key, taken):
        raise SetupError("name_taken", name=_tidy(user.name))
    length = len(unicodedata.normalize("NFC", password))
    if length < SHORTEST_PASSWORD:
        raise SetupError("password_too_short", least=str(SHORTEST_PASSWORD))
    if length > LONGEST_PASSWORD:
        raise SetupError("password_too_long", most=str(LONGEST_PASSWORD))


def unlock(folder: Path, name: str, password: str) -> Unlocked:
    """Return who ``name`` is and the data key. Takes as long for an unknown name as for a wrong password.

    Raises:
        SignInError: ``wrong_name_or_password``.
        KeyFileError: ``keys_missing``, ``keys_unreadable``, ``keys_damaged``, ``keys_weak`` or
        ``keys_newer``.
    """
    document = _read(folder)
    users = [slot for slot in document["slots"] if slot["kind"] == USER_SLOT]
    slot = next((slot for slot in users if _name_key(slot["name"]) == _name_key(name)), None)
    if slot is None:
        low_level.hash_secret_raw(
            _password_bytes(password),
            secrets.token_bytes(SALT_BYTES),
            *_argon2_arguments(users[0]["kdf"] if users else _kdf(STANDARD_COST)),
        )
        raise SignInError("wrong_name_or_password")
    data_key = _unwrapped(document, slot, _password_bytes(password))
    if data_key is None:
        raise SignInError("wrong_name_or_password")
    _check_mac(document, data_key)
    return Unlocked(User(slot["name"], Role(slot["role"])), data_key)


def unlock_with_code(folder: Path, code: str) -> bytes:
    """Return the data key by the recovery code, however it was typed.

    Raises:
        SignInError: ``recovery_code_mistyped`` (its checksum does not fit) or ``recovery_code_wrong``.
        KeyFileError: as ``unlock``.
    """
    document = _read(folder)
    secret = recovery.secret(code)
    for slot in document["slots"]:
        if slot["kind"] == RECOVERY_SLOT and (data_key := _unwrapped(document, slot, secret)) is not None:
            _check_mac(document, data_key)
            return data_key
    raise SignInError("recovery_code_wrong")


def user_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the users in the file, for the sign-in window; unproven until one signs in.

    Raises:
        KeyFileError: as ``unlock``.
    """
    return tuple(slot["name"] for slot in _read(folder)["slots"] if slot["kind"] == USER_SLOT)


# --- slots --------------------------------------------------------------------------------------------------


def _add_slot(
    document: Document, data_key: bytes, user: User, password: str, *, made_at: str, by: str, cost: KdfCost
) -> None:
    check_person(user, password, [slot["name"] for slot in document["slots"]])
    head = {
        "kind": USER_SLOT,
        "name": _tidy(user.name),
        "role": user.role.value,
        "made_at": made_at,
        "by": by,
    }
    document["slots"].append(_wrapped(document, data_key, head, _password_bytes(password), cost))


def _wrapped(document: Document, data_key: bytes, head: Slot, secret: bytes, cost: KdfCost) -> Slot:
    slot: Slot = {"id": uuid.uuid4().hex, **head, "kdf": _kdf(cost)}
    _check_cost(slot["kdf"])
    nonce = secrets.token_bytes(NONCE_BYTES)
    slot["nonce"] = nonce.hex()
    wrapping = AESGCM(_wrapping_key(slot, secret))
    slot["wrapped_key"] = wrapping.encrypt(nonce, data_key, _bound(document, slot)).hex()
    return slot


def _unwrapped(document: Document, slot: Slot, secret: bytes) -> bytes | None:
    wrapping = AESGCM(_wrapping_key(slot, secret))
    wrapped, nonce = bytes.fromhex(slot["wrapped_key"]), bytes.fromhex(slot["nonce"])
    try:
        return wrapping.decrypt(nonce, wrapped, _bound(document, slot))
    except InvalidTag:
        return None


def _bound(document: Document, slot: Slot) -> bytes:
    """What a wrapped key is tied to, so that it opens in no other slot, name, role or file."""
    parts = [document["db_id"], slot["id"], slot["kind"], slot["name"], slot["role"], document["v"]]
    return _canonical(parts)


def _wrapping_key(slot: Slot, secret: bytes) -> bytes:
    kdf = slot["kdf"]
    return low_level.hash_secret_raw(secret, bytes.fromhex(kdf["salt"]), *_argon2_arguments(kdf))


def _argon2_arguments(kdf: Slot) -> tuple[int, int, int, int, low_level.Type]:
    return kdf["t"], kdf["m"], kdf["p"], KEY_BYTES, low_level.Type.ID


def _kdf(cost: KdfCost) -> Slot:
    salt = secrets.token_bytes(SALT_BYTES).hex()
    return {"name": "argon2id", "m": cost.memory_kib, "t": cost.passes, "p": cost.lanes, "salt": salt}


def _password_bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _name_key(name: str) -> str:
    return unicodedata.normalize("NFC", _tidy(name).casefold())


# --- the file -----------------------------------------------------------------------------------------------


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _mac(document: Document, data_key: bytes) -> str:
    covered = {name: value for name, value in document.items() if name != "mac"}
    return hmac.new(derive_key(data_key, "keys.json mac"), _canonical(covered), hashlib.sha256).hexdigest()


def _check_mac(document: Document, data_key: bytes) -> None:
    if not hmac.compare_digest(str(document["mac"]).encode(), _mac(document, data_key).encode()):
        raise KeyFileError("keys_damaged")


def _write(folder: Path, document: Document, data_key: bytes) -> None:
    """Replace the file whole or not at all, and put it on disk."""
    document["mac"] = _mac(document, data_key)
    temporary = folder / f"{KEYS_FILE}.{uuid.uuid4().hex}.part"
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_canonical(document) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / KEYS_FILE)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(folder)


def _read(folder: Path) -> Document:
    """Return the file as a document of the right shape; only ``_check_mac`` proves that it is ours."""
    try:
        with (folder / KEYS_FILE).open("rb") as file:
            raw = file.read(LARGEST_FILE)
    except FileNotFoundError as error:
        raise KeyFileError("keys_missing") from error
    except OSError as error:
        raise KeyFileError("keys_unreadable") from error
    try:
        document = json.loads(raw)
        if document["v"] > VERSION:
            raise KeyFileError("keys_newer")
        _check_shape(document)
        # The file is written in one way only: anything else in it, were it only a blank, was not written by
        # us.
        if _canonical(document) + b"\n" != raw:
            raise KeyFileError("keys_damaged")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KeyFileError("keys_damaged") from error
    return dict(document)


def _check_shape(document: Document) -> None:
    """Refuse what ``unlock`` could trip over; every surprise is a ``ValueError``, ``KeyError`` or
    ``TypeError``."""
    if document["v"] != VERSION or not document["slots"]:
        raise ValueError("version")
    bytes.fromhex(document["mac"])
    bytes.fromhex(document["db_id"])
    for slot in document["slots"]:
        if slot["kind"] not in (USER_SLOT, RECOVERY_SLOT) or not isinstance(slot["name"], str):
            raise ValueError("kind")
        if slot["kind"] == USER_SLOT:
            Role(slot["role"])
        lengths = (
            (slot["nonce"], NONCE_BYTES),
            (slot["kdf"]["salt"], SALT_BYTES),
            (slot["wrapped_key"], KEY_BYTES + 16),
        )
        for text, length in lengths:
            if len(bytes.fromhex(text)) != length:
                raise ValueError("length")
        _check_cost(slot["kdf"])


def _check_cost(kdf: Slot) -> None:
    """Refuse a cost below the floor (somebody made guessing cheap) or past what a desk can bear."""
    costs = kdf["m"], kdf["t"], kdf["p"]
    if kdf["name"] != "argon2id" or not all(type(cost) is int for cost in costs):
        raise ValueError("kdf")
    lowest = LOWEST_COST.memory_kib, LOWEST_COST.passes, LOWEST_COST.lanes
    highest = HIGHEST_COST.memory_kib, HIGHEST_COST.passes, HIGHEST_COST.lanes
    if any(cost < least for cost, least in zip(costs, lowest, strict=True)):
        raise KeyFileError("keys_weak")
    if any(cost > most for cost, most in zip(costs, highest, strict=True)):
        raise ValueError("kdf")
