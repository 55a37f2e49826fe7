# SPDX-License-Identifier: MIT
"""What only a person can bring further, with one sentence each on what to do. Changes nothing itself."""
