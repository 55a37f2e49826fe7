# SPDX-License-Identifier: MIT
"""Co-WIN, the national portal of 2021: its calls and its words."""
