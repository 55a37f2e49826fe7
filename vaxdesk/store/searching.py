# SPDX-License-Identifier: MIT
"""Who is meant by what was typed: asks the lines that ``search`` keeps. Knows nothing of what the people's rows say.

One query reads the lines that begin with the rarest word typed, in their order and out of the index alone, and keeps
those that hold the other words too. Numbers that were typed beside a name thin the same lines out. What one in twenty
people begin with, as with a single letter, is looked for among the newest first. The statements are written out, since
building them anew for each letter would take as long as running them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from vaxdesk import identity
from vaxdesk.store import search
from vaxdesk.store.database import Store
from vaxdesk.transliteration import typed_keys, words

FEWEST_DIGITS: Final = 3
MOST_WORDS: Final = 6
FREQUENT: Final = 50_000
"""Of a word that so many lines begin with, only the newest people are looked at, as long as they are enough."""
NEWEST: Final = 500
MOST_OF_A_DAY: Final = 5_000

_RECEIPT: Final = re.compile(r"(\d{1,9})-(\d)", re.ASCII)
_AADHAAR: Final = re.compile(r"\d{8}(\d{4})", re.ASCII)
_GAPS: Final = re.compile(r"[ \-]+")
_GROUPS: Final = re.compile(r"\d+(?:[ \-]+\d+)+", re.ASCII)
_LONG: Final = 10  # fewer digits with blanks between them are two numbers

Starts: TypeAlias = tuple[str, ...]
"""How the lines of one typed word may begin."""
_LINES: Final = "SELECT target FROM search_word WHERE word >= ? AND word < ?"
_LINES_OF_SOME: Final = (
    "SELECT target FROM search_word WHERE target BETWEEN ? AND ? AND word || '' >= ? AND word || '' < ?"
)
_COUNTED_LINES: Final = f"SELECT COUNT(*) FROM ({_LINES} LIMIT ?) AS some"  # noqa: S608 (words of ours)


@dataclass(frozen=True, slots=True)
class Sought:
    """What was typed: the words of names, and numbers."""

    names: tuple[Starts, ...] = ()
    numbers: tuple[Starts, ...] = ()


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
    names: list[Starts] = []
    numbers: list[Starts] = []
    for token in _tokens(identity.normalise_text(text)):
        if any(c.isdecimal() for c in token):
            numbers.append(_number(token))
        else:
            names += [typed_keys(word) for word in words(token)]
    return Sought(_each_once(names), _each_once(numbers))


def hits(store: Store, sought: Sought, today: date, limit: int) -> list[Hit]:
    """Return whom ``sought`` may mean, each once. Reading.

    Up to ``limit`` of those whose words were typed whole, then as many others; of either first who is expected
    ``today``, then the newest.
    """
    if not sought.names and not sought.numbers:
        return []
    order = _order(store, today)
    begun = _matching(store, sought, order, limit)
    whole = _matching(store, _whole(sought), order, limit)
    return [
        Hit(target // 2, target % 2 == search.EXPECTED, target in whole) for target in dict.fromkeys([*whole, *begun])
    ]


def _whole(sought: Sought) -> Sought:
    """Return ``sought`` with every word at its end."""

    def ended(several: tuple[Starts, ...]) -> tuple[Starts, ...]:
        return tuple(tuple(start.removesuffix(search.END) + search.END for start in starts) for starts in several)

    return Sought(ended(sought.names), ended(sought.numbers))


@dataclass(frozen=True, slots=True)
class _Order:
    """Two columns by which people are put in order: who is listed for today, and how many rows are newer.

    Whether those listed have come already is not in the index; asking each row would take longer than the search.

    Attributes:
        values: of the columns' parameters.
        spans: the targets, from and to, of the newest who are listed today, expected and recorded.
    """

    columns: str
    values: tuple[Any, ...]
    spans: tuple[tuple[int, int], ...]


def _order(store: Store, today: date) -> _Order:
    day = today.isoformat()
    first, last = _ask(store, "SELECT MIN(id), MAX(id) FROM expected WHERE listed_on = ?", day)[0]
    newest = _ask(store, "SELECT (SELECT MAX(id) FROM expected), (SELECT MAX(id) FROM beneficiary)")[0]
    by_kind = [search.target(kind, newest[kind] or 0) for kind in (search.EXPECTED, search.RECORDED)]
    listed = "SELECT id * 2 FROM expected WHERE listed_on = ? LIMIT ?"
    of_today = ((first or 0) * 2, (last or -1) * 2)
    return _Order(
        f"CASE WHEN target BETWEEN ? AND ? AND target IN ({listed}) THEN 0 ELSE 1 END AS today, "
        "CASE target & 1 WHEN 0 THEN ? ELSE ? END - target AS newer, target",
        (*of_today, day, MOST_OF_A_DAY, *by_kind),
        tuple((end - 2 * NEWEST, end) for end in dict.fromkeys((of_today[1], *by_kind))),
    )


def _matching(store: Store, sought: Sought, order: _Order, limit: int) -> list[int]:
    """Return the targets of the lines that match, in ``order``."""
    leads = sought.names or sought.numbers[:1]
    frequency, lead = min((_frequency(store, starts), starts) for starts in leads)
    beside, values = _beside(sought, lead)

    def ask(lines: str, *where: Any) -> list[tuple[int, int, int]]:
        statement = lines.replace("target", order.columns, 1) + beside + " ORDER BY today, newer LIMIT ?"
        return _ask(store, statement, *order.values, *where, *values, limit)

    rows: set[tuple[int, int, int]] = set()
    if frequency >= FREQUENT:
        rows.update(
            row for span in order.spans for start in lead for row in ask(_LINES_OF_SOME, *span, *_bounds(start))
        )
    if len(rows) < limit:
        rows.update(row for start in lead for row in ask(_LINES, *_bounds(start)))
    return [target for _today, _newer, target in sorted(rows)]


def _beside(sought: Sought, lead: Starts) -> tuple[str, list[Any]]:
    """Return what a line of ``lead`` has to hold for the other words and numbers, and the values for it."""
    conditions: list[str] = [""]
    values: list[Any] = []
    for keys in sought.names:
        if keys is not lead:
            conditions.append("(" + " OR ".join(["word LIKE ?"] * len(keys)) + ")")
            values += [f"% {key}%" for key in keys]
    for starts in sought.numbers:
        if starts is not lead:
            conditions.append(f"target + 0 IN ({' UNION ALL '.join([_LINES] * len(starts))})")
            values += [bound for start in starts for bound in _bounds(start)]
    return " AND ".join(conditions), values


def _frequency(store: Store, starts: Starts) -> int:
    """Return how many lines begin with one of ``starts``, ``FREQUENT`` at most for each."""
    return sum(_ask(store, _COUNTED_LINES, *_bounds(start), FREQUENT)[0][0] for start in starts)


def _bounds(start: str) -> tuple[str, str]:
    """Return the least text that begins with ``start``, and the least one behind all of them."""
    return start, start[:-1] + chr(ord(start[-1]) + 1)


def _ask(store: Store, statement: str, *values: Any) -> list[Any]:
    database = store.models.SearchWord._meta.database
    return list(database.execute_sql(statement.replace("?", database.param), values))


def _each_once(several: Sequence[Starts]) -> tuple[Starts, ...]:
    return tuple(starts for starts in dict.fromkeys(several) if starts)[:MOST_WORDS]


def _tokens(text: str) -> list[str]:
    """Split ``text`` at blanks, but keep the groups of one long number together."""
    return _GROUPS.sub(lambda run: joined if len(joined := _GAPS.sub("", run[0])) >= _LONG else run[0], text).split()


def _number(token: str) -> Starts:
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
