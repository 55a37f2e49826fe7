# SPDX-License-Identifier: MIT
"""The two lists of the panel: causes with their counts, and the lines under one cause. Pure; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from ui.widgets.rows_model import Column, Group
from vaxdesk.domain.attention import CauseGroup, Concern, DateRisk
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.dosing import day_text
from vaxdesk.i18n import _, ngettext
from vaxdesk.wording import causes, choices, outcomes

Now = Callable[[], datetime]


def cause_columns() -> tuple[Column[CauseGroup], ...]:
    """Return how many, and why."""
    return (
        Column(_("How many"), 56, lambda group: str(group.n), number=True),
        Column(_("Cause"), 220, lambda group: causes.title(group.cause)),
    )


def cause_key(group: CauseGroup) -> str:
    """Return what stays the same while people come and go under a cause."""
    return "\x1f".join((group.cause.key, group.cause.field, group.cause.value))


def under_headings(groups: Iterable[CauseGroup]) -> list[CauseGroup | Group]:
    """Return the causes with the name of each section over its own."""
    made: list[CauseGroup | Group] = []
    for section, members in groupby(groups, key=lambda group: group.section):
        made.append(Group(causes.section(section)))
        made.extend(members)
    return made


def concern_columns(now: Now) -> tuple[Column[Concern], ...]:
    """Return what is shown of each one; ``now`` gives the centre's time, for what is left until a cut-off."""
    return (
        Column(_("State"), 130, lambda concern: concern.state or _("to raise")),
        Column(_("Receipt"), 84, lambda concern: concern.receipt_no),
        Column(_("Name"), 190, lambda concern: concern.name),
        Column(_("What is known"), 320, lambda concern: short(concern, now())),
    )


def about(concern: Concern, now: datetime) -> str:
    """Return what is known of this very one, in whole sentences."""
    if concern.risk is not None:
        return _date(concern, concern.risk, now)
    if concern.correction is not None:
        return _correction(concern.correction)
    if concern.why:
        no_id = concern.row.vaccination.no_id_why if concern.row is not None else None
        return choices.no_id_why(no_id) if concern.why == no_id else concern.why
    return _ending(concern.row) if concern.row is not None else ""


def short(concern: Concern, now: datetime) -> str:
    """Return what fits into one line of the list."""
    if concern.risk is None:
        return about(concern, now)
    risk = concern.risk
    stamped_on = day_text(risk.stamped_on)
    if risk.missed:
        said = [_("dated {stamped} there").format(stamped=stamped_on)]
    else:
        left = _span(risk.minutes_left(now))
        said = [_("{left} left, else dated {stamped} there").format(left=left, stamped=stamped_on)]
    if _moves_the_second(risk) and risk.due_by_portal_on is not None:
        said.append(_("dose 2 from {day}").format(day=day_text(risk.due_by_portal_on)))
    return " · ".join(said)


def _ending(row: RegisterRow) -> str:
    if row.last_words:
        return _("The portal says: {words}").format(words=row.last_words)
    return outcomes.for_outcome(row.last_code) if row.last_code else ""


def _correction(told: CorrectionRow) -> str:
    sentence = _("The portal holds “{before}”; right is “{after}”. Reason: {reason}")
    return sentence.format(before=told.before, after=told.after, reason=told.reason)


def _date(concern: Concern, risk: DateRisk, now: datetime) -> str:
    given_on = "" if concern.row is None else day_text(concern.row.vaccination.given_on)
    stamped_on = day_text(risk.stamped_on)
    if risk.missed:
        first = _("The portal will write {stamped} instead of {given}.").format(stamped=stamped_on, given=given_on)
    else:
        first = _("{left} left; then the portal writes {stamped} instead of {given}.").format(
            left=_span(risk.minutes_left(now)), stamped=stamped_on, given=given_on
        )
    if risk.due_on is None or risk.due_by_portal_on is None or not _moves_the_second(risk):
        return first
    second = _("Second dose from {theirs} there, from {ours} by the needle.").format(
        theirs=day_text(risk.due_by_portal_on), ours=day_text(risk.due_on)
    )
    return f"{first} {second}"


def _moves_the_second(risk: DateRisk) -> bool:
    return risk.due_on != risk.due_by_portal_on


def _span(minutes: int) -> str:
    if minutes >= 60:
        return ngettext("{n} hour", "{n} hours", minutes // 60).format(n=minutes // 60)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
