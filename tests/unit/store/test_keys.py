# SPDX-License-Identifier: MIT
"""keys.json: who gets the data key, who does not, and what a changed file is taken for."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vaxdesk.domain.user import Role, User
from vaxdesk.errors import KeyFileError, SetupError, SignInError
from vaxdesk.store import keys

NOW = datetime(2021, 1, 16, 4, 30, tzinfo=UTC)
ASHA = User("Asha Kalpit", Role.SUPERVISOR)
RAVI = User("Ravi Namoona", Role.CLERK)
PASSWORD = "ten letters at least"
OTHER = "another long password"


@pytest.fixture
def made(tmp_path: Path) -> keys.NewKeys:
    return keys.create_keys(tmp_path, [(ASHA, PASSWORD), (RAVI, OTHER)], now=NOW, cost=keys.LOWEST_COST)


def _file(folder: Path) -> Path:
    return folder / "keys.json"


def _rewrite(folder: Path, change: object) -> None:
    document = json.loads(_file(folder).read_bytes())
    change(document)  # type: ignore[operator]
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    _file(folder).write_text(text + "\n", encoding="utf-8")


def test_each_user_gets_the_same_key_and_their_own_role(tmp_path: Path, made: keys.NewKeys) -> None:
    assert keys.unlock(tmp_path, "Asha Kalpit", PASSWORD) == keys.Unlocked(ASHA, made.data_key)
    assert keys.unlock(tmp_path, "Ravi Namoona", OTHER) == keys.Unlocked(RAVI, made.data_key)


def test_a_name_is_found_in_any_case_and_with_blanks_around_it(tmp_path: Path, made: keys.NewKeys) -> None:
    assert keys.unlock(tmp_path, "  asha KALPIT ", PASSWORD).user == ASHA


@pytest.mark.parametrize(
    ("name", "password"),
    [("Asha Kalpit", OTHER), ("Asha Kalpit", ""), ("Nobody", PASSWORD), ("", PASSWORD), ("Asha Kalpit", "\ud800")],
)
def test_name_and_password_are_refused_alike_and_nothing_changes(
    tmp_path: Path, made: keys.NewKeys, name: str, password: str
) -> None:
    before = _file(tmp_path).read_bytes()
    with pytest.raises(SignInError) as refused:
        keys.unlock(tmp_path, name, password)
    assert refused.value.code == "wrong_name_or_password"
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]
    assert _file(tmp_path).read_bytes() == before


def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    tmp_path: Path, made: keys.NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs: list[tuple[object, ...]] = []
    spend = keys.low_level.hash_secret_raw

    def counted(secret: bytes, salt: bytes, *cost: object) -> bytes:
        costs.append(cost)
        return spend(secret, salt, *cost)  # type: ignore[arg-type]

    monkeypatch.setattr(keys.low_level, "hash_secret_raw", counted)
    for name in ("Nobody", "Asha Kalpit"):
        with pytest.raises(SignInError):
            keys.unlock(tmp_path, name, "not the password")
    assert len(costs) == 2
    assert costs[0] == costs[1]


def test_a_password_is_the_same_however_the_keyboard_sends_its_signs(tmp_path: Path) -> None:
    keys.create_keys(tmp_path, [(ASHA, "caf\u00e9 au lait")], now=NOW, cost=keys.LOWEST_COST)
    assert keys.unlock(tmp_path, "Asha Kalpit", "cafe\u0301 au lait").user == ASHA


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("Ravi", "nine char", "password_too_short"),
        ("Ravi", "x" * 257, "password_too_long"),
        ("  ", PASSWORD, "name_missing"),
        ("asha kalpit ", PASSWORD, "name_taken"),
    ],
)
def test_an_unfit_name_or_password_makes_no_file(tmp_path: Path, name: str, password: str, code: str) -> None:
    with pytest.raises(SetupError) as refused:
        keys.create_keys(
            tmp_path, [(ASHA, PASSWORD), (User(name, Role.CLERK), password)], now=NOW, cost=keys.LOWEST_COST
        )
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_ten_characters_are_enough(tmp_path: Path) -> None:
    keys.create_keys(tmp_path, [(ASHA, "ten charac")], now=NOW, cost=keys.LOWEST_COST)
    assert keys.unlock(tmp_path, "Asha Kalpit", "ten charac").user == ASHA


def test_a_standing_key_file_is_never_made_anew(tmp_path: Path, made: keys.NewKeys) -> None:
    before = _file(tmp_path).read_bytes()
    with pytest.raises(SetupError) as refused:
        keys.create_keys(tmp_path, [(ASHA, PASSWORD)], now=NOW, cost=keys.LOWEST_COST)
    assert refused.value.code == "desk_exists"
    assert _file(tmp_path).read_bytes() == before


def test_the_file_is_private_and_holds_no_secret(tmp_path: Path, made: keys.NewKeys) -> None:
    assert stat.S_IMODE(_file(tmp_path).stat().st_mode) == 0o600
    text = _file(tmp_path).read_text(encoding="utf-8")
    for secret in (made.data_key.hex(), PASSWORD, OTHER, made.recovery_code):
        assert secret not in text


def test_no_flipped_byte_opens_or_is_repaired(tmp_path: Path, made: keys.NewKeys) -> None:
    whole = _file(tmp_path).read_bytes()
    for place in [*range(0, len(whole), 13), len(whole) - 1]:
        broken = bytearray(whole)
        broken[place] ^= 1 << place % 8
        _file(tmp_path).write_bytes(broken)
        with pytest.raises((SignInError, KeyFileError)):
            keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
        assert _file(tmp_path).read_bytes() == broken
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("change", [lambda raw: raw + b"\n", lambda raw: raw.replace(b":", b": ", 1)])
def test_a_file_that_says_the_same_in_another_way_was_not_written_by_us(
    tmp_path: Path, made: keys.NewKeys, change: Callable[[bytes], bytes]
) -> None:
    _file(tmp_path).write_bytes(change(_file(tmp_path).read_bytes()))
    with pytest.raises(KeyFileError) as seen:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert seen.value.code == "keys_damaged"


def test_a_changed_role_or_a_dropped_slot_is_seen(tmp_path: Path, made: keys.NewKeys) -> None:
    whole = _file(tmp_path).read_bytes()
    _rewrite(tmp_path, lambda document: document["slots"][1].update(role="supervisor"))
    with pytest.raises(SignInError):
        keys.unlock(tmp_path, "Ravi Namoona", OTHER)
    with pytest.raises(KeyFileError) as seen:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert seen.value.code == "keys_damaged"
    _file(tmp_path).write_bytes(whole)
    _rewrite(tmp_path, lambda document: document["slots"].pop(1))
    with pytest.raises(KeyFileError) as seen:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert seen.value.code == "keys_damaged"


@pytest.mark.parametrize(
    ("kdf", "code"),
    [
        ({"m": 19 * 1024 - 1}, "keys_weak"),
        ({"t": 1}, "keys_weak"),
        ({"m": 1 << 30}, "keys_damaged"),
        ({"m": True}, "keys_damaged"),
        ({"name": "pbkdf2"}, "keys_damaged"),
    ],
)
def test_a_cost_outside_the_bounds_is_refused(
    tmp_path: Path, made: keys.NewKeys, kdf: dict[str, object], code: str
) -> None:
    _rewrite(tmp_path, lambda document: document["slots"][0]["kdf"].update(kdf))
    with pytest.raises(KeyFileError) as refused:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert refused.value.code == code


def test_no_key_file_is_made_below_the_floor(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError) as refused:
        keys.create_keys(tmp_path, [(ASHA, PASSWORD)], now=NOW, cost=replace(keys.LOWEST_COST, passes=1))
    assert refused.value.code == "keys_weak"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"v":1}', '{"v":1,"slots":[1],"mac":"","db_id":""}', "[" * 100_000]
)
def test_a_file_of_another_shape_is_called_damaged(tmp_path: Path, text: str) -> None:
    _file(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(KeyFileError) as refused:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert refused.value.code == "keys_damaged"


def test_a_missing_file_and_a_newer_one_are_told_apart(tmp_path: Path, made: keys.NewKeys) -> None:
    _rewrite(tmp_path, lambda document: document.update(v=2))
    with pytest.raises(KeyFileError) as newer:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    _file(tmp_path).unlink()
    with pytest.raises(KeyFileError) as missing:
        keys.unlock(tmp_path, "Asha Kalpit", PASSWORD)
    assert (newer.value.code, missing.value.code) == ("keys_newer", "keys_missing")


def test_the_recovery_code_opens_and_another_does_not(tmp_path: Path, made: keys.NewKeys) -> None:
    assert keys.unlock_with_code(tmp_path, made.recovery_code) == made.data_key
    with pytest.raises(SignInError) as refused:
        keys.unlock_with_code(tmp_path, keys.recovery.new_code())
    assert refused.value.code == "recovery_code_wrong"


def test_keys_for_two_purposes_differ_and_stay(made: keys.NewKeys) -> None:
    one, two = keys.derive_key(made.data_key, "one"), keys.derive_key(made.data_key, "two")
    assert one != two
    assert one == keys.derive_key(made.data_key, "one")
    assert len(one) == 32
    assert made.data_key not in (one, two)
