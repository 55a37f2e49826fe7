# SPDX-License-Identifier: MIT
"""The recovery code as a person prints it and types it again."""

from __future__ import annotations

import re

import pytest

from vaxdesk.errors import SignInError
from vaxdesk.store import recovery


def test_a_code_is_nine_groups_of_five_and_never_the_same() -> None:
    codes = {recovery.new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){8}[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)


@pytest.mark.parametrize("retype", [str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("-", "")])
def test_a_code_is_read_in_any_case_and_grouping(retype: object) -> None:
    code = recovery.new_code()
    assert recovery.secret(retype(code)) == recovery.secret(code)  # type: ignore[operator]


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    code = next(c for c in iter(recovery.new_code, "") if "0" in c and "1" in c)
    assert recovery.secret(code.replace("0", "o").replace("1", "I")) == recovery.secret(code)
    assert recovery.secret(code.replace("0", "O").replace("1", "l")) == recovery.secret(code)


def test_every_single_mistyped_letter_is_noticed() -> None:
    code = recovery.new_code()
    for place, letter in enumerate(code):
        if letter == "-":
            continue
        other = recovery.ALPHABET[(recovery.ALPHABET.index(letter) + 1) % 32]
        with pytest.raises(SignInError) as noticed:
            recovery.secret(code[:place] + other + code[place + 1 :])
        assert noticed.value.code == "recovery_code_mistyped"


@pytest.mark.parametrize("code", ["", "-", "ABCDE", "U" * 45, "क" * 45, "0" * 46])
def test_what_is_no_code_is_called_mistyped(code: str) -> None:
    with pytest.raises(SignInError) as noticed:
        recovery.secret(code)
    assert noticed.value.code == "recovery_code_mistyped"
