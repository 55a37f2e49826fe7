# SPDX-License-Identifier: MIT
"""What the window and the commands may call, one module per task of a person."""
