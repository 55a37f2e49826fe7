# SPDX-License-Identifier: MIT
"""Small dumb parts that every panel may use. They know no service and no panel; ``ui/style.py`` paints them."""
