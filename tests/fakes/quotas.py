"""How real providers count a minute: as a bucket that fills, a window that slides, or one that begins anew.

Times are in seconds since the provider began; a limit is per minute and may change at set times.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import Literal, Protocol

from msgspec import Struct

Of = Literal["requests", "tokens"]
MINUTE_S = 60.0
_A_TOUCH = 1e-6
"""Timers are rounded: who comes so many seconds early, or lacks so little, is on time."""


class Told(Struct, frozen=True):
    """What an answer's headers say of one limit: per minute, left now, and seconds until all of it is there again."""

    limit: float
    remaining: float
    reset_s: float


class Steps(Struct, frozen=True):
    """A number that is `first`, and from each of `changes` (at_s, number) on another. The last of them is not 0."""

    first: float
    changes: tuple[tuple[float, float], ...] = ()

    def at(self, now_s: float) -> float:
        """What it is now."""
        return [self.first, *(number for at_s, number in self.changes if at_s <= now_s + _A_TOUCH)][-1]

    def minutes(self, until_s: float) -> float:
        """Its sum over the minutes from the beginning until then: what a rate of so many per minute gave."""
        total, since_s, number = 0.0, 0.0, self.first
        for at_s, following in self.changes:
            if at_s >= until_s:
                break
            total, since_s, number = total + number * (at_s - since_s) / MINUTE_S, at_s, following
        return total + number * (until_s - since_s) / MINUTE_S

    def seconds(self, total: float) -> float:
        """When that sum is reached: the inverse of `minutes`."""
        if total <= 0:
            return 0.0
        last_s = 0.0
        for at_s, _ in self.changes:
            if self.minutes(at_s) >= total:
                break
            last_s = at_s
        return last_s + (total - self.minutes(last_s)) * MINUTE_S / self.at(last_s)


class Quota(Protocol):
    """A limit of requests or of tokens per minute. `burst` is what it gives at once."""

    of: Of
    rate: Steps
    burst: float

    def wait_s(self, cost: float, now_s: float) -> float:
        """Seconds until `cost` would be let through if nobody else came; 0: now."""

    def take(self, cost: float, now_s: float) -> None:
        """Count it, also when there is not so much left."""

    def told(self, now_s: float) -> Told:
        """What headers say."""


class _Level:
    """What is in a bucket that fills at a rate and holds what comes in `hold_s`. It starts full and is never below 0."""

    def __init__(self, rate: Steps, hold_s: float) -> None:
        self._rate, self._hold_s = rate, hold_s
        self._level, self._at_s = self.capacity(0.0), 0.0

    def capacity(self, now_s: float) -> float:
        return self._rate.at(now_s) * self._hold_s / MINUTE_S

    def at(self, now_s: float) -> float:
        gained = self._rate.minutes(now_s) - self._rate.minutes(self._at_s)
        self._level = min(self._level + gained, self.capacity(now_s))
        self._at_s = now_s
        return self._level

    def take(self, cost: float, now_s: float) -> None:
        self._level = max(0.0, self.at(now_s) - cost)


class Bucket:
    """Fills all the time and holds what comes in `hold_s`.

    Headers tell of a bucket that holds `told_s`: a provider may enforce a limit by the second and still tell of the minute.
    """

    def __init__(self, of: Of, rate: Steps, *, hold_s: float = MINUTE_S, told_s: float = MINUTE_S) -> None:
        self.of, self.rate = of, rate
        self._held, self._told = _Level(rate, hold_s), _Level(rate, told_s)
        self.burst = self._held.capacity(0.0)

    def wait_s(self, cost: float, now_s: float) -> float:
        """See Quota. More than it can hold would never be let through.

        Raises:
            ValueError: it is more than that.
        """
        capacity = self._held.capacity(now_s)
        if cost > capacity:
            raise ValueError(f"A bucket for {capacity:g} {self.of} was asked for {cost:g} at once.")
        lacking = cost - self._held.at(now_s)
        return lacking * MINUTE_S / self.rate.at(now_s) if lacking > _A_TOUCH * capacity else 0.0

    def take(self, cost: float, now_s: float) -> None:
        """See Quota."""
        self._held.take(cost, now_s)
        self._told.take(cost, now_s)

    def told(self, now_s: float) -> Told:
        """See Quota. Real headers give whole numbers."""
        level, rate = self._told.at(now_s), self.rate.at(now_s)
        return Told(rate, math.floor(level + _A_TOUCH), (self._told.capacity(now_s) - level) * MINUTE_S / rate)


class SlidingWindow:
    """At most the limit in any 60 s."""

    def __init__(self, of: Of, rate: Steps) -> None:
        self.of, self.rate, self.burst = of, rate, rate.first
        self._taken: list[tuple[float, float]] = []  # all that was ever taken with this, and when; in their order
        self._first = 0  # of those that count still
        self._forgotten = 0.0

    def wait_s(self, cost: float, now_s: float) -> float:
        """See Quota."""
        self._forget(now_s)
        over = self._sum() + cost - self.rate.at(now_s)
        if over <= 0:
            return 0.0
        last = bisect_left(self._taken, (self._forgotten + over,), lo=self._first)
        return self._taken[last][1] + MINUTE_S - now_s if last < len(self._taken) else MINUTE_S

    def take(self, cost: float, now_s: float) -> None:
        """See Quota."""
        self._forget(now_s)
        self._taken.append((self._forgotten + self._sum() + cost, now_s))

    def told(self, now_s: float) -> Told:
        """See Quota."""
        self._forget(now_s)
        limit, total = self.rate.at(now_s), self._sum()
        reset_s = self._taken[-1][1] + MINUTE_S - now_s if total else 0.0
        return Told(limit, max(0.0, limit - total), reset_s)

    def _sum(self) -> float:
        return self._taken[-1][0] - self._forgotten if self._taken else 0.0

    def _forget(self, now_s: float) -> None:
        while self._first < len(self._taken) and self._taken[self._first][1] + MINUTE_S <= now_s + _A_TOUCH:
            self._forgotten = self._taken[self._first][0]
            self._first += 1


class FixedWindow:
    """The limit, anew at each full minute."""

    def __init__(self, of: Of, rate: Steps) -> None:
        self.of, self.rate, self.burst = of, rate, rate.first
        self._window, self._sum = 0, 0.0

    def wait_s(self, cost: float, now_s: float) -> float:
        """See Quota."""
        self._turn(now_s)
        return 0.0 if self._sum + cost <= self.rate.at(now_s) else self._left_s(now_s)

    def take(self, cost: float, now_s: float) -> None:
        """See Quota."""
        self._turn(now_s)
        self._sum += cost

    def told(self, now_s: float) -> Told:
        """See Quota."""
        self._turn(now_s)
        limit = self.rate.at(now_s)
        return Told(limit, max(0.0, limit - self._sum), self._left_s(now_s))

    def _left_s(self, now_s: float) -> float:
        return (self._window + 1) * MINUTE_S - now_s

    def _turn(self, now_s: float) -> None:
        window = int((now_s + _A_TOUCH) // MINUTE_S)
        if window != self._window:
            self._window, self._sum = window, 0.0
