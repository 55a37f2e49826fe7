# SPDX-License-Identifier: MIT
"""Names, mobiles and photo IDs in the spellings that people use, and Aadhaar numbers in none."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from vaxdesk import identity
from vaxdesk.domain.beneficiary import Beneficiary, Category, Gender, IdType, SubCategory

HINDI = str.maketrans("0123456789", "०१२३४५६७८९")


def aadhaar_numbers(count: int) -> list[str]:
    """Return invented numbers that pass Aadhaar's own check."""
    chance = random.Random(22)
    stems = (f"{chance.randrange(2 * 10**10, 10**11)}" for _n in range(count))
    return [stem + verhoeff.calc_check_digit(stem) for stem in stems]


@pytest.mark.parametrize(
    "typed",
    ["9923339174", "+91 99233 39174", "919923339174", "09923339174", "99233-39174", "९९२३३ ३९१७४"],
)
def test_mobile_in_any_usual_spelling_becomes_ten_digits(typed: str) -> None:
    assert identity.normalise_mobile(typed) == "9923339174"


@pytest.mark.parametrize("typed", ["991234567", "99233391745", "+915912345678", "99233A9174", "0091"])
def test_mobile_that_does_not_fit_is_never_cut_to_ten(typed: str) -> None:
    assert identity.normalise_mobile(typed) == typed


@pytest.mark.parametrize(
    "typed", ["234123416722", "2341 2341 6722", "2341-2341-6722", "XXXX XXXX 6722", "6722", "२३४१ २३४१ ६७२२"]
)
def test_aadhaar_in_any_form_keeps_its_last_four(typed: str) -> None:
    assert identity.last_four(typed) == "6722"


@pytest.mark.parametrize("typed", ["", "672", "67225", "2341234167", "ABCD6722", "23412341672299"])
def test_aadhaar_that_is_not_whole_gives_no_last_four(typed: str) -> None:
    assert identity.last_four(typed) == ""


@pytest.mark.parametrize("form", ["{0}", "{1} {2} {3}", "{1}-{2}-{3}", "no. {0}, seen", "2021 {1} {2} {3}"])
def test_thousand_aadhaar_numbers_in_free_text_are_all_hidden(form: str) -> None:
    for number in aadhaar_numbers(1000):
        text = form.format(number, number[:4], number[4:8], number[8:])
        for typed in (text, text.translate(HINDI)):
            hidden = identity.hide_aadhaar(typed)
            assert f"XXXX XXXX {number[-4:]}" in hidden
            assert number[:8] not in re.sub(r"\D", "", identity.normalise_digits(hidden))


def test_aadhaar_with_invisible_characters_between_is_hidden() -> None:
    number = aadhaar_numbers(1)[0]
    text = f"{number[:4]}\u200b{number[4:8]}\u2060{number[8:]}"
    assert identity.hide_aadhaar(text) == f"XXXX XXXX {number[-4:]}"


@pytest.mark.parametrize("text", ["", "fever since 10:30", "234123412347", "90000000000000", "page 12, line 7"])
def test_text_without_an_aadhaar_number_stays_as_it_is(text: str) -> None:
    assert identity.hide_aadhaar(text) == text


@pytest.mark.parametrize("name", ["श्रीमती सुनीता", "रक्\u200dषा देवी", "क्\u200cष कुमार", "ਹਰਪ੍ਰੀਤ ਕੌਰ", "ഗീത നായർ"])
def test_indian_names_are_unchanged(name: str) -> None:
    assert identity.normalise_name(name) == name
    assert identity.hidden_characters(name) == ()
    assert identity.characters_not_of_a_name(name) == ""


def test_name_is_composed_and_its_blanks_are_single() -> None:
    assert identity.normalise_name("  Rene\u0301\u00a0\t D’Souza ") == "René D'Souza"


def test_names_differing_in_case_dots_and_joiners_have_one_key() -> None:
    assert identity.name_key("Ram K. Bansal") == identity.name_key("  RAM K BANSAL")
    assert identity.name_key("रक्\u200dषा") == identity.name_key("रक्षा")
    assert identity.name_key("Ram Bansal") != identity.name_key("Ram Bansall")


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\u2060", "\ufeff", "\U000e0041", "\u00ad", "\x00", "\x1b", "\ud800"]
)
def test_characters_that_hide_are_found(char: str) -> None:
    assert identity.hidden_characters(f"Asha{char}Devi") == (f"U+{ord(char):04X}",)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = identity.normalise_text(text)
    assert identity.normalise_text(once) == once
    assert identity.name_key(identity.name_key(text)) == identity.name_key(text)


@given(st.text(st.characters()))
def test_no_text_makes_the_readers_raise(text: str) -> None:
    identity.normalise_mobile(text)
    identity.hide_aadhaar(text)
    identity.last_four(text)
    identity.read_gender(text)
    identity.hidden_characters(text)


def test_person_key_joins_spellings_of_one_person_and_parts_two() -> None:
    person = Beneficiary("Asha Rani", Gender.FEMALE, 1986, "9900000001", IdType.VOTER_ID, "HR/3336")
    again = Beneficiary("ASHA  RANI", Gender.FEMALE, 1986, "9900000001", IdType.VOTER_ID, "HR 3336")
    other = Beneficiary("Asha Rani", Gender.FEMALE, 1987, "9900000001", IdType.VOTER_ID, "HR/3336")
    assert identity.person_key(person) == identity.person_key(again)
    assert identity.person_key(person) != identity.person_key(other)


def test_id_key_is_the_whole_number_but_of_an_aadhaar_four_digits() -> None:
    assert identity.id_key(IdType.DRIVING_LICENCE, "hr07 20127397") == identity.id_key(
        IdType.DRIVING_LICENCE, "HR07-20127397"
    )
    assert identity.id_key(IdType.AADHAAR, "2341 2341 2346") == identity.id_key(IdType.AADHAAR, "2346")
    assert "23412341" not in identity.id_key(IdType.AADHAAR, "2341 2341 2346")


def test_a_masked_mobile_leaves_only_the_end() -> None:
    assert identity.mask_mobile("9923339174") == "XXXXXX9174"


def test_choices_are_read_in_english_hindi_and_the_portals_words() -> None:
    assert {identity.read_gender(w) for w in ("F", "female", "महिला", Gender.FEMALE.value)} == {Gender.FEMALE}
    assert identity.read_gender("X") is None
    assert identity.read_id_type("Driving License") is IdType.DRIVING_LICENCE
    assert identity.read_id_type("आधार कार्ड") is IdType.AADHAAR
    assert identity.read_id_type("Library card") is None
    assert identity.read_category("hcw") is Category.HEALTH_WORKER
    assert identity.read_sub_category("Frontline worker (ANM/ASHA/AWW)") is SubCategory.FRONTLINE
    assert identity.read_yes_no("हाँ") is True
    assert identity.read_yes_no("No") is False


@pytest.mark.parametrize(
    ("reader", "kind"),
    [
        (identity.read_gender, Gender),
        (identity.read_id_type, IdType),
        (identity.read_category, Category),
        (identity.read_sub_category, SubCategory),
    ],
)
def test_every_choice_is_read_by_its_value_and_its_number(reader, kind) -> None:
    for number, choice in enumerate(kind, start=1):
        assert reader(choice.value) is choice
        assert reader(str(number)) is choice


def test_what_shows_nothing_is_named_by_its_number_and_joiners_are_not() -> None:
    assert identity.hidden_characters("Asha\u202e\u2800 \ufe0f\U000e0100") == ("U+202E", "U+2800", "U+E0100", "U+FE0F")
    assert identity.hidden_characters("क्\u200dष\u200c\t\n") == ()


def test_receipts_are_numbers_with_a_damm_check_digit() -> None:
    assert [identity.receipt_number(n) for n in (1, 37, 572, 12345)] == ["001-3", "037-0", "572-4", "12345-9"]


@pytest.mark.parametrize("text", ["037-0", "37-0", "0370", " 37 - 0 ", "०३७-०"])
def test_a_receipt_number_is_read_in_every_usual_spelling(text: str) -> None:
    assert identity.read_receipt_number(text) == "037-0"


@pytest.mark.parametrize("text", ["037-1", "730", "0", "000-0", "-0", "037-", "37-0-0", "९९०००९९००१२", "Sunita"])
def test_what_fails_its_check_digit_is_no_receipt_number(text: str) -> None:
    assert identity.read_receipt_number(text) == ""
