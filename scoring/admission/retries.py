"""A budget of retries for everybody at a gate, so that a provider in trouble is not asked ever more.

A token bucket as in gRPC's A6 (https://github.com/grpc/proposal/blob/master/A6-client-retries.md): a failure drains 1, a
success refills 0.1, and under half there are no retries. Here they are not given up but wait, until there are again or until
nothing else is out, so that somebody finds out.
"""

from __future__ import annotations

FULL = 10.0
REFILL = 0.1


class RetryBudget:
    """Starts full. A refusal for a rate limit costs nothing: the gate's cooldown answers for those."""

    def __init__(self) -> None:
        self._level = FULL

    @property
    def is_spent(self) -> bool:
        """Whether retries have to wait."""
        return self._level < FULL / 2

    def succeeded(self) -> None:
        """Count a success."""
        self._level = min(FULL, self._level + REFILL)

    def failed(self) -> None:
        """Count a failure."""
        self._level = max(0.0, self._level - 1)
