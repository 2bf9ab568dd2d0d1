"""A budget of retries for everybody at a gate, so that a provider in trouble is not asked ever more.

A token bucket as in gRPC's A6 (https://github.com/grpc/proposal/blob/master/A6-client-retries.md): a failure drains 1, a
success refills 0.1, and under half there are no retries. Here they are not given up but wait, until there are again, or
until no more calls are out than have succeeded since the last failure: one finds out, and where it succeeds two may go.
"""

from __future__ import annotations

FULL = 10.0
REFILL = 0.1


class RetryBudget:
    """Starts full. A refusal for a rate limit costs nothing: the gate's cooldown answers for those."""

    def __init__(self) -> None:
        self._level = FULL
        self._in_a_row = 0

    def holds(self, in_flight: int) -> bool:
        """Whether retries have to wait while so many calls are out."""
        return self._level < FULL / 2 and in_flight > self._in_a_row

    def succeeded(self) -> None:
        """Count a success."""
        self._level = min(FULL, self._level + REFILL)
        self._in_a_row += 1

    def failed(self) -> None:
        """Count a failure."""
        self._level = max(0.0, self._level - 1)
        self._in_a_row = 0
