# SPDX-License-Identifier: MIT
"""What makes a typed adverse event one that can be reported: every rule of its card stands here, once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, TypeVar

from vaxdesk import identity
from vaxdesk.domain.observation import AdverseEvent, Course, EventDraft, Severity, Symptom
from vaxdesk.domain.problem import Problem
from vaxdesk.dosing import day_text
from vaxdesk.validation.reading import parse_date, parse_time

FIELDS: Final = (
    "severity",
    "symptoms",
    "words",
    "onset_on",
    "onset_at",
    "done",
    "referred_to",
    "outcome",
    "case_no",
)
"""The fields of an ``EventDraft`` in the order of the card."""
MOST_LETTERS: Final = 500
_C = TypeVar("_C", Severity, Course)
_TEXTS: Final = ("words", "done", "referred_to", "case_no")


@dataclass(frozen=True, slots=True)
class CheckedEvent:
    """The findings in the order of the card, and the event when there is none."""

    problems: tuple[Problem, ...]
    event: AdverseEvent | None


def check_event(draft: EventDraft, given: datetime, now: datetime) -> CheckedEvent:
    """Return every problem of ``draft``, and the event when there is none.

    Args:
        given: the needle; ``now``: this moment; both the centre's own time without a zone.
    """
    problems: list[Problem] = []
    severity = _chosen(Severity, draft.severity)
    if severity is None:
        problems.append(Problem("severity", "severity_missing"))
    texts = {name: _text(draft, name, problems) for name in _TEXTS}
    if not draft.symptoms and not draft.words.strip():
        problems.append(Problem("symptoms", "symptoms_missing"))
    onset = _onset(draft, given, now, problems)
    ordered = tuple(sorted(problems, key=lambda problem: FIELDS.index(problem.field)))
    if ordered or severity is None or onset is None:
        return CheckedEvent(ordered, None)
    event = AdverseEvent(
        severity=severity,
        symptoms=tuple(symptom for symptom in Symptom if symptom.value in draft.symptoms),
        onset_on=onset.date(),
        onset_at=onset.time(),
        outcome=_chosen(Course, draft.outcome),
        **texts,
    )
    return CheckedEvent((), event)


def as_event_draft(event: AdverseEvent) -> EventDraft:
    """Return the draft that, checked, gives ``event`` again."""
    return EventDraft(
        severity=event.severity.value,
        symptoms=tuple(symptom.value for symptom in event.symptoms),
        words=event.words,
        onset_on=day_text(event.onset_on),
        onset_at=f"{event.onset_at:%H:%M}",
        done=event.done,
        referred_to=event.referred_to,
        outcome=event.outcome.value if event.outcome else "",
        case_no=event.case_no,
    )


def clean_text(text: str) -> str:
    """Return free text as it may be kept: single blanks, no full Aadhaar."""
    return identity.hide_aadhaar(identity.normalise_text(text))


def _chosen(choices: type[_C], value: str) -> _C | None:
    return next((choice for choice in choices if choice.value == value), None)


def _text(draft: EventDraft, name: str, problems: list[Problem]) -> str:
    text: str = getattr(draft, name)
    if hidden := identity.hidden_characters(text):
        problems.append(Problem(name, "hidden_characters", params=(("characters", ", ".join(hidden[:5])),)))
        return ""
    clean = clean_text(text)
    if len(clean) > MOST_LETTERS:
        params = (("limit", str(MOST_LETTERS)), ("length", str(len(clean))))
        problems.append(Problem(name, "too_long", params=params))
    return clean


def _onset(draft: EventDraft, given: datetime, now: datetime, problems: list[Problem]) -> datetime | None:
    """Return when it began: not before the needle, not after now; to the minute, as it is typed."""
    on, at = _day(draft, problems), _time(draft, problems)
    if on is None or at is None:
        return None
    onset = datetime.combine(on, at)
    needle = given.replace(second=0, microsecond=0)
    if onset < needle:
        field = "onset_on" if on < given.date() else "onset_at"
        at_text = f"{day_text(given.date())} {given:%H:%M}"
        problems.append(Problem(field, "onset_before_needle", params=(("given_at", at_text),)))
    elif on > now.date():
        problems.append(Problem("onset_on", "date_in_future", params=(("today", day_text(now.date())),)))
    elif onset > now:
        problems.append(Problem("onset_at", "time_in_future", params=(("now", f"{now:%H:%M}"),)))
    return onset


def _day(draft: EventDraft, problems: list[Problem]) -> date | None:
    on = parse_date(identity.normalise_text(draft.onset_on))
    if on is None:
        problems.append(Problem("onset_on", "date_unreadable"))
    return on


def _time(draft: EventDraft, problems: list[Problem]) -> time | None:
    at = parse_time(identity.normalise_text(draft.onset_at))
    if at is None:
        problems.append(Problem("onset_at", "time_unreadable"))
    return at
