# SPDX-License-Identifier: MIT
"""Many rows of one table by one prepared statement: for imports, where building each statement anew takes longest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def insert(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``, all with the same fields of ``model``. Writer thread, in the transaction of the caller.

    Only names of our own tables and columns stand in the statement; every value goes in as a parameter.
    """
    if not rows:
        return
    meta = model._meta
    database = meta.database
    whole = [{**meta.get_default_dict(), **row} for row in rows]
    columns = ", ".join(f'"{meta.fields[name].column_name}"' for name in whole[0])
    places = ", ".join([database.param] * len(whole[0]))
    statement = f'INSERT INTO "{meta.table_name}" ({columns}) VALUES ({places})'  # noqa: S608 (names of ours)
    database.connection().cursor().executemany(statement, [tuple(row.values()) for row in whole])
