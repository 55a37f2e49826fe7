# SPDX-License-Identifier: MIT
"""Names in both scripts share a key, other names do not, and what is typed half is the beginning of it."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import both_scripts
from vaxdesk import names
from vaxdesk.store import searching
from vaxdesk.store.search import Findable, words_of
from vaxdesk.transliteration import LONGEST_KEY, MOST_KEYS, name_keys, typed_keys, word_keys, words

NAMES = both_scripts.spellings(both_scripts.FIRST_NAMES) + both_scripts.spellings(both_scripts.LAST_NAMES)
LEAST_RECALL = 0.97
MOST_LOST = 10
"""Of 2,840 beginnings: *p* for *phool*, ज for ज्ञान, and the like."""
TWO_NAMES = """
sunita sunil|anita anil|geeta seeta|geeta meeta|rajesh rakesh|mahesh mukesh|suresh ramesh|mohan sohan|mohan rohan
karan kiran|amar amir|kamal komal|vijay vinay|vijay sanjay|singh sinha|shah jha|shyam seema|kavita savita|kavita sarita
manish munish|deepak dipika|ravi rani|mina mona|asha usha|neha nisha|babita lalita|lalita lata|rekha radha
arun varun|tarun karan|harish girish|naresh dinesh|gupta dutta|jain saini|verma sharma|mishra mehra
ganesh mahesh|sonia sunita|priya prem|kaur kumar|devi dev|pooja punam|narendra surendra|om uma
सुनीता सुनील|गीता सीता|राजेश राकेश|करण किरण|सिंह सिन्हा|कविता सविता|रेखा राधा|वर्मा शर्मा|आशा उषा|रवि रानी
"""


SIGNS = "\u093c\u094d\u093f\u0902\u0300\u200d अकडa"
"""Nukta, virama, a sign for a vowel, a nasal, an accent, a joiner: each may come first, or behind any other."""
ODD_LETTERS = (
    "abcxyzABC .'-éüÄßİıſﬁœǱⅨªºˠ" + "".join(map(chr, range(0x900, 0x980))) + "\u200c\u200d\u0300\u0301ਅאا中あ𐐀"
)
READERS = (
    name_keys,
    typed_keys,
    names.sounds,
    names.name_frame,
    names.name_frames,
    lambda text: names.kinship(text, "Asha Devi"),
    lambda text: words_of(Findable(1, text)),
    searching.read,
)
"""Whatever reads a name for finding: when somebody is recorded, searched for, imported, and when a store is opened."""


def _pairs() -> Iterator[tuple[str, str]]:
    for latin, devanagari in NAMES:
        yield from ((one, other) for one in latin for other in devanagari)


def _meet(one: str, other: str) -> bool:
    return not set(name_keys(one)).isdisjoint(name_keys(other))


def test_the_table_is_large_enough_to_say_something() -> None:
    assert len(NAMES) >= 120
    assert len(list(_pairs())) >= 200


def test_a_name_is_found_across_the_scripts_in_nearly_every_spelling() -> None:
    apart = [pair for pair in _pairs() if not _meet(*pair)]
    assert len(apart) <= (1 - LEAST_RECALL) * len(list(_pairs())), apart


@pytest.mark.parametrize(
    ("latin", "devanagari"),
    [
        ("Sunita Devi", "सुनीता देवी"),
        ("Lakshmi", "लक्ष्मी"),
        ("Laxmi", "लक्ष्मी"),
        ("Choudhry", "चौधरी"),
        ("Gurpreet Singh", "गुरप्रीत सिंह"),
        ("Krishna Yadav", "कृष्ण यादव"),
    ],
)
def test_whole_names_of_the_desk(latin: str, devanagari: str) -> None:
    for word, other in zip(words(latin), words(devanagari), strict=True):
        assert not set(word_keys(word)).isdisjoint(word_keys(other))


@pytest.mark.parametrize("pair", [pair for line in TWO_NAMES.strip().splitlines() for pair in line.split("|")])
def test_two_names_stay_two(pair: str) -> None:
    assert not _meet(*pair.split())


def test_hardly_any_two_names_of_the_table_share_a_key() -> None:
    keys = [frozenset(key for spelling in latin[:1] for key in word_keys(spelling)) for latin, _devanagari in NAMES]
    shared = [
        (NAMES[n][0][0], NAMES[m][0][0]) for n in range(len(keys)) for m in range(n) if not keys[n].isdisjoint(keys[m])
    ]
    assert shared == [("praveen", "parveen"), ("khanna", "khan"), ("syed", "saeed"), ("abdullah", "abdul")]


def test_what_is_typed_half_is_the_beginning_of_the_name() -> None:
    lost = [
        spelling[:end]
        for latin, devanagari in NAMES
        for spelling in (*latin, *devanagari)
        for end in range(1, len(spelling) + 1)
        if not _may_become(spelling[:end], spelling)
    ]
    assert len(lost) <= MOST_LOST, lost


def _may_become(begun: str, name: str) -> bool:
    return any(key.startswith(start) for key in name_keys(name) for start in typed_keys(begun))


def test_a_half_typed_word_of_the_other_script_finds_too() -> None:
    assert _may_become("sun", "सुनीता")
    assert _may_become("सुन", "sunita")
    assert _may_become("po", "पूजा")
    assert _may_become("shy", "श्याम")
    assert _may_become("सं", "sampat")
    assert _may_become("अरोड", "Arora")


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x97F), max_size=200))
def test_any_text_has_few_short_keys_of_letters(text: str) -> None:
    keys = name_keys(text)
    assert len(keys) <= MOST_KEYS
    assert all(0 < len(key) <= LONGEST_KEY for key in keys)
    assert not any(sign in key for key in keys for sign in " %_#=")


@pytest.mark.parametrize("read", READERS)
def test_no_order_of_signs_stops_whoever_reads_a_name(read: Callable[[str], object]) -> None:
    for length in (1, 2, 3):
        for signs in itertools.product(SIGNS, repeat=length):
            read("".join(signs))


@given(st.text(alphabet=ODD_LETTERS, max_size=8))
def test_no_odd_name_stops_whoever_reads_it(name: str) -> None:
    for read in READERS:
        read(name)


def test_a_dot_with_no_letter_before_it_says_nothing() -> None:
    assert name_keys("\u093cआशा") == name_keys("आशा")
    assert name_keys("आशा \u093cड") == name_keys("आशा ड")


@given(st.lists(st.sampled_from([s for latin, devanagari in NAMES for s in (*latin, *devanagari)]), min_size=1))
def test_case_form_and_blanks_change_no_key(chosen: list[str]) -> None:
    name = " ".join(chosen)
    keys = name_keys(name)
    assert name_keys(name.upper()) == keys
    assert name_keys(unicodedata.normalize("NFD", name)) == keys
    assert name_keys("  " + name.replace(" ", "   ") + ".") == keys


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_doubled_letter_changes_no_key(word: str) -> None:
    doubled = "".join(c * 2 if c in "lmnrv" else c for c in word)
    assert word_keys(doubled) == word_keys(word)


def test_other_scripts_are_found_by_themselves() -> None:
    assert name_keys("ਗੁਰਪ੍ਰੀਤ") == ("ਗੁਰਪ੍ਰੀਤ",)
    assert name_keys("José") == name_keys("Jose")
    assert name_keys("123 - ..") == ()
