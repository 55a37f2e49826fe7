# SPDX-License-Identifier: MIT
"""Walks through the desk by keyboard: with every key counted, and on a screen of their own with pictures."""
