# SPDX-License-Identifier: MIT
"""The Hindi catalogue: every sentence of the program is in it, whole, current, and compiled as it stands."""

from __future__ import annotations

import ast
import functools
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "locale" / "hi" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
MARKS = set(KEYWORDS)
MessageId = str | tuple[str, ...]


def sources() -> list[Path]:
    return [ROOT / "main.py", *sorted((ROOT / "vaxdesk").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]


@functools.cache
def extracted() -> frozenset[MessageId]:
    """Return every message that the program can show."""
    found: set[MessageId] = set()
    for path in sources():
        for _line, message, _comments, _context in extract_from_file(
            "python", path, KEYWORDS, options={"encoding": "utf-8"}
        ):
            found.add(tuple(message) if isinstance(message, list | tuple) else message)
    return frozenset(found)


@functools.cache
def catalogue() -> Catalog:
    with (FOLDER / "vaxdesk.po").open("rb") as file:
        return read_po(file, locale="hi", domain="vaxdesk", abort_invalid=True)


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


def forms(text: MessageId) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_there_is_something_to_translate() -> None:
    assert "Portal refused: {reason}" in extracted()
    assert ("{n} row", "{n} rows") in extracted()


def test_every_message_of_the_program_is_in_the_catalogue() -> None:
    assert extracted() - {message.id for message in messages()} == set()


def test_no_message_of_the_catalogue_is_stale() -> None:
    assert {message.id for message in messages()} - extracted() == set()
    assert list(catalogue().obsolete) == []


def test_every_message_is_translated_in_every_form() -> None:
    empty = [message.id for message in messages() if not all(map(str.strip, forms(message.string)))]
    short = [m.id for m in messages() if m.pluralizable and len(m.string) != catalogue().num_plurals]

    assert empty == []
    assert short == []


def test_no_translation_is_only_a_guess() -> None:
    assert [message.id for message in messages() if message.fuzzy] == []


def test_every_translation_names_what_the_english_names() -> None:
    wrong = [
        message.id
        for message in messages()
        for form in forms(message.string)
        if placeholders(form) != set().union(*map(placeholders, forms(message.id)))
    ]

    assert wrong == []


def test_every_translation_of_words_is_written_in_devanagari() -> None:
    english = [
        message.id
        for message in messages()
        if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w*\}", "", forms(message.id)[0]))
        and not all(re.search("[\u0900-\u097f]", form) for form in forms(message.string))
    ]

    assert english == []


def test_compiled_catalogue_is_what_the_written_one_compiles_to() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())

    assert (FOLDER / "vaxdesk.mo").read_bytes() == compiled.getvalue()


def _marked() -> Iterator[tuple[str, ast.Call]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_no_sentence_is_put_together_before_it_is_translated() -> None:
    """An f-string or a sum of strings is never found in the catalogue."""
    joined = [place for place, call in _marked() if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)]
    formatted = [
        place
        for place, call in _marked()
        if isinstance(call.args[0], ast.Call) and getattr(call.args[0].func, "attr", "") == "format"
    ]

    assert joined == []
    assert formatted == []
