# SPDX-License-Identifier: MIT
"""Measurements, run by ``make bench`` and never by pytest: no test asserts a time."""
