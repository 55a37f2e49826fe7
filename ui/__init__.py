# SPDX-License-Identifier: MIT
"""The rim: every window, and the only importer of PySide6. Shows what the core says; hands it what is typed."""
