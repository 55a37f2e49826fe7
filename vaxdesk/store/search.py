# SPDX-License-Identifier: MIT
"""The words by which people are found, kept in the transaction that changes the people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vaxdesk.store.database import Store

EXPECTED: Final = 0
RECORDED: Final = 1


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


def put(store: Store, kind: int, rows: Iterable[Findable]) -> None:
    """Keep the words of people of ``kind`` (``EXPECTED``, ``RECORDED``) who have none yet. Writer thread."""
    raise NotImplementedError


def renew(store: Store, kind: int, rows: Sequence[Findable]) -> None:
    """Put the words of ``rows`` in the place of those kept before. Writer thread."""
    raise NotImplementedError
