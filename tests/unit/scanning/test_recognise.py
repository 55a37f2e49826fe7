# SPDX-License-Identifier: MIT
"""What a scanned text is: each kind of code, what is dropped of it, and that nothing makes it raise."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import codes
from vaxdesk.domain.beneficiary import Gender
from vaxdesk.domain.scanned import AadhaarScan, BatchScan, ReferenceScan, SlipScan, Unreadable, UnreadableScan
from vaxdesk.scanning import LONGEST, aadhaar_secure, goes_on, recognise, slip_code

SUNITA = AadhaarScan("Sunita Namoona", "1985", Gender.FEMALE, "8606")
CLIENT_REF = "1a2b3c4d-0000-4000-8000-000000000001"
NO_AADHAAR = UnreadableScan(Unreadable.AADHAAR)


@pytest.mark.parametrize("version", ["", "V2", "V3", "V4", "V5"])
def test_a_secure_qr_of_each_version_gives_the_same_four_facts(version: str) -> None:
    assert recognise(codes.secure_qr(version=version)) == SUNITA


@pytest.mark.parametrize("born", ["31-12-1985", "31/12/1985", "1985-12-31", "1985"])
def test_a_birthday_in_any_spelling_gives_its_year(born: str) -> None:
    assert recognise(codes.secure_qr(born=born)) == SUNITA


def test_what_the_card_does_not_say_stays_open() -> None:
    assert recognise(codes.secure_qr(born="", gender="?")) == AadhaarScan("Sunita Namoona", "", None, "8606")


def test_a_card_without_a_name_is_unreadable() -> None:
    assert recognise(codes.secure_qr(name="")) == NO_AADHAAR
    assert recognise(codes.secure_qr(name="\x00\x01")) == NO_AADHAAR


def test_the_largest_code_is_read_past_pythons_own_limit_of_digits() -> None:
    number = codes.secure_qr(picture=codes.photo(size=2_400))
    assert 6_000 < len(number) <= 7_089
    assert recognise(number) == SUNITA


def test_digits_of_another_keyboard_layout_are_the_same_code() -> None:
    devanagari = codes.secure_qr().translate({ord("0") + n: chr(0x0966 + n) for n in range(10)})
    assert recognise(devanagari) == SUNITA


def test_blanks_and_line_ends_around_a_code_do_not_matter() -> None:
    assert recognise(f" {codes.secure_qr()}\r\n") == SUNITA


def test_a_stream_that_swells_is_cut_at_the_bound() -> None:
    bomb = codes.number_of(b"V2\xff" + b"\xff" * 4 + b"0" * 2_000_000)
    assert 300 <= len(bomb) <= 7_089
    assert recognise(bomb) == NO_AADHAAR
    assert len(aadhaar_secure._inflated(aadhaar_secure._bytes(bomb))) == aadhaar_secure.MOST_INFLATED


def test_nothing_but_the_four_facts_leaves_a_card() -> None:
    whole = codes.aadhaar_number(7)
    said = repr(recognise(codes.letter(7))) + repr(recognise(codes.secure_qr()))
    assert not [part for part in (whole, whole[:8], *codes.ADDRESS) if part in said.replace("1985", "")]


@pytest.mark.parametrize("born", [{"yob": "1985"}, {"yob": "", "dob": "31/12/1985"}])
def test_an_old_letter_gives_name_year_gender_and_four_digits(born: dict[str, str]) -> None:
    number = codes.aadhaar_number(1)
    assert recognise(codes.letter(1, **born)) == AadhaarScan("Sunita Namoona", "1985", Gender.FEMALE, number[-4:])


def test_a_letter_is_read_with_single_quotes_a_line_break_and_an_ampersand() -> None:
    text = codes.letter(1, name="Sunita &'Namoona").replace("?><", "?>\n<")
    scanned = recognise(text)
    assert isinstance(scanned, AadhaarScan)
    assert scanned.name == "Sunita &'Namoona"


@pytest.mark.parametrize(
    "text",
    [
        codes.letter(1, uid=""),
        codes.letter(1, uid="123"),
        codes.letter(1, name=""),
        codes.letter(1)[:-40],
        codes.letter(1, co="x" * 5_000),
        '<!DOCTYPE a [<!ENTITY b "c">]><PrintLetterBarcodeData uid="&b;" name="&b;"/>',
        '<PrintLetterBarcodeData uid="2000000000190" <name="x"/>',
    ],
)
def test_a_letter_that_is_damaged_or_strange_is_unreadable(text: str) -> None:
    assert recognise(text) == NO_AADHAAR


def test_only_the_declaration_of_a_letter_waits_for_the_rest() -> None:
    assert goes_on('<?xml version="1.0" encoding="UTF-8"?>')
    assert not goes_on(codes.letter())
    assert not goes_on("Sunita Namoona")


def test_a_slip_is_read_as_it_was_written() -> None:
    text = slip_code.write("037-0", CLIENT_REF)
    assert text == "VD1:037-0:1A2B3C4D"
    assert recognise(text) == SlipScan("037-0", "1A2B3C4D")
    assert recognise(text.lower()) == SlipScan("037-0", "1A2B3C4D")


@pytest.mark.parametrize("text", ["VD1:037-1:1A2B3C4D", "VD1:037-0", "VD1:037-0:1A2B3C4", "VD1:", "vd1:000-0:00000000"])
def test_a_slip_with_a_wrong_digit_or_a_missing_end_is_unreadable(text: str) -> None:
    assert recognise(text) == UnreadableScan(Unreadable.SLIP)


@pytest.mark.parametrize("text", ["12345678901234", "1234567890123"])
def test_thirteen_or_fourteen_digits_are_a_reference_of_the_portal(text: str) -> None:
    assert recognise(text) == ReferenceScan(text)


@pytest.mark.parametrize(
    ("text", "expires_on"),
    [
        ("(01)08901234567894(17)210731(10)4120Z005", date(2021, 7, 31)),
        ("]d2010890123456789417210731104120Z005", date(2021, 7, 31)),
        ("01089012345678941721070010" + "4120Z005\x1d21SERIAL9", date(2021, 7, 31)),
        ("010890123456789410" + "4120z005", None),
        ("010890123456789417219931" + "104120Z005", None),
    ],
)
def test_a_vials_bar_code_gives_batch_and_expiry(text: str, expires_on: date | None) -> None:
    assert recognise(text) == BatchScan("4120Z005", expires_on)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4120Z005",
        "Sunita Namoona",
        "9900099001",
        "8901234567890",
        "200000000019",
        "99",
        "0" * 400 + "x",
        "(10)A",
        "॥",
    ],
)
def test_what_fingers_could_have_typed_is_no_code(text: str) -> None:
    assert recognise(text) is None


def test_a_text_longer_than_any_code_is_none() -> None:
    assert recognise("1" * (LONGEST + 1)) is None


@given(
    st.text(max_size=300)
    | st.text("0123456789", min_size=250, max_size=900)
    | st.binary(max_size=300).map(codes.number_of)
)
def test_no_text_makes_it_raise(text: str) -> None:
    recognise(text)
    recognise("VD1:" + text)
    recognise(codes.letter(1, name=text[:90]))
    goes_on(text)


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_no_content_of_a_card_makes_it_raise(fields: list[bytes]) -> None:
    scanned = recognise(codes.number_of(b"\xff".join((b"V2", b"3", *fields)) + codes.photo()))
    assert isinstance(scanned, AadhaarScan | UnreadableScan)


def test_ten_thousand_damaged_codes_are_read_or_refused_and_never_raise() -> None:
    chance = random.Random(20210116)
    sound = (
        codes.secure_qr(picture=codes.photo(size=90)),
        codes.secure_qr(version="", picture=b"\xff" * 40),
        codes.letter(3),
        slip_code.write("037-0", CLIENT_REF),
        "(01)08901234567894(17)210731(10)4120Z005",
    )
    for n in range(10_000):
        recognise(_damaged(sound[n % len(sound)], chance))


def _damaged(text: str, chance: random.Random) -> str:
    """Return ``text`` with one to four pieces cut, doubled, replaced or put in."""
    for _time in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randint(0, 12))
        put_in = "".join(chance.choice("0123456789<>\"'&;= \x1d\x00ष९VD") for _sign in range(chance.randint(0, 4)))
        text = text[:at] + chance.choice(("", put_in, text[at:to] * 2)) + text[to:]
    return text
