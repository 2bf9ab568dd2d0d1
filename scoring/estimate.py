"""How many tokens a call will take, told from the size of its prompt and learnt from the calls before it. Pure."""

from __future__ import annotations

import math

from scoring.analyzers.base import Tokens

START_TOKENS_PER_BYTE = 0.3
"""What a prompt's byte makes before any call has told: English takes 0.22 to 0.28, other scripts up to 0.5."""
MEMORY_CALLS = 20
"""About how many calls the moving averages remember."""
MARGIN = 1.25
"""How far a prompt may exceed the highest ratio seen and still stay within its bound."""


class Estimate:
    """What calls to one model take.

    Args:
        max_output_tokens: the longest answer that is asked for; 0 for an analyzer that has no tokens.
    """

    def __init__(self, max_output_tokens: int) -> None:
        self._max_output = max_output_tokens
        self._per_byte = self._highest_per_byte = START_TOKENS_PER_BYTE
        self._output = float(max_output_tokens)
        self._calls = 0

    def tokens(self, size_bytes: int) -> int:
        """Tokens that a call is expected to take, in and out together."""
        expected = self.expected(size_bytes)
        return expected.input + expected.output

    def expected(self, size_bytes: int) -> Tokens:
        """Tokens that a call is expected to take. Before the first call its answer counts as the longest there may be."""
        return Tokens(math.ceil(size_bytes * self._per_byte), math.ceil(self._output))

    def bound(self, size_bytes: int) -> Tokens:
        """Tokens that a call will hardly exceed: the answer never, the prompt where it is unlike all those before it."""
        per_byte = max(self._highest_per_byte * MARGIN, START_TOKENS_PER_BYTE)
        return Tokens(math.ceil(size_bytes * per_byte), self._max_output)

    def learn(self, size_bytes: int, tokens: Tokens) -> None:
        """Take in what a call of this size took. A provider that does not tell (0 tokens) teaches nothing."""
        if size_bytes <= 0 or tokens.input <= 0:
            return
        self._calls += 1
        weight = max(1 / self._calls, 1 / MEMORY_CALLS)  # the plain mean at first, so that the first call replaces the guess
        per_byte = tokens.input / size_bytes
        self._highest_per_byte = max(per_byte, self._highest_per_byte) if self._calls > 1 else per_byte
        self._per_byte += weight * (per_byte - self._per_byte)
        self._output += weight * (tokens.output - self._output)
