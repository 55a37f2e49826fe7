# SPDX-License-Identifier: MIT
"""The background upload: what to send when, what an answer means for the item, and the truth about both."""
