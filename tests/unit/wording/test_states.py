# SPDX-License-Identifier: MIT
"""States and connectivity: each has a word, a shape and a sentence, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from vaxdesk import i18n
from vaxdesk.domain.sync_status import Connectivity, Counts, SyncStatus
from vaxdesk.domain.upload import State
from vaxdesk.wording.states import advice, connectivity, sentence, symbol, word

NEXT_TRY = datetime(2021, 1, 16, 6, 12, tzinfo=UTC)
COUNTS = Counts(waiting=10, doubtful=3, sending=1, confirmed=78)


def line(kind: Connectivity, **given: object) -> str:
    status = replace(SyncStatus(COUNTS, kind, last_contact_at=NEXT_TRY), **given)
    return connectivity(status, lambda moment: moment.astimezone(ZoneInfo("Asia/Kolkata")))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.WAITING, ("●", "waiting", "Saved here, waiting to go")),
        (State.SENDING, ("↑", "going now", "Going now")),
        (State.DOUBTFUL, ("?", "checking", "Checking whether it arrived")),
        (State.ACCEPTED, ("↑", "taken in", "The portal took it and is working on it")),
        (State.CONFIRMED, ("✓", "on the portal", "Portal has it")),
        (State.REJECTED, ("!", "to fix", "Portal refused it")),
        (State.HELD, ("‖", "held", "Set aside by supervisor")),
        (State.VOID, ("⨯", "void", "Cancelled, kept on record")),
    ],
)
def test_state_is_a_shape_a_word_and_a_sentence(state: State, expected: tuple[str, str, str]) -> None:
    assert (symbol(state), word(state), sentence(state)) == expected


def test_sentence_carries_reference_or_reason_where_the_state_has_one() -> None:
    assert sentence(State.CONFIRMED, portal_ref="20000000000001") == "Portal has it (no. 20000000000001)"
    assert sentence(State.REJECTED, reason="age under 18") == "Portal refused: age under 18"
    assert sentence(State.HELD, reason="twice?") == "Set aside by supervisor: twice?"
    assert sentence(State.VOID, reason="twice") == "Cancelled, kept on record: twice"
    assert sentence(State.WAITING, portal_ref="2", reason="busy") == "Saved here, waiting to go"


def test_reason_with_braces_is_shown_as_it_stands() -> None:
    assert sentence(State.REJECTED, reason="{code}") == "Portal refused: {code}"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Connectivity.ONLINE, "Online"),
        (Connectivity.SLOW, "Slow line"),
        (Connectivity.BUSY, "Portal busy"),
        (Connectivity.OFFLINE, "No internet · 14 saved here"),
        (Connectivity.CAPTIVE, "Internet wants a sign-in"),
        (Connectivity.SIGNED_OUT, "Portal signed out"),
        (Connectivity.STOPPED, "Upload stopped"),
    ],
)
def test_connectivity_is_one_line(kind: Connectivity, expected: str) -> None:
    assert line(kind) == expected


def test_busy_portal_names_the_next_try_in_the_centres_time() -> None:
    assert line(Connectivity.BUSY, next_try_at=NEXT_TRY) == "Portal busy · next try 11:42"


def test_stopped_upload_says_so_before_anything_else_and_why() -> None:
    assert line(Connectivity.ONLINE, stop_reason="portal_missing", paused=True) == "Upload stopped"
    stopped = SyncStatus(COUNTS, Connectivity.CAPTIVE, stop_reason="portal_missing", paused=True)
    assert advice(stopped).startswith("No portal address is set.")


def test_only_what_a_person_can_mend_has_advice() -> None:
    advised = {kind for kind in Connectivity if advice(SyncStatus(COUNTS, kind))}
    assert advised == {Connectivity.CAPTIVE, Connectivity.SIGNED_OUT, Connectivity.STOPPED}
    assert not any(advice(SyncStatus(COUNTS, kind, paused=True)) for kind in Connectivity)


def test_a_slow_line_is_told_as_it_was_measured() -> None:
    assert line(Connectivity.SLOW, exchange_s=4.24) == "Slow line: 4.2 s an exchange"


def test_an_old_copy_is_said_to_be_compared_while_the_portal_answers() -> None:
    assert line(Connectivity.ONLINE, comparing=37) == "Comparing with the portal · 37 left"
    assert line(Connectivity.OFFLINE, comparing=37) == "No internet · 14 saved here"
    assert line(Connectivity.ONLINE, comparing=0) == "Online"


def test_nothing_is_said_of_the_line_before_it_was_tried() -> None:
    assert line(Connectivity.ONLINE, last_contact_at=None) == "Not tried yet · 14 saved here"
    assert line(Connectivity.ONLINE, last_contact_at=None, counts=Counts()) == "Nothing sent yet"
    assert line(Connectivity.OFFLINE, last_contact_at=None) == "No internet · 14 saved here"


def test_pause_is_said_whatever_the_line_is_like() -> None:
    assert line(Connectivity.ONLINE, paused=True) == "Upload paused · 14 saved here"


def test_every_state_and_line_is_said_in_hindi_too() -> None:
    english = [word(s) for s in State] + [sentence(s) for s in State] + [line(c) for c in Connectivity]
    i18n.set_language("hi")
    hindi = [word(s) for s in State] + [sentence(s) for s in State] + [line(c) for c in Connectivity]

    assert not set(english) & set(hindi)
    assert word(State.WAITING) == "भेजना बाकी"
    assert sentence(State.DOUBTFUL) == "जाँच हो रही है – पहुँचा या नहीं"
