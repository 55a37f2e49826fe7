# SPDX-License-Identifier: MIT
"""The half hour after the needle: who waits, who may go, and what followed."""
