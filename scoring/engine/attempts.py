"""From a pair to its analysis: attempts, waits between them, one repair of invalid output, and other providers."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from scoring.admission import GateShut, Lease
from scoring.admission.cooldown import MAX_RETRY_AFTER_S
from scoring.analyzers.base import Analyzer, Answer
from scoring.claims.verdict import Verdict, publish
from scoring.engine.budget import Budget, Reservation
from scoring.engine.hedging import first_of
from scoring.engine.ways import Way
from scoring.errors import AnalysisError, CallTimeout, InvalidOutput, ProviderFailure, RateLimited
from scoring.events import Spread
from scoring.models import Pair
from scoring.prices import Tokens, cost_usd, total_usd
from scoring.profile import BlindProfile

_ELSEWHERE = (ProviderFailure, CallTimeout, RateLimited)
"""What another provider may not answer with."""

logger = logging.getLogger("scoring")


class RetryPolicy(Struct, frozen=True):
    """Full jitter: a wait of rand(0, min(cap, base * 2^n)) seconds before retry n, never below Retry-After.

    A provider that asks for more than `max_retry_after_s` is not waited for. Calls turned away for a rate limit are no
    failures: the gate ends them when there is no use in going on, which it sees after as long a time at most.
    """

    max_failures: int = 5
    base_s: float = 0.5
    cap_s: float = 20.0
    max_retry_after_s: float = MAX_RETRY_AFTER_S

    def delay_s(self, error: AnalysisError, attempts: int, failures: int, rand: Callable[[], float]) -> float | None:
        """Seconds to wait before the next attempt, or None when there is to be none.

        Args:
            attempts: so far, 1 or more.
            failures: those of them that were not turned away for a rate limit.
        """
        floor_s = error.retry_after_s or 0.0
        if not error.retryable or failures >= self.max_failures or floor_s > self.max_retry_after_s:
            return None
        return max(floor_s, rand() * min(self.cap_s, self.base_s * 2.0 ** min(attempts - 1, 16)))


class Clock(Struct, frozen=True):
    """Where time and chance come from; tests hand in their own."""

    monotonic: Callable[[], float]
    utc_now: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    rand: Callable[[], float] = random.random


class Assessment(Struct, frozen=True):
    """A pair's verdict, who gave it, and what it took: tokens and USD of all attempts, seconds of the last.

    A cost is None when it is not known. `last_tokens` and `last_usd` are those of the last attempt alone, and
    `last_bound_usd` what that one could have cost at most; `provider` is the host that answered. `spread` is that of a pair
    that was scored several times, and `is_whole` whether all of what was asked for came, and from one model.
    """

    verdict: Verdict
    analyzer: Analyzer
    tokens: Tokens
    cost_usd: float | None
    prompt_hash: str
    seconds: float
    provider: str = ""
    last_tokens: Tokens = Tokens()
    last_usd: float | None = None
    last_bound_usd: float = 0.0
    spread: Spread | None = None
    is_whole: bool = True


class Attempts:
    """The attempts at one pair.

    `count`, their `tokens` and `cost_usd` (None: not known), the last `error`, the `assessment` once there is one, and
    whether it is `calling` just now, may be read while it runs.

    Args:
        ways: in the order of preference; the next one is taken while the gate of one lets nobody in.
        budget: the batch's, out of which each attempt is paid.
    """

    def __init__(self, pair: Pair, ways: Sequence[Way], budget: Budget, policy: RetryPolicy, clock: Clock) -> None:
        self.pair = pair
        self.count = 0
        self.tokens = Tokens()
        self.cost_usd: float | None = 0.0
        self.error: AnalysisError | None = None
        self.assessment: Assessment | None = None
        self._out = 0
        self._failures = 0
        self._first = 0  # the ways before it have failed for good
        self._last = False
        self._ways, self._budget, self._policy, self._clock = ways, budget, policy, clock
        self._correction: str | None = None

    @property
    def calling(self) -> bool:
        """Whether a call is out."""
        return self._out > 0

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
            GateShut: the last way's gate lets nobody in any more.
            BudgetExhausted: the next attempt cannot be paid. The pair still counts as heading.
        """
        while True:
            way = self._way()
            try:
                return await self._attempt(way, profile, heading)
            except GateShut:
                if way is self._ways[-1]:
                    raise
                continue
            except AnalysisError as error:
                self.error = error
                delay_s = self._after(error, way)
                if delay_s is None:
                    raise
                if self._last:
                    raise asyncio.CancelledError from error
            if delay_s:
                await self._clock.sleep(delay_s)
            heading(1)

    def _way(self) -> Way:
        return next((way for way in self._ways[self._first : -1] if way.lane.is_trusted), self._ways[-1])

    async def _attempt(self, way: Way, profile: BlindProfile, heading: Callable[[int], None]) -> Assessment:
        size_bytes, retry = way.analyzer.size_bytes(self.pair, profile), self.count > 0
        bound_usd = way.bound_usd(size_bytes)
        # Money first: a pair that waits for it must not hold a place.
        async with (
            self._budget.reserve(bound_usd, retry=retry) as money,
            way.lane.lease(way.estimate.tokens(size_bytes), retry=retry) as lease,
        ):
            await money.go_out()
            heading(-1)
            self.count += 1
            began_s = self._clock.monotonic()
            if way.tail.is_off:
                answer = await self._call(way, profile, lease, money)
            else:
                answer = await self._call_hedged(way, profile, lease, money, size_bytes)
            seconds = self._clock.monotonic() - began_s
        way.estimate.learn(size_bytes, answer.tokens)
        way.estimate.learn_time(seconds)
        way.tail.learn(answer.tokens.output, seconds)
        now = self._clock.utc_now()
        verdict = publish(answer.judgement, self.pair, profile, analyzed_at=now, by_rubric=answer.by_rubric)
        self.assessment = Assessment(
            verdict=verdict,
            analyzer=way.analyzer,
            tokens=self.tokens,
            cost_usd=self.cost_usd,
            prompt_hash=answer.prompt_hash,
            seconds=seconds,
            provider=way.provider,
            last_tokens=answer.tokens,
            last_usd=cost_usd(way.price, answer.tokens),
            last_bound_usd=bound_usd,
        )
        return self.assessment

    async def _call_hedged(
        self, way: Way, profile: BlindProfile, lease: Lease, money: Reservation, size_bytes: int
    ) -> Answer:
        expected = way.estimate.expected(size_bytes)
        after_s = way.tail.begins_s(expected.output)
        if after_s is None:
            return await self._call(way, profile, lease, money)

        def may() -> bool:
            return way.lane.is_calm and self._budget.can_pay(money.amount_usd) and way.tail.take()

        async def again() -> Answer:
            async with (
                self._budget.reserve(money.amount_usd, retry=True) as more,
                way.lane.lease(expected.input + expected.output, retry=True) as second,
            ):
                await more.go_out()
                self.count += 1
                logger.info("A call for candidate %s takes long and is made again", self.pair.candidate.candidateId)
                return await self._call(way, profile, second, more)

        return await first_of(lambda: self._call(way, profile, lease, money), again, after_s, may)

    async def _call(self, way: Way, profile: BlindProfile, lease: Lease, money: Reservation) -> Answer:
        self._out += 1
        try:
            answer = await way.analyzer.analyze(self.pair, profile, correction=self._correction)
        except AnalysisError as error:
            understood = lease.settle(error, limits=error.limits)
            if error.may_be_billed:
                self._bill_untold(way, profile, money)
            elif error.tokens != Tokens():
                self._bill(error.tokens, cost_usd(way.price, error.tokens), money)
            if understood is not None and understood is not error:
                raise understood from error
            raise
        except asyncio.CancelledError:
            self._bill_untold(way, profile, money)  # it was on its way
            raise
        finally:
            self._out -= 1
        used = answer.tokens.input + answer.tokens.output
        lease.settle(tokens=used or None, limits=answer.limits)  # some providers do not tell
        self._bill(answer.tokens, cost_usd(way.price, answer.tokens), money)
        return answer

    def _bill(self, tokens: Tokens, cost_usd: float | None, money: Reservation) -> None:
        money.settle(cost_usd)
        self.tokens += tokens
        self.cost_usd = total_usd(self.cost_usd, cost_usd)

    def _bill_untold(self, way: Way, profile: BlindProfile, money: Reservation) -> None:
        """Count a call that may be billed, and nobody says at how much: at what is expected, to the budget at its most."""
        expected = way.estimate.expected(way.analyzer.size_bytes(self.pair, profile))
        self._bill(expected, cost_usd(way.price, expected), money)
        money.settle(None)

    def _after(self, error: AnalysisError, way: Way) -> float | None:
        """Seconds to wait before the next attempt, or None when there is to be none."""
        if isinstance(error, InvalidOutput) and self._correction is None:
            self._correction = str(error)
            return 0.0
        if (error.ends_batch or error.of_model) and way is not self._ways[-1]:
            return 0.0  # its gate lets nobody in for a while
        self._failures += not isinstance(error, RateLimited)
        delay_s = self._policy.delay_s(error, self.count, self._failures, self._clock.rand)
        if delay_s is None and isinstance(error, _ELSEWHERE) and way is not self._ways[-1]:
            self._first, self._failures = self._ways.index(way) + 1, 0
            return 0.0
        return delay_s
