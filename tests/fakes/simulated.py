"""A provider without sockets: its calls take the event loop's time, which may be virtual.

It refuses (429) by requests and tokens per minute and by the calls it serves at a time, and it may be down for a while.
With the same seed and the same calls it does the same again.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Sequence

from msgspec import Struct

from scoring.errors import AnalysisError, ProviderFailure, RateLimited
from tests.fakes.quotas import Of, Quota, Steps, Told

REFUSAL_S = 0.05
"""Time in which a refusal or an error is answered, in seconds."""
WAVE_S = 1.0
"""Refusals with less than this between them are one wave."""


class Headers(Struct, frozen=True):
    """What an answer's headers say of the limits, as they stood when its call had been let through or refused."""

    requests: Told | None = None
    tokens: Told | None = None


class Reply(Struct, frozen=True):
    """A good answer: the tokens that it cost and what its headers say; None when the provider sends none."""

    tokens: int
    headers: Headers | None = None


class Latency(Struct, frozen=True):
    """Lognormal time of an answer in seconds.

    Args:
        mean_s, sigma: of the lognormal distribution.
        crowd: calls at a time that make it twice as long; None: it is the same for any number.
        warm_up_s, cold: until then, in seconds, it is so many times as long.
    """

    mean_s: float = 2.0
    sigma: float = 0.3
    crowd: float | None = None
    warm_up_s: float = 0.0
    cold: float = 1.0

    def draw_s(self, chance: random.Random) -> float:
        """The time of one answer of a warm provider that serves nobody else."""
        return chance.lognormvariate(math.log(self.mean_s) - self.sigma**2 / 2, self.sigma)

    def factor(self, now_s: float, serving: int) -> float:
        """By how much a call takes longer that begins now, with so many being served, itself among them."""
        crowded = 1 + (serving - 1) / self.crowd if self.crowd else 1.0
        return crowded * (self.cold if now_s < self.warm_up_s else 1.0)


class Outage(Struct, frozen=True):
    """Every call that comes from `from_s` until before `to_s` fails: with a 503, or because there is no connection."""

    from_s: float
    to_s: float
    connects: bool = True


class Behaviour(Struct, frozen=True, kw_only=True):
    """What a provider is like.

    Args:
        at_once: calls that it serves at a time; None: any number.
        headers: whether answers tell the limits, and refusals when to come again.
        failures_count: whether a refused or failed request counts as one of the minute's, as it does at real providers.
    """

    latency: Latency = Latency()
    at_once: Steps | None = None
    outage: Outage | None = None
    headers: bool = True
    failures_count: bool = True


class Counts:
    """What a provider saw. Times are in seconds since it began, in the order of the calls."""

    def __init__(self) -> None:
        self.arrived_s: list[float] = []
        self.admitted_s: list[float] = []
        self.latencies_s: list[float] = []
        self.tokens = self.refused = self.failed = self.waves = 0
        self.in_flight = self.serving = self.peak = 0
        self._refused_s = -math.inf

    @property
    def refused_share(self) -> float:
        """429s of all calls, 0-1."""
        return self.refused / len(self.arrived_s) if self.arrived_s else 0.0

    def refuse(self, now_s: float) -> None:
        """Count a 429."""
        self.refused += 1
        self.waves += now_s - self._refused_s >= WAVE_S
        self._refused_s = now_s


class SimulatedProvider:
    """Make it inside the loop whose time it keeps. `counts` may be read at any time."""

    def __init__(self, quotas: Sequence[Quota] = (), behaviour: Behaviour | None = None, *, seed: int = 1) -> None:
        self.quotas = tuple(quotas)
        self.behaviour = behaviour or Behaviour()
        self.counts = Counts()
        self._chance = random.Random(seed)
        self._loop = asyncio.get_running_loop()
        self._began_s = self._loop.time()

    def now_s(self) -> float:
        """Seconds since the provider began."""
        return self._loop.time() - self._began_s

    async def call(self, tokens: int) -> Reply:
        """One attempt of so many tokens, prompt and answer together. They count when it is let through.

        Raises:
            RateLimited: with `retry_after_s` if the provider sends headers and a limit per minute was reached.
            ProviderFailure: the provider is down.
            ValueError: the call is larger than a bucket.
        """
        counts = self.counts
        counts.arrived_s.append(self.now_s())
        counts.in_flight += 1
        try:
            if (error := self._turn_away(tokens)) is not None:
                await asyncio.sleep(REFUSAL_S)
                raise error
            return await self._serve(tokens)
        finally:
            counts.in_flight -= 1

    def headers(self) -> Headers | None:
        """What an answer given now would say of the limits."""
        if not self.behaviour.headers:
            return None
        told: dict[Of, Told] = {quota.of: quota.told(self.now_s()) for quota in self.quotas}
        return Headers(told.get("requests"), told.get("tokens"))

    async def _serve(self, tokens: int) -> Reply:
        counts, now_s = self.counts, self.now_s()
        for quota in self.quotas:
            quota.take(_cost(quota, tokens), now_s)
        counts.tokens += tokens
        counts.serving += 1
        counts.peak = max(counts.peak, counts.serving)
        counts.admitted_s.append(now_s)
        latency = self.behaviour.latency
        counts.latencies_s.append(latency.draw_s(self._chance) * latency.factor(now_s, counts.serving))
        reply = Reply(tokens, self.headers())
        try:
            await asyncio.sleep(counts.latencies_s[-1])
        finally:
            counts.serving -= 1
        return reply

    def _turn_away(self, tokens: int) -> AnalysisError | None:
        now_s = self.now_s()
        outage, at_once = self.behaviour.outage, self.behaviour.at_once
        if outage and outage.from_s <= now_s < outage.to_s:
            return self._fail(outage, now_s)
        crowded = at_once is not None and self.counts.serving >= at_once.at(now_s)
        if not crowded and self._wait_s(tokens, now_s) == 0.0:
            return None
        self.counts.refuse(now_s)
        self._count_failure(now_s)
        return Throttled(self._wait_s(tokens, now_s) or None, self.headers())

    def _wait_s(self, tokens: int, now_s: float) -> float:
        return max((quota.wait_s(_cost(quota, tokens), now_s) for quota in self.quotas), default=0.0)

    def _fail(self, outage: Outage, now_s: float) -> AnalysisError:
        self.counts.failed += 1
        if not outage.connects:
            return ProviderFailure("The provider could not be reached.", retryable=True)
        self._count_failure(now_s)
        return ProviderFailure("The provider answered 503: down.", retryable=True)

    def _count_failure(self, now_s: float) -> None:
        if self.behaviour.failures_count:
            for quota in self.quotas:
                if quota.of == "requests":
                    quota.take(1.0, now_s)


class Throttled(RateLimited):
    """The provider answered 429. `headers` is what it told of its limits."""

    def __init__(self, wait_s: float | None, headers: Headers | None) -> None:
        super().__init__("The provider answered 429: slow down.", retryable=True, retry_after_s=wait_s if headers else None)
        self.headers = headers


def _cost(quota: Quota, tokens: int) -> float:
    return 1.0 if quota.of == "requests" else tokens
