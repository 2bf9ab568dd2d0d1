"""Requests and tokens per minute: token buckets that hold one second's worth, taken from together.

A bucket that holds a full minute sends it all at once and then draws refusals; one second's worth is no slower.
"""

from __future__ import annotations

from scoring.ratelimits import Allowance, RateLimits

USED = 0.98
"""Share of a limit that is used: the rest is for the first second's burst and for calls that arrive unevenly."""
LOW = 0.04
"""When less than this share of what was ever left is left, others use the same limit: calls are let out more slowly."""
LEAST = 0.1
"""But never at less than this share of the rate."""
MINUTE_S = 60.0
LONG_S = 120.0
"""What takes longer to be there again is not counted by the minute."""
_NOTHING = 1e-9


class Bucket:
    """Fills at `per_minute` and holds one second's worth. It starts full. Times are the loop's, in seconds."""

    def __init__(self, per_minute: float) -> None:
        self._pace = 1.0
        self._at_s = self._level = self._rate = self._capacity = 0.0
        self.set(per_minute, 0.0)
        self._level = self._capacity

    def set(self, per_minute: float, now_s: float) -> None:
        """Change the rate; what is in the bucket stays."""
        self._fill(now_s)
        self.per_minute = per_minute
        self._rate = self._capacity = per_minute * USED / MINUTE_S
        self._level = min(self._level, self._capacity)

    def slow_down(self, pace: float, now_s: float) -> None:
        """Fill at this share of the rate, 0-1, until told otherwise."""
        self._fill(now_s)
        self._pace = pace

    def wait_s(self, cost: float, now_s: float) -> float:
        """Seconds until `cost` may be taken. What is larger than the bucket has to wait for a full one."""
        self._fill(now_s)
        lacking = min(cost, self._capacity) - self._level
        return lacking / (self._rate * self._pace) if lacking > _NOTHING * self._capacity else 0.0

    def take(self, cost: float, now_s: float) -> None:
        """Take `cost`; what is larger than the bucket borrows. A negative cost puts back."""
        self._fill(now_s)
        self._level = min(self._level - cost, self._capacity)

    def _fill(self, now_s: float) -> None:
        self._level = min(self._level + (now_s - self._at_s) * self._rate * self._pace, self._capacity)
        self._at_s = now_s


class Quota:
    """What may be used of a provider per minute.

    Args:
        rpm, tpm: requests and tokens per minute; None: not known, and not limited until an answer tells.
    """

    def __init__(self, rpm: float | None, tpm: float | None) -> None:
        self._set: dict[str, float | None] = {"requests": rpm, "tokens": tpm}
        self._most_left: dict[str, float] = {}
        self._buckets = {kind: Bucket(limit) for kind, limit in self._set.items() if limit is not None}

    @property
    def is_known(self) -> bool:
        """Whether requests or tokens are limited here."""
        return bool(self._buckets)

    def wait(self, tokens: float, now_s: float) -> tuple[str, float]:
        """What one request of so many tokens waits for, and the seconds until it may be sent."""
        waits = ((bucket.wait_s(self._cost(kind, tokens), now_s), kind) for kind, bucket in self._buckets.items())
        wait_s, kind = max(waits, default=(0.0, ""))
        return f"{kind} per minute", wait_s

    def least_s(self, requests: float, tokens: float) -> float:
        """Seconds that so many requests with so many tokens, all together, take at least; 0 where nothing is known."""
        used = {"requests": requests, "tokens": tokens}
        return max((used[kind] / bucket.per_minute * MINUTE_S for kind, bucket in self._buckets.items()), default=0.0)

    def take(self, tokens: float, now_s: float) -> None:
        """Reserve one request of so many tokens, at once from both."""
        for kind, bucket in self._buckets.items():
            bucket.take(self._cost(kind, tokens), now_s)

    def settle(self, reserved: float, used: float, now_s: float) -> None:
        """Put back the tokens that were reserved and not used, or take those that were used and not reserved."""
        if bucket := self._buckets.get("tokens"):
            bucket.take(used - reserved, now_s)

    def learn(self, limits: RateLimits, now_s: float) -> None:
        """Keep to what the provider says of its limits. Those that were set by hand are only ever lowered."""
        for kind, told in (("requests", limits.requests), ("tokens", limits.tokens)):
            if told:
                self._learn(kind, told, now_s)

    def _learn(self, kind: str, told: Allowance, now_s: float) -> None:
        by_hand = self._set[kind]
        bucket = self._buckets.get(kind)
        if (told.reset_s or 0.0) > LONG_S:  # a limit per day: its stock may be used at any pace
            if bucket and by_hand is None:
                del self._buckets[kind]
            return
        limit = min(told.limit, by_hand or told.limit)
        if bucket is None:
            bucket = self._buckets[kind] = Bucket(limit)
        elif bucket.per_minute != limit:
            bucket.set(limit, now_s)
        if told.remaining is not None:
            self._most_left[kind] = most = max(told.remaining, self._most_left.get(kind, 1.0))
            bucket.slow_down(min(1.0, max(LEAST, told.remaining / (LOW * most))), now_s)

    @staticmethod
    def _cost(kind: str, tokens: float) -> float:
        return 1.0 if kind == "requests" else tokens
