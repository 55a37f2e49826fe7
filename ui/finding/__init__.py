# SPDX-License-Identifier: MIT
"""The search box over the form: one box for everybody this desk knows, and whoever it does not know yet."""
