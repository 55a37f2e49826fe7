# SPDX-License-Identifier: MIT
"""What the upload needs to know of each item and of the day: tries of a visit, the portal's side, calls, order."""

from __future__ import annotations

from peewee import Database

STATEMENTS = (
    "ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN theirs TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attempt ADD COLUMN calls INTEGER NOT NULL DEFAULT 1",
    "DROP INDEX outbox_turn",
    "CREATE INDEX outbox_due ON outbox (state, next_attempt_at)",
    "CREATE INDEX outbox_turn ON outbox (state, given_on, step DESC, vaccination_id)",
    "CREATE INDEX outbox_confirmed ON outbox (confirmed_at)",
    "CREATE INDEX attempt_at ON attempt (at)",
)


def apply(database: Database) -> None:
    """Add the columns and the indexes."""
    for statement in STATEMENTS:
        database.execute_sql(statement)
