# SPDX-License-Identifier: MIT
"""Who is meant by what was typed: asks the words that ``search`` keeps. Knows nothing of what the people's rows say.

One query reads the lines of the rarest word typed, from front to back and out of the index alone, and keeps those
that hold the other words too; on a million people that takes a few milliseconds, and about thirty for a single
letter. Numbers that were typed beside a name thin the same lines out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from peewee import Case, fn

from vaxdesk import identity
from vaxdesk.store import search
from vaxdesk.store.database import Store
from vaxdesk.transliteration import typed_keys, words

FEWEST_DIGITS: Final = 3
MOST_WORDS: Final = 6
COUNTED: Final = 20_000
"""A word that more lines begin with than these is as frequent as any."""
MOST_OF_A_DAY: Final = 20_000

_RECEIPT: Final = re.compile(r"(\d{1,9})-(\d)", re.ASCII)
_AADHAAR: Final = re.compile(r"\d{8}(\d{4})", re.ASCII)
_GAPS: Final = re.compile(r"[ \-]+")
_GROUPS: Final = re.compile(r"\d+(?:[ \-]+\d+)+", re.ASCII)
_LONG: Final = 10  # fewer digits with blanks between them are two numbers


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed, as beginnings of the words kept; of each word and number the beginnings it may mean."""

    names: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody whose words match.

    Attributes:
        expected: the row is one of the expected list, else of a recorded person.
        whole: every word was typed to its end.
    """

    id: int
    expected: bool
    whole: bool


def read(text: str) -> Sought:
    """Return what ``text`` asks for; nothing where too little is typed."""
    names: list[tuple[str, ...]] = []
    numbers: list[tuple[str, ...]] = []
    for token in _tokens(identity.normalise_text(text)):
        if any(c.isdecimal() for c in token):
            numbers.append(_number(token))
        else:
            names += [typed_keys(word) for word in words(token)]
    some_names = tuple(keys for keys in dict.fromkeys(names) if keys)[:MOST_WORDS]
    return Sought(some_names, tuple(starts for starts in dict.fromkeys(numbers) if starts)[:MOST_WORDS])


def hits(store: Store, sought: Sought, today: date, limit: int) -> list[Hit]:
    """Return up to ``limit`` people by whole and by begun words; first those expected ``today``, then the newest."""
    if not sought.names and not sought.numbers:
        return []
    order = _Order(store, today)
    found: dict[int, Hit] = {}
    for whole in (True, False):
        for target in _matching(store, sought, order, limit, whole=whole):
            found.setdefault(target, Hit(target // 2, target % 2 == search.EXPECTED, whole))
    return list(found.values())


class _Order:
    """Who comes first: those expected today, then the newest of either kind."""

    def __init__(self, store: Store, today: date) -> None:
        expected, beneficiary, word = store.models.Expected, store.models.Beneficiary, store.models.SearchWord
        listed = expected.select(expected.id * 2).where(expected.listed_on == today.isoformat())
        is_today = (word.target + 0).in_(listed.order_by(expected.id.desc()).limit(MOST_OF_A_DAY))
        newest = [table.select(fn.MAX(table.id)).scalar() or 0 for table in (expected, beneficiary)]
        last = Case(
            word.target.bin_and(1), ((search.RECORDED, search.target(search.RECORDED, newest[1])),), newest[0] * 2
        )
        self.by = (Case(None, ((is_today, 0),), 1), last - word.target)


def _matching(store: Store, sought: Sought, order: _Order, limit: int, *, whole: bool) -> list[int]:
    """Return the targets whose words match, best first; ``whole`` words only or begun ones too."""
    word = store.models.SearchWord
    end = search.END if whole else ""
    names = [[key + end for key in keys] for keys in sought.names]
    numbers = [[start if start.endswith(search.END) else start + end for start in starts] for starts in sought.numbers]
    leads = names or numbers[:1]
    lead = min(leads, key=lambda starts: _frequency(word, starts))
    beside = [_any_of(word.word ** f"% {key}%" for key in keys) for keys in names if keys is not lead]
    within = [
        (word.target + 0).in_(_union(word.select(word.target).where(_begins(word, start)) for start in starts))
        for starts in (numbers if names else numbers[1:])
    ]
    rows: list[tuple[Any, ...]] = []
    for start in lead:
        query = word.select(*order.by, word.target).where(_begins(word, start), *beside, *within)
        rows += query.order_by(*order.by).limit(limit).tuples()
    return [target for *_order, target in sorted(rows)]


def _frequency(word: Any, starts: Sequence[str]) -> int:
    """Return how many lines begin with one of ``starts``, ``COUNTED`` at most for each."""
    return sum(word.select(word.target).where(_begins(word, start)).limit(COUNTED).count() for start in starts)


def _begins(word: Any, start: str) -> Any:
    return (word.word >= start) & (word.word < start[:-1] + chr(ord(start[-1]) + 1))


def _any_of(conditions: Any) -> Any:
    first, *others = conditions
    for other in others:
        first |= other
    return first


def _union(queries: Any) -> Any:
    first, *others = queries
    for other in others:
        first = first.union_all(other)
    return first


def _tokens(text: str) -> list[str]:
    """Split ``text`` at blanks, but keep the groups of one long number together."""
    return _GROUPS.sub(lambda run: joined if len(joined := _GAPS.sub("", run[0])) >= _LONG else run[0], text).split()


def _number(token: str) -> tuple[str, ...]:
    """Return how the words of numbers begin that ``token`` may mean; none where it has too few digits."""
    if receipt := _RECEIPT.fullmatch(token):
        return (f"{search.RECEIPT}{int(receipt[1]):03d}-{receipt[2]}{search.END}",)
    number = identity.normalise_mobile(token)
    starts = [search.from_behind(number)]
    if len(starts[0]) <= FEWEST_DIGITS:
        return ()
    if aadhaar := _AADHAAR.fullmatch(number):
        starts.append(search.from_behind(aadhaar[1]) + search.END)
    return tuple(starts)
