# SPDX-License-Identifier: MIT
"""Every code that an exchange can end in has its own plain sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vaxdesk.domain.upload import Attempt, Step
from vaxdesk.portal.codes import CODES
from vaxdesk.wording.outcomes import SENTENCES, for_asked, for_outcome

OF_THE_REGISTER = ("no_photo_id",)
OF_THE_UPLOADER = ("exchange_failed", "interrupted", "crashed_look", "not_shown")


def test_every_code_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == {*CODES, *OF_THE_UPLOADER, *OF_THE_REGISTER}


def test_every_sentence_is_whole_and_its_own() -> None:
    sentences = [for_outcome(code) for code in SENTENCES]
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(sentences)


def test_the_portals_own_words_are_quoted_as_they_are() -> None:
    said = for_outcome("portal_refused", "Name of {individual} is <b>required</b>!")
    assert said.endswith("“Name of {individual} is <b>required</b>!”")
    assert said.startswith(for_outcome("portal_refused"))


def test_a_look_that_was_held_back_was_shared_with_nobody() -> None:
    at = datetime(2021, 1, 16, 6, 0, tzinfo=UTC)
    assert for_asked(Attempt(at, Step.IDENTIFY, True, "held_back", None, 0.0, 0, 0, 0)) == "look-up"


def test_an_unknown_code_is_named() -> None:
    assert "some_new_code" in for_outcome("some_new_code")


@pytest.mark.parametrize(
    ("step", "look", "calls", "words"),
    [
        (Step.IDENTIFY, True, 1, "look-up"),
        (Step.VACCINATE, True, 0, "look-up, shared"),
        (Step.REGISTER, False, 1, "registration"),
        (Step.VACCINATE, False, 1, "dose"),
    ],
)
def test_what_was_asked_has_a_word(step: Step, look: bool, calls: int, words: str) -> None:
    at = datetime(2021, 1, 16, 6, 0, tzinfo=UTC)
    assert for_asked(Attempt(at, step, look, "busy", 503, 0.4, 300, 200, calls)) == words
