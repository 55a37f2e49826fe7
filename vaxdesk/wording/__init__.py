# SPDX-License-Identifier: MIT
"""Sentences for people, made when they are read and in the reader's language. Decides nothing."""
