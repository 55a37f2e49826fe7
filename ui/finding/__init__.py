# SPDX-License-Identifier: MIT
"""Finds people of the expected list and the register by a few letters or digits."""
