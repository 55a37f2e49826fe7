# SPDX-License-Identifier: MIT
"""How much of a desk's traffic may be repeats. Pure; it must not know what is repeated.

Ten tokens; a repeat costs one and a success earns a tenth, so that in the long run at most one call in ten is a
repeat. Sources: Site Reliability Engineering (O'Reilly 2016), chapter 21 "Handling Overload", the retry budget of a
client of 10 %; the retry quota of the AWS SDKs, for the bucket.
"""

from __future__ import annotations

from typing import Final

TOKENS: Final = 10.0
PER_SUCCESS: Final = 0.1

_A_HAIR: Final = 1e-9


class RetryBudget:
    """Full at start."""

    def __init__(self) -> None:
        self._tokens = TOKENS

    def spend(self) -> bool:
        """Pay for one repeat; return whether the budget held it."""
        if self._tokens < 1.0 - _A_HAIR:
            return False
        self._tokens -= 1.0
        return True

    def success(self) -> None:
        """Earn a tenth of a repeat."""
        self._tokens = min(TOKENS, self._tokens + PER_SUCCESS)

    def refill_half(self) -> None:
        """Begin again with at least half of it, when the portal has proved that it works."""
        self._tokens = max(self._tokens, TOKENS / 2)
