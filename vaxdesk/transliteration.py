# SPDX-License-Identifier: MIT
"""What the spellings of one name share, in Latin and in Devanagari letters, so that *Sunita* finds सुनीता.

Pure, and made for finding, not for writing: a key is a phonetic skeleton in small Latin letters. Devanagari is first
written in Latin letters by rule (a consonant carries the vowel *a* unless a sign says otherwise); both then lose what
usual spellings of Indian names disagree on:

- aspiration, length and doubling (``th``, ``aa``, ``tt``), the dot under a letter, the kinds of *t*, *d*, *n* and *s*;
- ``w`` and ``v``, ``z`` and ``j``, ``q`` and ``k``, ``x`` and ``ksh``, ``ee`` and ``i``, ``oo`` and ``u``,
  ``ai``, ``ay``, ``aya`` and ``e``, ``au``, ``ou`` and ``o``;
- every *a* behind the first letter: neither script says where the inherent one is spoken.

The beginning of a spelling is, with few exceptions, the beginning of its key, so that people are found while the
clerk types; where the last letters typed leave two ways open, ``typed_keys`` gives both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from vaxdesk.identity import name_key

MOST_KEYS: Final = 8
LONGEST_KEY: Final = 24

_VIRAMA: Final = "्"
_NUKTA: Final = "़"
_NASALS: Final = "ंँ"
_LABIALS: Final = "पफबभम"


def _table(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


_CONSONANTS: Final = _table(
    "क=k ख=k ग=g घ=g ङ=n च=ch छ=ch ज=j झ=j ञ=n ट=t ठ=t ड=d ढ=d ण=n त=t थ=t द=d ध=d न=n ऩ=n "
    "प=p फ=f ब=b भ=b म=m य=y र=r ऱ=r ल=l ळ=l ऴ=l व=v श=s ष=s स=s ह=h"
)
_FLAPPED: Final = {"ड": "D", "ढ": "DH"}
"""With a dot below they are written *r* or *d*, *rh* or *dh*; the capitals stand for both until the keys part."""
_VOWELS: Final = _table("अ=a आ=a इ=i ई=i उ=u ऊ=u ऋ=ri ए=e ऐ=ai ओ=o औ=au ऑ=o ऍ=e ऎ=e ऒ=o ॐ=om")
_SIGNS: Final = _table("ा=a ि=i ी=i ु=u ू=u ृ=ri ॄ=ri े=e ै=ai ो=o ौ=au ॉ=o ॅ=e ॆ=e ॊ=o")

_WORDS: Final = re.compile(r"[\s\-]+")
_RULES: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("cch", "ch"),
        ("c(?=[eiy])", "s"),
        ("ck|c(?=[^h])", "k"),
        ("q(u(?=[aei]))?", "k"),
        ("x", "ks"),
        ("ph", "f"),
        ("([kgcjtdbs])h+", r"\1"),
        ("ow(?![aeiou])", "o"),
        ("w", "v"),
        ("z", "j"),
        ("^a+[iye]+a*", "a~"),  # ~ stands for an e that the rules behind leave alone
        ("a+[iye]+a*", "~"),
        ("^a+u", "ao"),
        ("a+u", "o"),
        ("ee+", "i"),
        ("oo+", "u"),
        ("ou", "o"),
        ("[e~][iy]*", "e"),
        ("i+y+", "i"),
        ("(?<=[^aeiouy])y$", "i"),
        (r"(.)\1+", r"\1"),
        ("(?<!^)a", ""),
    )
)
_FOLDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        ("eh", "h"),  # Rehman, Rahman
        ("[ei]?nde?r", "ndr"),  # Surinder, Surender, Surendra
        ("(?<=o)([rs])e$", r"\1"),  # Rathore, Bose
        ("erj", "rj"),  # Mukherjee, मुखर्जी
    )
)
_SPELLINGS: Final = {
    "abdulh": "abdul",
    "ahmed": "ahmd",
    "begum": "begm",
    "codr": "codri",
    "coduri": "codri",
    "md": "mohmd",
    "mo": "mohmd",
    "mohd": "mohmd",
    "mohmed": "mohmd",
    "muhmd": "mohmd",
    "muhmed": "mohmd",
    "ro": "rv",
    "syed": "sed",
    "tevri": "tivri",
    "verm": "vrm",
    "viktor": "viktr",
}
"""Usual spellings that no rule reaches, by their keys: Rao and राव, Verma and वर्मा, Md. and मोहम्मद."""


@lru_cache(maxsize=1 << 14)
def word_keys(word: str) -> tuple[str, ...]:
    """Return the keys of one word of a name, the nearest to its spelling first; none where nothing can be spoken."""
    skeleton = _skeleton(word)
    spoken = (skeleton.replace("DH", "rh").replace("D", "r"), skeleton.replace("DH", "d").replace("D", "d"))
    keys = (key for one in spoken for key in (one, _folded(one)))
    return tuple(dict.fromkeys(key[:LONGEST_KEY] for key in keys if key))


def name_keys(name: str) -> tuple[str, ...]:
    """Return the keys of all words of ``name`` in its own order, at most ``MOST_KEYS``."""
    keys = (key for word in words(name) for key in word_keys(word))
    return tuple(dict.fromkeys(keys))[:MOST_KEYS]


def typed_keys(word: str) -> tuple[str, ...]:
    """Return what the keys of the names may begin with that ``word``, perhaps typed half, may become."""
    keys = list(word_keys(word))
    if word.endswith("e"):  # a second one makes it an i
        keys += [key[:-1] + "i" for key in keys if key.endswith("e")]
    elif word.endswith("o"):  # a second one makes it a u
        keys += [key[:-1] + "u" for key in keys if key.endswith("o")]
    elif word.endswith("y"):  # at the end it is an i, within a word it is not
        keys += [key[:-1] + "y" for key in keys if key.endswith("i")]
    elif word.endswith(tuple(_NASALS)):  # before p and b it is an m
        keys += [key[:-1] + "m" for key in keys if key.endswith("n")]
    elif word.endswith(tuple(_FLAPPED)):  # a dot below makes it an r
        keys += [key[:-1] + "r" for key in keys if key.endswith("d")]
    return tuple(dict.fromkeys(keys))


def words(name: str) -> tuple[str, ...]:
    """Return the words of ``name`` without case, dots and joiners."""
    return tuple(word for word in _WORDS.split(name_key(name).replace("'", "")) if word)


def _skeleton(word: str) -> str:
    spoken = _latin(word)
    for pattern, to in _RULES:
        spoken = pattern.sub(to, spoken)
    return spoken


def _folded(key: str) -> str:
    for pattern, to in _FOLDS:
        key = pattern.sub(to, key)
    return _SPELLINGS.get(key, key)


def _latin(word: str) -> str:
    """Return ``word`` with its Devanagari in Latin letters and without accents; other scripts stay as they are."""
    word = word.replace("ज्ञ", "ग्य")
    spoken: list[str] = []
    inherent = ""
    for at, char in enumerate(word):
        if char in _CONSONANTS:
            spoken += [inherent, _CONSONANTS[char]]
            inherent = "a"
        elif char in _SIGNS or char == _VIRAMA:
            spoken.append(_SIGNS.get(char, ""))
            inherent = ""
        elif char == _NUKTA:
            if at and (flapped := _FLAPPED.get(word[at - 1])):
                spoken[-1] = flapped
        else:
            spoken.append(inherent)
            inherent = ""
            spoken.append(_nasal(word, at) if char in _NASALS else _VOWELS.get(char) or _plain(char))
    return "".join(spoken) + inherent


def _nasal(word: str, at: int) -> str:
    """Return how the nasal sign at ``at`` is spoken: as the letter behind it wants, and as in सिंह, Singh."""
    behind = word[at + 1 :]
    if behind == "ह" and word[at - 1] == "ि":
        return "ng"
    return "m" if behind[:1] and behind[0] in _LABIALS else "n"


def _plain(char: str) -> str:
    if char.isascii():
        return char if char.isalpha() else ""
    latin = unicodedata.normalize("NFKD", char)[:1]
    if latin.isascii() and latin.isalpha():
        return latin.casefold()
    if char.isalpha() or (unicodedata.category(char) in ("Mc", "Mn") and not "ऀ" <= char <= "ॿ"):
        return char
    return ""
