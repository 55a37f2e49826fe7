# SPDX-License-Identifier: MIT
"""The rim: every window, and the only importer of PySide6. Shows what the core says; hands it what is typed."""

import ctypes
import sys


def _make_singletons_immortal() -> None:
    """Keep None, True and False alive whatever PySide6 does to their reference counts.

    WORKAROUND: under Python 3.11 PySide6 6.12.0 returns None and True from its methods and from ``Signal.emit``
    without taking a reference, so that each call takes one away and the interpreter ends after some thousand
    ("none_dealloc: deallocating None"). From Python 3.12 on they are immortal; here they are made so.
    """
    for value in (None, True, False):
        ctypes.c_ssize_t.from_address(id(value)).value += 1 << 40


if sys.version_info < (3, 12):
    _make_singletons_immortal()
