# SPDX-License-Identifier: MIT
"""What several tests share: invented people, a practice portal, ready desks."""
