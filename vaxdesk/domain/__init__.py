# SPDX-License-Identifier: MIT
"""The words of the desk as frozen dataclasses, enums and protocols. Pure: standard library only."""
