# SPDX-License-Identifier: MIT
"""What goes on paper, through Qt: the proof slip."""
