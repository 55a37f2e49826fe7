# SPDX-License-Identifier: MIT
"""The open vials: doses left, time to discard, closing with what was lost."""
