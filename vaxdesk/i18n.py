# SPDX-License-Identifier: MIT
"""Sentences in the reader's language: gettext, switched while the program runs.

``_`` translates when it is called, so never at import; mark module-level sentences with ``N_`` and translate on use.
"""

from __future__ import annotations

import gettext
from typing import Final

import resources

LANGUAGES: Final = ("en", "hi")
_catalogues: dict[str, gettext.NullTranslations] = {}
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def set_language(language: str) -> None:
    """Use ``language`` ("en" or "hi") from now on, in every thread; an unknown one means English."""
    global _current, _language
    _language = language if language in LANGUAGES else "en"
    _current = _catalogue(_language)


def language() -> str:
    """Return the language in use."""
    return _language


def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in _catalogues:
        _catalogues[language] = gettext.translation(
            "vaxdesk", localedir=resources.path("locale"), languages=[language], fallback=True
        )
    return _catalogues[language]


def _(message: str) -> str:
    """Return ``message`` in the language in use."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the sentence for ``n``."""
    return _current.ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue and return it unchanged."""
    return message
