# SPDX-License-Identifier: MIT
"""Which cause keeps a vaccination from the portal: a table over state, code, the portal's words and field. Pure.

A new cause is one more row here, the first that fits holds, and one more entry in ``vaxdesk.wording.causes``; no other
code changes. The portal's words are those of its own texts where they are known, else what they can only mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vaxdesk.domain.attention import (
    Cause,
    CauseGroup,
    Concern,
    Mend,
    Section,
    in_order,
    of_correction,
    of_vaccination,
)
from vaxdesk.domain.register_row import CorrectionRow, RegisterRow
from vaxdesk.domain.upload import NO_PHOTO_ID, State

ANY: Final = "*"
"""In a Kind: whatever field the portal blames."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table.

    Attributes:
        codes: of the last exchange; empty: every one.
        words: what the portal's own words must hold, None where they do not matter.
        blames: the field that the portal must have named, "" where it does not matter.
        field: where it is mended; ``ANY`` takes the one the portal named, and each field is a cause of its own.
        by_value: those who have one and the same value in ``field`` are a cause of their own.
    """

    key: str
    section: Section
    codes: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    blames: str = ""
    field: str = ""
    by_value: bool = False
    mends: tuple[Mend, ...] = ()


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _says(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_S, _M = Section, Mend
_REFUSED: Final = _codes("portal_refused cannot_be_sent")
_AGAIN: Final = (_M.SEND_AGAIN, _M.SET_ASIDE)
_ONE_VALUE: Final = (_M.PUT_RIGHT, _M.SEND_AGAIN, _M.SET_ASIDE)
_ASIDE: Final = (_M.SET_ASIDE,)

REJECTED: Final = (
    # The portal's own rules.
    Kind("mobile_full", _S.REFUSED, _REFUSED, _says(r"max\w*\D*\d+.*(one|same|mobile)"), field="mobile", mends=_ASIDE),
    Kind(
        "id_at_other_mobile",
        _S.REFUSED,
        _REFUSED,
        _says(r"registered (via|with|under|by)\b.*mobile|id.*(used|exists?).*another"),
        field="mobile",
        mends=_ASIDE,
    ),
    Kind(
        "other_vaccine",
        _S.REFUSED,
        _REFUSED,
        _says(r"(different|another|other|same) vaccine|vaccine.*(differ|mismatch|not the same)"),
        field="vaccine",
        mends=_ASIDE,
    ),
    Kind(
        "too_early", _S.REFUSED, _REFUSED, _says(r"not (yet )?due|too early|interval"), field="given_on", mends=_AGAIN
    ),
    Kind(
        "past_day",
        _S.REFUSED,
        _REFUSED,
        _says(r"(past|previous|earlier|back.?dat\w+)\W+(da(te|y)|vaccination)|da(te|y).*(past|over|closed)"),
        field="given_on",
        mends=_AGAIN,
    ),
    Kind("age", _S.REFUSED, _REFUSED, _says(r"\bage\b|years? (old|of age)"), field="birth_year", mends=_AGAIN),
    # One wrong value that many share.
    Kind("batch", _S.REFUSED, _REFUSED, blames="batch", field="batch", by_value=True, mends=_ONE_VALUE),
    Kind("vaccinator", _S.REFUSED, _REFUSED, blames="vaccinator", field="vaccinator", by_value=True, mends=_ONE_VALUE),
    Kind("centre", _S.REFUSED, _REFUSED, blames="centre", field="centre", by_value=True, mends=_ONE_VALUE),
    # What the portal names, and what it does not.
    Kind("cannot_be_sent", _S.REFUSED, _codes("cannot_be_sent"), field=ANY, mends=_ASIDE),
    Kind("field", _S.REFUSED, _codes("portal_refused"), blames=ANY, field=ANY, mends=_ASIDE),
    Kind("refused", _S.REFUSED, _codes("portal_refused"), mends=_AGAIN),
    Kind("reference_unknown", _S.REFUSED, _codes("reference_unknown"), mends=_AGAIN),
    # What the portal holds is not what stands here.
    Kind("dose_differs", _S.CONFLICT, _codes("dose_differs"), field="given_on", mends=_AGAIN),
    Kind("person_differs", _S.CONFLICT, _codes("person_differs"), field="name", mends=_AGAIN),
    Kind("several_people", _S.CONFLICT, _codes("several_people"), field="name", mends=_AGAIN),
    Kind("already_there", _S.CONFLICT, _codes("already_there"), field="name", mends=_AGAIN),
    Kind("not_found_again", _S.CONFLICT, mends=_AGAIN),
)
STUCK: Final = (
    Kind(
        "answer_lost",
        _S.STUCK,
        _codes("read_timeout connection_lost answer_cut answer_too_large server_error")
        | _codes("exchange_failed interrupted crashed_look"),
        mends=_AGAIN,
    ),
    Kind("odd_answer", _S.STUCK, _codes("odd_answer empty_answer"), mends=_AGAIN),
    Kind("not_shown", _S.STUCK, _codes("not_shown already_there"), mends=_AGAIN),
    Kind("look_refused", _S.STUCK, _REFUSED | _codes("reference_unknown"), mends=_AGAIN),
    Kind("look_differs", _S.STUCK, _codes("dose_differs person_differs several_people"), mends=_AGAIN),
    Kind("portal_busy", _S.STUCK, _codes("busy too_many_calls blocked throttled held_back"), mends=_AGAIN),
    Kind("key", _S.STUCK, _codes("key_not_taken not_entitled"), mends=_AGAIN),
    Kind("settings", _S.STUCK, _codes("not_opened path_unknown centre_not_known"), mends=_AGAIN),
    Kind(
        "network",
        _S.STUCK,
        _codes("no_address unreachable connect_timeout tls_failed captive redirected"),
        mends=_AGAIN,
    ),
    Kind("half_way", _S.STUCK, mends=_AGAIN),
)
HELD: Final = (
    Kind("no_usable_id", _S.HELD, frozenset({NO_PHOTO_ID}), field="id_number"),
    Kind("held", _S.HELD, mends=(_M.RELEASE,)),
)
TO_RAISE: Final = Kind("to_raise", _S.TO_RAISE, field=ANY, mends=(_M.TOLD_PORTAL,))
AT_RISK: Final = Kind("date_at_risk", _S.DATE)
MISSED: Final = Kind("date_missed", _S.DATE)

KINDS: Final[Mapping[str, Kind]] = {kind.key: kind for kind in (*REJECTED, *STUCK, *HELD, TO_RAISE, AT_RISK, MISSED)}


def cause_of(row: RegisterRow) -> Cause:
    """Return why ``row`` waits for a person."""
    table = {State.REJECTED: REJECTED, State.HELD: HELD}.get(row.state, STUCK)
    return _cause(next(kind for kind in table if _fits(kind, row)), row)


def grouped(
    rows: Iterable[RegisterRow], to_raise: Iterable[CorrectionRow], held_why: Mapping[str, str]
) -> tuple[CauseGroup, ...]:
    """Return what waits for a person, by cause.

    Args:
        rows: rejected, held, and in doubt or waiting for too long.
        held_why: client_ref -> why it is held.
    """
    made: dict[Cause, list[Concern]] = {}
    for row in rows:
        made.setdefault(cause_of(row), []).append(of_vaccination(row, held_why.get(row.client_ref, "")))
    for correction in to_raise:
        made.setdefault(Cause(TO_RAISE.key, correction.field), []).append(of_correction(correction))
    groups = (
        CauseGroup(KINDS[cause.key].section, cause, tuple(concerns), KINDS[cause.key].mends)
        for cause, concerns in made.items()
    )
    return in_order(groups)


def _fits(kind: Kind, row: RegisterRow) -> bool:
    return (
        (not kind.codes or row.last_code in kind.codes)
        and (kind.words is None or kind.words.search(row.last_words) is not None)
        and (not kind.blames or row.last_field == kind.blames or (kind.blames == ANY and bool(row.last_field)))
    )


def _cause(kind: Kind, row: RegisterRow) -> Cause:
    field = row.last_field if kind.field == ANY else kind.field
    if kind.by_value:
        return Cause(kind.key, field, str(getattr(row.vaccination, field)))
    if kind.key == "refused":  # nothing else tells these apart
        return Cause(kind.key, field, re.sub(r"\d+", "…", row.last_words))
    return Cause(kind.key, field)
