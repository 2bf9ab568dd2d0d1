"""From a pair to its analysis: attempts, waits between them, and one repair of invalid output."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from msgspec import Struct

from scoring.admission import Lane
from scoring.analyzers.base import Analyzer, Tokens
from scoring.errors import AnalysisError, InvalidOutput
from scoring.models import Pair
from scoring.profile import BlindProfile
from scoring.verdict import Verdict, publish


class RetryPolicy(Struct, frozen=True):
    """Full jitter: a wait of rand(0, min(cap, base * 2^n)) seconds before retry n, never below Retry-After.

    A provider that asks for more than `max_retry_after_s` is not waited for.
    """

    max_attempts: int = 5
    base_s: float = 0.5
    cap_s: float = 20.0
    max_retry_after_s: float = 60.0

    def delay_s(self, error: AnalysisError, attempts: int, rand: Callable[[], float]) -> float | None:
        """Seconds to wait before the next attempt, or None when there is to be none."""
        floor_s = error.retry_after_s or 0.0
        if not error.retryable or attempts >= self.max_attempts or floor_s > self.max_retry_after_s:
            return None
        return max(floor_s, rand() * min(self.cap_s, self.base_s * 2.0 ** (attempts - 1)))


class Clock(Struct, frozen=True):
    """Where time and chance come from; tests hand in their own."""

    monotonic: Callable[[], float]
    utc_now: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    rand: Callable[[], float] = random.random


class Assessment(Struct, frozen=True):
    """A pair's verdict and what it took."""

    verdict: Verdict
    tokens: Tokens
    prompt_hash: str
    seconds: float


class Attempts:
    """The attempts at one pair. `count`, and whether it is `calling` just now, may be read while it runs."""

    def __init__(self, pair: Pair, lane: Lane, analyzer: Analyzer, policy: RetryPolicy, clock: Clock) -> None:
        self.pair = pair
        self.count = 0
        self.calling = False
        self._last = False
        self._lane, self._analyzer, self._policy, self._clock = lane, analyzer, policy, clock
        self._correction: str | None = None

    def stop_after_call(self) -> None:
        """Make no attempt after the one that runs: `run` then ends as if cancelled, unless that one succeeds or is final."""
        self._last = True

    async def run(self, profile: BlindProfile, *, heading: Callable[[int], None]) -> Assessment:
        """Try until there is an analysis or nothing is left to try.

        Args:
            profile: the candidate's blind view.
            heading: told -1 when the pair is let in and +1 when it comes back; it counts as heading already.

        Raises:
            AnalysisError: the last attempt's error. Cancelling frees the place and closes the call.
        """
        while True:
            try:
                async with self._lane.lease(retry=self.count > 0):
                    heading(-1)
                    self.count += 1
                    return await self._attempt(profile)
            except AnalysisError as error:
                delay_s = self._after(error)
                if delay_s is None:
                    raise
                if self._last:
                    raise asyncio.CancelledError from error
            if delay_s:
                await self._clock.sleep(delay_s)
            heading(1)

    async def _attempt(self, profile: BlindProfile) -> Assessment:
        began = self._clock.monotonic()
        self.calling = True
        try:
            answer = await self._analyzer.analyze(self.pair, profile, correction=self._correction)
        finally:
            self.calling = False
        verdict = publish(answer.judgement, self.pair, profile, analyzed_at=self._clock.utc_now())
        return Assessment(verdict, answer.tokens, answer.prompt_hash, self._clock.monotonic() - began)

    def _after(self, error: AnalysisError) -> float | None:
        if isinstance(error, InvalidOutput) and self._correction is None:
            self._correction = str(error)
            return 0.0
        return self._policy.delay_s(error, self.count, self._clock.rand)
