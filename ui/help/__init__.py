# SPDX-License-Identifier: MIT
"""Help at the desk."""
