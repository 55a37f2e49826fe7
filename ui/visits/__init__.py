# SPDX-License-Identifier: MIT
"""People who came and were not vaccinated, and why."""
