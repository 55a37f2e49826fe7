# SPDX-License-Identifier: MIT
"""A day in words, in the language in use: Saturday 16 January 2021. Qt knows the names; digits stay Latin."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale

from vaxdesk import i18n


def day_in_words(on: date) -> str:
    """Return weekday, day, month and year of ``on``."""
    language = QLocale.Language.Hindi if i18n.language() == "hi" else QLocale.Language.English
    return QLocale(language, QLocale.Country.India).toString(QDate(on.year, on.month, on.day), "dddd d MMMM yyyy")
