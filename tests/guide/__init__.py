# SPDX-License-Identifier: MIT
"""The guide's pictures, taken from the real program on a screen of its own."""
