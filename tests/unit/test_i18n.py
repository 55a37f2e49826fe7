# SPDX-License-Identifier: MIT
"""The language: switched while the program runs, in every thread; what is not translated stays English."""

from __future__ import annotations

import threading

import pytest

from vaxdesk import i18n
from vaxdesk.i18n import N_, _, ngettext

MARKED = N_("waiting")
SENTENCES = ("{count} digit; a mobile has ten.", "{count} digits; a mobile has ten.")


def _is_devanagari(text: str) -> bool:
    return any("\u0900" <= char <= "\u097f" for char in text)


def test_english_is_what_stands_in_the_program() -> None:
    assert (i18n.language(), _(MARKED)) == ("en", "waiting")


def test_a_switch_holds_from_now_on_and_back_again() -> None:
    i18n.set_language("hi")
    assert i18n.language() == "hi"
    assert _is_devanagari(_(MARKED))
    assert MARKED == "waiting"  # marked only; translated on use
    i18n.set_language("en")
    assert _(MARKED) == "waiting"


def test_a_switch_holds_in_every_thread() -> None:
    said: list[str] = []
    i18n.set_language("hi")
    thread = threading.Thread(target=lambda: said.append(_(MARKED)))
    thread.start()
    thread.join()
    assert said == [_(MARKED)]
    assert _is_devanagari(said[0])


@pytest.mark.parametrize("language", ["", "fr", "HI", "../hi"])
def test_an_unknown_language_is_english(language: str) -> None:
    i18n.set_language("hi")
    i18n.set_language(language)
    assert (i18n.language(), _(MARKED)) == ("en", "waiting")


def test_one_and_many_are_told_apart_in_both_languages() -> None:
    assert [ngettext(*SENTENCES, n) for n in (0, 1, 2)] == [SENTENCES[1], SENTENCES[0], SENTENCES[1]]
    i18n.set_language("hi")
    assert all(_is_devanagari(ngettext(*SENTENCES, n)) for n in (0, 1, 2))


def test_a_sentence_that_nobody_translated_stays_as_it_is() -> None:
    i18n.set_language("hi")
    assert _("a sentence of no program") == "a sentence of no program"
