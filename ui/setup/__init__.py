# SPDX-License-Identifier: MIT
"""The first start: practise, or set up this desk."""
