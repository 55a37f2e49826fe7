# SPDX-License-Identifier: MIT
"""Whether two names may be two spellings of one: by sound, in either script, whatever the order of the words.

Pure. It compares names only; whether they are one person is for ``vaxdesk.likeness``, which knows year, mobile and
ID as well. The keys of ``vaxdesk.transliteration`` take away what usual spellings disagree on; beyond them one slip is
forgiven, but not one that makes another usual name of it: the sound that begins a name stays, and so does each
consonant that is there. *Geeta* and *Gita* are one name; *Geeta* and *Seeta*, *Rajesh* and *Rakesh* are two, and of
two sisters or twins. What that catches and what it lets pass is measured by ``tests/unit/test_likeness_measured.py``.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from vaxdesk import transliteration

Sound: TypeAlias = tuple[str, ...]
"""The keys of one word; two words sound alike when they share one."""

_Alike: TypeAlias = Callable[[Sound, Sound], bool]

VOWELS: Final = frozenset("aeiou")
SHORTEST_FOR_VOWEL: Final = 5
"""From how many letters of the longer key on a vowel may be another, more or missing."""
SHORTEST_FOR_CONSONANT: Final = 5
"""From how many letters of the longer key on a consonant may be missing, or two letters swapped."""

_OFTEN_MIXED: Final = ({"e", "i"}, {"o", "u"})
"""Vowels that are written for each other in short names too: Seema, Sema."""

# Titles are no part of a name; these second names are shared by so many that they tell nobody apart.
_TITLES: Final = "smt shri shrimati sri sh mr mrs ms dr km kum late master baby श्री श्रीमती डॉ"
_SHARED: Final = (
    "devi kumar kumari singh rani lal bai ram begum bano khatun kaur prasad chand chandra nath bhai ben mohammad md"
)


class Kinship(enum.IntEnum):
    """How near two names are.

    GIVEN: the given names are alike and the others differ, as in *Sunita Devi* and *Sunita Rani*.
    NEAR: one slip of the pen apart, or one has fewer words.
    SAME: they sound alike, word for word.
    """

    OTHER = 0
    GIVEN = 1
    NEAR = 2
    SAME = 3


def kinship(name: str, other: str) -> Kinship:
    """Return how near two names are."""
    mine, theirs = sounds(name), sounds(other)
    if not mine or not theirs:
        return Kinship.OTHER
    short, long = sorted((mine, theirs), key=len)
    if len(short) == len(long) and _all_match(short, long, _is_same):
        return Kinship.SAME
    if _joined(mine) == _joined(theirs):
        return Kinship.SAME
    given = is_near(given_name(mine), given_name(theirs))
    if _all_match(short, long, is_near) and (given or len(short) == len(long)):
        return Kinship.NEAR
    return Kinship.GIVEN if given else Kinship.OTHER


@lru_cache(maxsize=1 << 14)
def sounds(name: str) -> tuple[Sound, ...]:
    """Return the sounds of the words of ``name`` in their order, without titles."""
    words = transliteration.words(name)
    heard = tuple(sound for word in words if word not in _TITLE_WORDS and (sound := _sound(word)))
    return heard or tuple(sound for word in words if (sound := _sound(word)))


def given_name(heard: Sequence[Sound]) -> Sound:
    """Return the word by which a person is called: the first that few share."""
    return next((sound for sound in heard if not _SHARED_KEYS.intersection(sound)), heard[0])


def name_frame(name: str) -> str:
    """Return the frame of the given name in ``name``, which the store keeps of a recorded person; "" of no name."""
    heard = sounds(name)
    return _frame(given_name(heard)[0]) if heard else ""


def name_frames(name: str) -> tuple[str, ...]:
    """Return the frames of all words of ``name`` that may be the given one, whatever their order."""
    heard = sounds(name)
    telling = [sound for sound in heard if not _SHARED_KEYS.intersection(sound)] or heard[:1]
    return tuple(dict.fromkeys(_frame(key) for sound in telling for key in sound))


def is_near(sound: Sound, other: Sound) -> bool:
    """Return whether two words sound alike, or are one slip apart that does not make another name of it."""
    return _is_same(sound, other) or any(_one_slip_of_a_name(a, b) for a in sound for b in other)


def is_one_slip(text: str, other: str) -> bool:
    """Return whether two texts are equal, or one letter missing, another, or two beside each other swapped."""
    short, long = sorted((text, other), key=len)
    at = _first_difference(short, long)
    if len(long) - len(short) > 1:
        return False
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or _swapped(short, long, at)


def _sound(word: str) -> Sound:
    """Return the keys of ``word``; Vimla and Bimla, Vinod and Binod are written for each other."""
    return tuple(dict.fromkeys(key.replace("v", "b") for key in transliteration.word_keys(word)))


def _one_slip_of_a_name(key: str, other: str) -> bool:
    short, long = sorted((key, other), key=len)
    if short[:1] != long[:1] or not is_one_slip(short, long):
        return False
    at = _first_difference(short, long)
    if len(short) < len(long):
        return len(long) >= (SHORTEST_FOR_VOWEL if long[at] in VOWELS else SHORTEST_FOR_CONSONANT)
    if _swapped(short, long, at):
        return len(long) >= SHORTEST_FOR_CONSONANT
    pair = {short[at], long[at]}
    return pair in _OFTEN_MIXED or (pair <= VOWELS and len(long) >= SHORTEST_FOR_VOWEL)


def _first_difference(short: str, long: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))


def _swapped(text: str, other: str, at: int) -> bool:
    return text[at : at + 2] == other[at : at + 2][::-1] and text[at + 2 :] == other[at + 2 :]


def _is_same(sound: Sound, other: Sound) -> bool:
    return not set(sound).isdisjoint(other)


def _all_match(short: Sequence[Sound], long: Sequence[Sound], alike: _Alike) -> bool:
    """Return whether each word of ``short`` has one of its own in ``long``, the surest first."""
    left = list(long)
    for sound in short:
        match = next((one for one in left if _is_same(sound, one)), None)
        match = match or next((one for one in left if alike(sound, one)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _joined(heard: Sequence[Sound]) -> str:
    """Return a name as if it were one word: *Ram Kumar* and *Ramkumar* are alike."""
    return "".join(sound[0] for sound in heard)


def _frame(key: str) -> str:
    """Return the consonants of ``key``, and that it begins with a vowel."""
    return ("a" if key[0] in VOWELS else key[0]) + "".join(c for c in key[1:] if c not in VOWELS)


_TITLE_WORDS: Final = frozenset(_TITLES.split())
_SHARED_KEYS: Final = frozenset(key for word in _SHARED.split() for key in _sound(word))
