# SPDX-License-Identifier: MIT
"""What differs between operating systems: the lock on the data folder, private files, folder sync.

Standard library only. ``lock_folder`` is freed by the system when the process ends, however it ends.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from vaxdesk.platform.windows import Lock, lock_folder, private_file, private_folder, sync_folder
else:
    from vaxdesk.platform.posix import Lock, lock_folder, private_file, private_folder, sync_folder

__all__ = ["Lock", "lock_folder", "private_file", "private_folder", "sync_folder"]
