"""How others let calls out, rebuilt from what their libraries do, to be measured in a provider's virtual time.

A call is lost when its caller gets an error. Each policy keeps to the ceiling, and to what it can be told of the limits.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Protocol, TypeVar

from msgspec import Struct

from scoring.errors import AnalysisError
from tests.fakes.quotas import MINUTE_S
from tests.fakes.simulated import SimulatedProvider

TENACITY_ATTEMPTS = 6
"""Of OpenAI's cookbook, whose wait is at least 1 and at most 60 s."""
SDK_ATTEMPTS = 3
"""The first and `max_retries` more, of the openai package's default."""
SDK_BASE_S, SDK_CAP_S, SDK_RETRY_AFTER_S = 0.5, 8.0, 120.0
"""The openai package's; it waits for as long as it is told to, up to the last of these, and does not retry above it."""
POLL_S = 0.1
"""How often LangChain's limiter looks."""


_T = TypeVar("_T")


class Call(Struct, frozen=True):
    """What one call takes, in tokens."""

    prompt_tokens: int
    answer_tokens: int

    @property
    def tokens(self) -> int:
        """Both together."""
        return self.prompt_tokens + self.answer_tokens


class Known(Struct, frozen=True):
    """What a policy is told: calls at a time, and requests and tokens per minute, or None."""

    ceiling: int
    rpm: float | None = None
    tpm: float | None = None


class Report(Struct, frozen=True):
    """How a run went: seconds until the last outcome, and calls that ended with an error."""

    makespan_s: float
    lost: int


class Policy(Protocol):
    """A way to make many calls."""

    async def run(self, calls: Sequence[Call], provider: SimulatedProvider) -> Report:
        """Make them all."""


class Naive:
    """A semaphore, and tenacity around the call: `wait_random_exponential(min=1, max=60)`, six attempts, in its place."""

    def __init__(self, known: Known, chance: random.Random) -> None:
        self._places = asyncio.Semaphore(known.ceiling)
        self._chance = chance

    async def run(self, calls: Sequence[Call], provider: SimulatedProvider) -> Report:
        """See Policy."""

        async def one(call: Call) -> None:
            async with self._places:
                await persist(lambda: provider.call(call.tokens), self._pause_s, TENACITY_ATTEMPTS)

        return await run_each(calls, one)

    def _pause_s(self, error: AnalysisError, attempt: int) -> float:
        return self._chance.uniform(1.0, min(2.0 ** (attempt - 1), 60.0))


class FullMinute:
    """Token buckets that hold a full minute; retries give their place back, have full jitter, and heed Retry-After."""

    def __init__(self, known: Known, chance: random.Random) -> None:
        self._places = asyncio.Semaphore(known.ceiling)
        self._requests, self._tokens = MinuteBucket(known.rpm), MinuteBucket(known.tpm)
        self._chance = chance

    async def run(self, calls: Sequence[Call], provider: SimulatedProvider) -> Report:
        """See Policy."""

        async def attempt(call: Call) -> None:
            async with self._places:
                await self._requests.take(1)
                await self._tokens.take(call.tokens)
                await provider.call(call.tokens)

        return await run_each(calls, lambda call: persist(lambda: attempt(call), self._pause_s, TENACITY_ATTEMPTS))

    def _pause_s(self, error: AnalysisError, attempt: int) -> float:
        return max(error.retry_after_s or 0.0, self._chance.uniform(0.0, min(0.5 * 2.0 ** (attempt - 1), 20.0)))


class OpenAISDK:
    """A semaphore, and the openai package with its own retries, which keep the place."""

    def __init__(self, known: Known, chance: random.Random) -> None:
        self._places = asyncio.Semaphore(known.ceiling)
        self._chance = chance

    async def run(self, calls: Sequence[Call], provider: SimulatedProvider) -> Report:
        """See Policy."""

        async def one(call: Call) -> None:
            async with self._places:
                await self._call(call, provider)

        return await run_each(calls, one)

    async def _call(self, call: Call, provider: SimulatedProvider) -> None:
        await persist(lambda: provider.call(call.tokens), self._pause_s, SDK_ATTEMPTS)

    def _pause_s(self, error: AnalysisError, attempt: int) -> float | None:
        told_s = error.retry_after_s or 0.0
        if told_s > SDK_RETRY_AFTER_S:
            return None
        return told_s or min(SDK_BASE_S * 2.0 ** (attempt - 1), SDK_CAP_S) * (1 - 0.25 * self._chance.random())


class LangChain(OpenAISDK):
    """`abatch_as_completed` with `max_concurrency`, over ChatOpenAI with an `InMemoryRateLimiter` where requests are known.

    The limiter is asked once a call, not again for the SDK's retries.
    """

    def __init__(self, known: Known, chance: random.Random) -> None:
        super().__init__(known, chance)
        self._limiter = PollingLimiter(known.rpm / MINUTE_S) if known.rpm else None

    async def _call(self, call: Call, provider: SimulatedProvider) -> None:
        if self._limiter:
            await self._limiter.acquire()
        await super()._call(call, provider)


class MinuteBucket:
    """Holds what comes in a minute and is full at first; whoever comes first is served first. None: there is no limit."""

    def __init__(self, per_minute: float | None) -> None:
        self._per_minute = per_minute
        self._level = per_minute or 0.0
        self._at_s = 0.0
        self._turn = asyncio.Lock()

    async def take(self, cost: float) -> None:
        """Wait until there is so much, and take it."""
        if self._per_minute is None:
            return
        async with self._turn:
            self._fill(self._per_minute)
            if self._level < cost:
                await asyncio.sleep((cost - self._level) * MINUTE_S / self._per_minute)
                self._fill(self._per_minute)
            self._level -= cost

    def _fill(self, per_minute: float) -> None:
        now_s = asyncio.get_running_loop().time()
        self._level = min(per_minute, self._level + (now_s - self._at_s) * per_minute / MINUTE_S)
        self._at_s = now_s


class PollingLimiter:
    """LangChain's `InMemoryRateLimiter` with its defaults: it holds one request, begins empty, and each waiter polls it."""

    def __init__(self, per_second: float) -> None:
        self._per_second = per_second
        self._available = 0.0
        self._filled_s: float | None = None

    async def acquire(self) -> None:
        """Wait until a look finds a request there."""
        while not self._look():
            await asyncio.sleep(POLL_S)

    def _look(self) -> bool:
        now_s = asyncio.get_running_loop().time()
        gained = (now_s - (now_s if self._filled_s is None else self._filled_s)) * self._per_second
        if self._filled_s is None or gained >= 1:
            self._available, self._filled_s = min(1.0, self._available + gained), now_s
        if self._available < 1:
            return False
        self._available -= 1
        return True


async def persist(
    attempt: Callable[[], Awaitable[object]], pause_s: Callable[[AnalysisError, int], float | None], most: int
) -> None:
    """Attempt up to `most` times, with a pause after each failure; no pause (None): give up.

    Raises:
        AnalysisError: of the last attempt.
    """
    for number in count(1):
        try:
            await attempt()
        except AnalysisError as error:
            wait_s = pause_s(error, number) if error.retryable and number < most else None
            if wait_s is None:
                raise
        else:
            return
        await asyncio.sleep(wait_s)


async def run_each(calls: Sequence[_T], one: Callable[[_T], Awaitable[None]]) -> Report:
    """Start one for each of them, all at once, and wait for the last."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    outcomes = await asyncio.gather(*(one(call) for call in calls), return_exceptions=True)
    for outcome in outcomes:
        if outcome is not None and not isinstance(outcome, AnalysisError):
            raise outcome
    return Report(loop.time() - began_s, sum(1 for outcome in outcomes if outcome is not None))
