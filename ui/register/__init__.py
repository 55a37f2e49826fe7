# SPDX-License-Identifier: MIT
"""The register of a day: who was recorded and where each stands. Changes nothing but by ``Register``."""
