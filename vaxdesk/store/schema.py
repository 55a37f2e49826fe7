# SPDX-License-Identifier: MIT
"""The version of the store's schema, and the way from an older one to the newest.

Each migration is one transaction together with the version it leads to, and has a checked backup before it,
so that a crash at any point leaves a whole store of the one or the other version. Must not know what a
migration does.
"""

from __future__ import annotations

from vaxdesk.errors import StoreDamaged, StoreError, StoreNewer
from vaxdesk.store import backup as backups
from vaxdesk.store import migrations
from vaxdesk.store.connections import Connections


def version_of(connections: Connections) -> int:
    """Return the schema version that stands in the store, 0 of an empty one.

    Raises:
        StoreDamaged: there are tables but no version.
    """
    tables = connections.get_tables()
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise StoreDamaged("store_damaged")
    row = connections.execute_sql("SELECT max(version) FROM schema_version").fetchone()
    if row is None or not isinstance(row[0], int):
        raise StoreDamaged("store_damaged")
    return int(row[0])


def run_migrations(connections: Connections, *, backup: bool) -> None:
    """Bring the store to the newest version, one migration after the other.

    Args:
        backup: copy the store before each; False for one that is only just being made.

    Raises:
        StoreNewer: the store is of a newer version; nothing was changed.
        StoreDamaged: an empty file, or no version: not a store of ours.
    """
    standing = version_of(connections)
    if standing > migrations.LATEST:
        raise StoreNewer("store_newer", version=str(standing))
    if backup and standing == 0:
        raise StoreDamaged("store_damaged")
    for number, migrate in migrations.MIGRATIONS:
        if number <= standing:
            continue
        if backup:
            backups.back_up_before(connections, number)
        with connections.atomic("IMMEDIATE"):
            migrate(connections)
            connections.execute_sql("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
            connections.execute_sql("DELETE FROM schema_version")
            connections.execute_sql("INSERT INTO schema_version (version) VALUES (?)", (number,))


def refuse_other_version(connections: Connections) -> None:
    """Make sure that the store can be read as it stands.

    Raises:
        StoreNewer: a newer VaxDesk wrote it.
        StoreError: ``store_older``: opening the desk brings it up to date first.
    """
    standing = version_of(connections)
    if standing > migrations.LATEST:
        raise StoreNewer("store_newer", version=str(standing))
    if standing < migrations.LATEST:
        raise StoreError("store_older", version=str(standing))
