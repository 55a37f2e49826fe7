# SPDX-License-Identifier: MIT
"""The words by which people are found, kept in the transaction that changes the people. ``searching`` asks them.

Each line says one thing of one person, and ends in a blank so that a whole word can be told from a begun one:

- ``sunit devi `` and ``devi sunit ``: the keys of a name, once from each of its words on. A search reads the lines that
  begin with the rarest of its words and finds the others behind it in the same line;
- ``#01234…``: a mobile, an ID number or a portal reference from behind, so that its last digits begin it;
- ``=037-0 ``: a receipt number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from vaxdesk.store import bulk, notes
from vaxdesk.store.database import Store
from vaxdesk.transliteration import name_keys

EXPECTED: Final = 0
RECORDED: Final = 1

END: Final = " "
FROM_BEHIND: Final = "#"
RECEIPT: Final = "="
LONGEST_NUMBER: Final = 40
VERSION: Final = "1"
"""Of what the lines say; the lines of another version are made anew at the next start."""
IN_ONE_GO: Final = 5_000
_IN_ONE_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Findable:
    """What one person is found by; "" where it is unknown.

    Attributes:
        id: of the row in ``expected`` or ``beneficiary``.
        id_number: as it is kept; of an Aadhaar the last four digits.
        receipts: the receipt numbers of their vaccinations.
    """

    id: int
    name: str
    mobile: str = ""
    id_number: str = ""
    portal_ref: str = ""
    receipts: tuple[str, ...] = ()


def target(kind: int, row_id: int) -> int:
    """Return the one number for a person of ``kind`` and the row that is theirs."""
    return row_id * 2 + kind


def put(store: Store, kind: int, rows: Iterable[Findable]) -> None:
    """Keep the words of people of ``kind`` (``EXPECTED``, ``RECORDED``) who have none yet. Writer thread."""
    lines = [(word, target(kind, row.id)) for row in rows for word in words_of(row)]
    lines.sort()  # neighbours share a page of the index
    bulk.insert(store.models.SearchWord, [{"word": word, "target": number} for word, number in lines])


def renew(store: Store, kind: int, rows: Sequence[Findable]) -> None:
    """Put the words of ``rows`` in the place of those kept before. Writer thread."""
    search_word = store.models.SearchWord
    for some in _slices([row.id for row in rows]):
        search_word.delete().where(search_word.target.in_([target(kind, one) for one in some])).execute()
    put(store, kind, rows)


def renew_recorded(store: Store, ids: Sequence[int]) -> None:
    """Keep the words of the recorded people ``ids`` as their rows now say. Writer thread."""
    for some in _slices(ids):
        renew(store, RECORDED, _recorded(store, some))


def rebuild_stale(store: Store) -> int:
    """Make all words anew where they are missing or of another version; return how many people that took.

    In transactions of moderate size; when it is cut off, the next start begins again.
    """
    with store.reading():
        if notes.get(store, notes.SEARCH_WORDS) == VERSION:
            return 0
    store.write(lambda: store.models.SearchWord.delete().execute()).result()
    n = _rebuild(store, EXPECTED, store.models.Expected) + _rebuild(store, RECORDED, store.models.Beneficiary)
    store.write(lambda: notes.put(store, notes.SEARCH_WORDS, VERSION)).result()
    return n


def words_of(person: Findable) -> set[str]:
    """Return the words by which ``person`` is found."""
    keys = name_keys(person.name)
    found = {" ".join(keys[n:] + keys[:n]) + END for n in range(len(keys))}
    numbers = (from_behind(number) for number in (person.mobile, person.id_number, person.portal_ref))
    found.update(number + END for number in numbers if number != FROM_BEHIND)
    found.update(RECEIPT + receipt + END for receipt in person.receipts)
    return found


def from_behind(number: str) -> str:
    """Return the beginning of the words of numbers that end like ``number``."""
    return FROM_BEHIND + "".join(c for c in reversed(number.casefold()) if c.isalnum())[:LONGEST_NUMBER]


def _rebuild(store: Store, kind: int, table: Any) -> int:
    """Make the words of everybody in ``table``, who has none; return how many they are."""

    def build() -> list[int]:
        query = table.select(table.id).where(table.id > last).order_by(table.id).limit(IN_ONE_GO)
        ids = [number for (number,) in query.tuples()]
        read = _recorded if kind == RECORDED else _expected
        put(store, kind, [row for some in _slices(ids) for row in read(store, some)])
        return ids

    n, last = 0, 0
    while ids := store.write(build).result():
        n, last = n + len(ids), ids[-1]
    return n


def _recorded(store: Store, ids: Sequence[int]) -> list[Findable]:
    person, vaccination = store.models.Beneficiary, store.models.Vaccination
    receipts: dict[int, tuple[str, ...]] = {}
    given = vaccination.select(vaccination.beneficiary, vaccination.receipt_no)
    for number, receipt in given.where(vaccination.beneficiary.in_(ids)).tuples():
        receipts[number] = (*receipts.get(number, ()), receipt)
    columns = (person.id, person.name, person.mobile, person.id_number, person.portal_ref)
    rows = person.select(*columns).where(person.id.in_(ids)).tuples()
    return [replace(Findable(*row), receipts=receipts.get(row[0], ())) for row in rows]


def _expected(store: Store, ids: Sequence[int]) -> list[Findable]:
    expected = store.models.Expected
    columns = (expected.id, expected.name, expected.mobile, expected.id_number, expected.portal_ref)
    return [Findable(*row) for row in expected.select(*columns).where(expected.id.in_(ids)).tuples()]


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(ids), _IN_ONE_QUERY):
        yield ids[start : start + _IN_ONE_QUERY]
