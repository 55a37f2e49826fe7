# SPDX-License-Identifier: MIT
"""Whole desks as people run them: commands, the real store, the practice portal."""
