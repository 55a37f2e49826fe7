# SPDX-License-Identifier: MIT
"""The exchanges with the portal, one by one, and how the portal bore up over the day. Changes nothing."""
