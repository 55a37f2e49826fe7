# SPDX-License-Identifier: MIT
"""The lines of the board: who may go, who is still watched, who has left, and whose half hour is just over. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ui.widgets.rows_model import Column, Group
from vaxdesk.domain.observation import Standing, Watched
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _
from vaxdesk.wording import observation as words

Local = Callable[[datetime], datetime]
TOKEN_COLUMN, NAME_COLUMN, LEFT_COLUMN, UNTIL_COLUMN, STATE_COLUMN = range(5)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person as they stand at one moment."""

    person: Watched
    standing: Standing
    minutes: str
    until: str
    state: str

    @property
    def key(self) -> str:
        """Who it is, whatever changes."""
        return self.person.client_ref


def board_row(person: Watched, now: datetime, local: Local) -> BoardRow:
    """Return the line of ``person`` at ``now``."""
    standing = person.standing(now)
    at = person.released_at or person.until_at
    until = f"{local(at):%H:%M}"
    if local(person.given_at).date() != local(now).date():
        until = f"{day_text(local(at).date())} {until}"
    left = person.minutes_left(now) if standing is not Standing.LEFT else 0
    return BoardRow(
        person=person,
        standing=standing,
        minutes=_("{n} min").format(n=left) if left else "",
        until=until,
        state=f"{words.symbol(standing)}  {words.standing(standing, person)}",
    )


def grouped(
    sitting: Sequence[Watched], gone: Sequence[Watched], now: datetime, local: Local
) -> tuple[BoardRow | Group, ...]:
    """Return the whole board: first those whose half hour is over, then the watched, then who has left today."""
    over = [person for person in sitting if person.is_over(now)]
    watched = [person for person in sitting if not person.is_over(now)]
    made: list[BoardRow | Group] = []
    for title, people in ((_("The half hour is over"), over), (_("Watched"), watched), (_("Left today"), gone)):
        if people:
            made.append(Group(f"{title}   {len(people)}"))
            made.extend(board_row(person, now, local) for person in people)
    return tuple(made)


def columns() -> tuple[Column[BoardRow], ...]:
    """Return the columns of the board, as numbered above."""
    return (
        Column(_("Token"), 96, lambda row: str(row.person.token)),
        Column(_("Name"), 300, lambda row: row.person.name),
        Column(_("Time left"), 100, lambda row: row.minutes),
        Column(_("May go, or left"), 130, lambda row: row.until),
        Column(_("State"), 200, lambda row: row.state),
        Column(_("Note"), 240, lambda row: row.person.note),
    )


def newly_over(people: Iterable[Watched], since: datetime, now: datetime) -> tuple[Watched, ...]:
    """Return those whose half hour ended after ``since`` and not after ``now``."""
    return tuple(person for person in people if since < person.until_at <= now)


def with_token(people: Iterable[Watched], token: int, today: date, local: Local) -> tuple[Watched, ...]:
    """Return everybody who has that token, of ``today`` where somebody is; two centres may have given out the same."""
    everybody = tuple(person for person in people if person.token == token)
    return tuple(person for person in everybody if local(person.given_at).date() == today) or everybody
