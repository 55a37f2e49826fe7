# SPDX-License-Identifier: MIT
"""The daily sheet as a file: which day, which centre, where to. Writes no sheet itself."""
