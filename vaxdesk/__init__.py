# SPDX-License-Identifier: MIT
"""VaxDesk's core: recording, exactly-once upload, and the truth about both. No Qt, no print, no sys.exit."""

__version__ = "0.1.0"
