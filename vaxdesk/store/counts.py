# SPDX-License-Identifier: MIT
"""How many vaccinations stand in each state, kept in the transaction of the change and recounted at start.

A confirmation counts for the portal host that gave it: seen from a desk that uploads elsewhere it is still waiting.
"""

from __future__ import annotations

from peewee import fn

from vaxdesk.domain.sync_status import Counts
from vaxdesk.domain.upload import State
from vaxdesk.store.database import Store


def changed(store: Store, state: State, by: int, host: str = "") -> None:
    """Add ``by`` (may be negative) to the vaccinations in ``state``. Writer thread."""
    count = store.models.Count
    count.insert(state=state, portal_host=host, n=by).on_conflict(
        conflict_target=(count.state, count.portal_host), update={count.n: count.n + by}
    ).execute()


def recount(store: Store) -> None:
    """Count afresh from the outbox itself. Writer thread."""
    models = store.models
    outbox = models.Outbox
    models.Count.delete().execute()
    rows = outbox.select(outbox.state, outbox.portal_host, fn.COUNT(outbox.vaccination).alias("n"))
    for state, host, n in rows.group_by(outbox.state, outbox.portal_host).tuples():
        changed(store, State(state), n, host)


def read(store: Store, host: str = "") -> Counts:
    """Return the counts as a desk sees them that uploads to ``host`` ("" = wherever)."""
    numbers = dict.fromkeys(State, 0)
    count = store.models.Count
    for state, at, n in count.select(count.state, count.portal_host, count.n).tuples():
        proven_elsewhere = at and host and at != host
        numbers[State.WAITING if proven_elsewhere else State(state)] += n
    return Counts(**{state.value: n for state, n in numbers.items()})
