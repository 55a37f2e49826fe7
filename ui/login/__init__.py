# SPDX-License-Identifier: MIT
"""Signing in at this desk; the portal's own sign-in is another matter."""
