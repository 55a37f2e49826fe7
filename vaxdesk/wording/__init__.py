# SPDX-License-Identifier: MIT
"""Sentences for states, problems, outcomes and errors, made when they are read, in the reader's language."""
