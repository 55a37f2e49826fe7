# SPDX-License-Identifier: MIT
"""The guide's pictures, taken from the real program on a screen of its own."""

from tests.support.state_folder import away_from_home

away_from_home()
