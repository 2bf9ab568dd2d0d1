"""What a call will take, told from the size of its prompt and learnt from the calls before it. Pure."""

from __future__ import annotations

import math

from scoring.prices import Tokens

START_TOKENS_PER_BYTE = 0.3
"""What a prompt's byte makes before any call has told: English takes 0.22 to 0.28, other scripts up to 0.5."""
START_ANSWER_TOKENS = 500
"""An answer before any has come: those to the sample batch are 1.7 KB of JSON at the mean."""
LEAST_ANSWER_TOKENS = 300
"""A short one: the shortest of the sample is 1.1 KB."""
START_TOKENS_PER_S = 75.0
"""How fast an answer is written before any has come: what small models are said to do."""
START_S = 0.01
"""How long a call takes that writes nothing, before any has told: the local analyzer's pair."""
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
        self._lowest_per_byte = START_TOKENS_PER_BYTE / MARGIN
        self._answer = float(min(START_ANSWER_TOKENS, max_output_tokens))
        self._shortest_answer = min(LEAST_ANSWER_TOKENS, max_output_tokens)
        self._calls = self._timed = 0
        self.call_s = self._answer / START_TOKENS_PER_S or START_S
        """Seconds that a call is expected to take."""

    def tokens(self, size_bytes: int) -> int:
        """Tokens to expect of a call, in and out together; until a first one is learnt, with the longest answer."""
        expected = self.expected(size_bytes)
        return expected.input + (expected.output if self._calls else self._max_output)

    def expected(self, size_bytes: int) -> Tokens:
        """Tokens that a call is most likely to take."""
        return Tokens(round(size_bytes * self._per_byte), round(self._answer))

    def least(self, size_bytes: int) -> Tokens:
        """Tokens that a call will hardly go below: those of the thriftiest seen."""
        return Tokens(math.floor(size_bytes * self._lowest_per_byte), self._shortest_answer)

    def bound(self, size_bytes: int) -> Tokens:
        """Tokens that a call will hardly exceed: the answer never, the prompt where it is unlike all those before it."""
        per_byte = max(self._highest_per_byte * MARGIN, START_TOKENS_PER_BYTE)
        return Tokens(math.ceil(size_bytes * per_byte), self._max_output)

    def learn(self, size_bytes: int, tokens: Tokens) -> None:
        """Take in what a call of this size took. A provider that does not tell (0 tokens) teaches nothing."""
        if size_bytes <= 0 or tokens.input <= 0:
            return
        self._calls += 1
        per_byte = tokens.input / size_bytes
        if self._calls == 1:  # what is seen replaces what was guessed
            self._lowest_per_byte = self._highest_per_byte = per_byte
            self._shortest_answer = tokens.output
        self._lowest_per_byte = min(per_byte, self._lowest_per_byte)
        self._highest_per_byte = max(per_byte, self._highest_per_byte)
        self._shortest_answer = min(tokens.output, self._shortest_answer)
        weight = _weight(self._calls)
        self._per_byte += weight * (per_byte - self._per_byte)
        self._answer += weight * (tokens.output - self._answer)

    def learn_time(self, seconds: float) -> None:
        """Take in how long a call took that was answered."""
        self._timed += 1
        self.call_s += _weight(self._timed) * (seconds - self.call_s)


def _weight(calls: int) -> float:
    """That of the newest of so many calls: the plain mean's at first, so that the first call replaces the guess."""
    return max(1 / calls, 1 / MEMORY_CALLS)
