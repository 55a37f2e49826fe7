# SPDX-License-Identifier: MIT
"""Measurements, run by ``make bench`` and never by pytest: no test asserts a time."""

from tests.support.state_folder import away_from_home

away_from_home()
