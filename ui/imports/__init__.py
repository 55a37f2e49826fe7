# SPDX-License-Identifier: MIT
"""Import of a register from a file: choose, watch, read what was wrong. Reads no file itself."""
