"""The gate: every attempt at a provider, of all batches, retries and repairs included, takes a lease here.

A batch has a lane at the gate. `async with lane.lease(tokens) as lease` stands around one attempt, and `lease.settle` says
how it went. One dealer, alive only while somebody waits, takes a free place, waits for what stands in the way (the breaker,
the pause after refusals, requests and tokens per minute), and gives it to the lane whose turn it is. Nothing polls.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterator

from scoring.admission.breaker import Breaker
from scoring.admission.cooldown import Cooldown
from scoring.admission.lane import Lane, Lease
from scoring.admission.limit import AdaptiveLimit
from scoring.admission.places import Places
from scoring.admission.quota import Quota
from scoring.admission.retries import RetryBudget
from scoring.errors import AnalysisError, CallTimeout, ProviderFailure, RateLimited, Refused, Unauthorized
from scoring.ratelimits import RateLimits

START = 10
"""Calls that may be out at first, when nothing is known of the provider's limits."""
BULK_TURN = 10
CALM_S = 60.0
"""How long after a refusal or a failure no extra call is made."""

logger = logging.getLogger("scoring")


class Counts:
    """Calls so far, by how they ended, for metrics; what was admitted and is in none of the others is still out."""

    def __init__(self) -> None:
        self.admitted = self.answered = self.refused = self.failed = self.abandoned = 0


class Gate:
    """One provider's, for one key and model; a `Keeper`. It belongs to one event loop.

    `limit`, `in_flight` and `counts` may be read at any time.

    Args:
        ceiling: calls that may ever be out at a time, all lanes together.
        rpm, tpm: requests and tokens per minute; None: not known, unless answers tell.
        start: calls that may be out at first, as long as neither rpm nor tpm is known.
        name: who is at the other side, for messages.
    """

    def __init__(
        self,
        ceiling: int,
        *,
        rpm: float | None = None,
        tpm: float | None = None,
        start: int = START,
        name: str = "the provider",
    ) -> None:
        self.name = name
        self.in_flight = 0
        self.counts = Counts()
        self._quota = Quota(rpm, tpm)
        self._limit = AdaptiveLimit(ceiling, ceiling if self._quota.is_known else start)
        self._places = Places(self._limit.value)
        self._breaker, self._cooldown, self._retries = Breaker(), Cooldown(), RetryBudget()
        self._lanes: tuple[deque[Lane], deque[Lane]] = (deque(), deque())  # those with waiters: interactive, bulk
        self._troubled_until_s = 0.0
        self._lets_in = False  # a call has succeeded since the last trouble
        self._hopeless_wave = 0  # calls of waves before it are not made again
        self._trouble: AnalysisError = ProviderFailure()
        self._changed = asyncio.Event()
        self._obstacle: tuple[str, float | None] | None = None  # what the dealer waits for, and until when
        self._dealer: asyncio.Task[None] | None = None

    @property
    def limit(self) -> int:
        """Calls that may be out now."""
        return self._limit.value

    @property
    def holds_retries(self) -> bool:
        """Whether retries have to wait: too many calls have failed, and those that are out may tell more."""
        return self._retries.holds(self.in_flight)

    @property
    def is_trusted(self) -> bool:
        """Whether a call is worth making here when it could be made elsewhere."""
        return self._breaker.is_trusted(_now_s())

    @property
    def is_calm(self) -> bool:
        """Whether nothing stands in the way of an extra call: nobody waits, and there was no trouble lately."""
        now_s = _now_s()
        is_free = not self._anybody_waits() and self.in_flight < self.limit and not self._quota.wait(0.0, now_s)[1]
        return is_free and now_s >= self._troubled_until_s

    def least_s(self, calls: int, tokens: float) -> float:
        """Seconds that so many calls with so many tokens, all together, take at least at what is known per minute."""
        return self._quota.least_s(calls, tokens)

    def lane(self, *, bulk: bool = False, patient: bool = True) -> Lane:
        """A new batch's queue at this gate; see `Lane`."""
        return Lane(self, bulk=bulk, patient=patient)

    def waiting_for(self) -> str:
        """What those who wait here are waiting for, in words."""
        if self._obstacle is None:
            return f"a free place, {self.in_flight} of {self.limit} in use"
        what, until_s = self._obstacle
        return what if until_s is None else f"{what}, {max(0.0, until_s - _now_s()):.1f} s"

    # -- dealing -------------------------------------------------------------------------------------------

    def enlist(self, lane: Lane) -> None:
        """See `Keeper`."""
        lanes = self._lanes[lane.bulk]
        if lane.is_waiting and lane not in lanes:
            lanes.append(lane)
        self._changed.set()
        if self._dealer is None and lane.is_waiting:
            self._dealer = asyncio.create_task(self._deal(), name="gate-dealer")

    async def _deal(self) -> None:
        try:
            while self._anybody_waits():
                await self._places.take()
                granted = False
                try:
                    granted = await self._grant()
                finally:
                    if not granted:
                        self._places.give_back()
        finally:
            self._dealer = None

    async def _grant(self) -> bool:
        """Give a free place to whose turn it is, once nothing stands in the way; False when nobody waits any more."""
        while True:
            if lane := self._next_lane():
                what, wait_s = self._in_the_way(lane.head().tokens)
                if wait_s == 0.0:
                    self._admit(lane)
                    return True
            elif self._anybody_waits():
                what, wait_s = "calls that are out, before anything is retried", None
            else:
                return False
            await self._wait(what, wait_s)

    def _in_the_way(self, tokens: float) -> tuple[str, float | None]:
        """What a call of so many tokens waits for, and the seconds: 0 when it may go, None until something changes."""
        now_s = _now_s()
        wait_s = self._breaker.wait_s(now_s)
        if wait_s is None:
            return f"{self.name} to answer again, which one call tries now", None
        if wait_s:
            return f"{self.name} to answer again", wait_s
        if wait_s := self._cooldown.wait_s(now_s):
            return "the pause after a rate limit", wait_s
        return self._quota.wait(tokens, now_s)

    async def _wait(self, what: str, wait_s: float | None) -> None:
        self._obstacle = what, None if wait_s is None else _now_s() + wait_s
        self._changed.clear()
        try:
            async with asyncio.timeout(wait_s):
                await self._changed.wait()
        except TimeoutError:
            pass
        finally:
            self._obstacle = None

    def _admit(self, lane: Lane) -> None:
        waiter = lane.pop()
        self._lanes[lane.bulk].rotate(-1)  # the next lane's turn
        self.in_flight += 1
        self.counts.admitted += 1
        self._limit.admitted(self.in_flight)
        self._places.resize(self._limit.value)
        self._quota.take(waiter.tokens, _now_s())
        if probe := self._breaker.admitted():
            self._send_away(self._trouble, patient=False)  # who can go elsewhere does not wait for how it goes
        waiter.lease.set_result(Lease(self, lane, waiter, wave=self._cooldown.wave, probe=probe))

    def _next_lane(self) -> Lane | None:
        """Whose turn it is; None when all who wait have to wait for calls that are out.

        Interactive lanes come first, but for one turn in `BULK_TURN`: an endless row of small batches starves no large one.
        """
        for lanes in self._lanes if self.counts.admitted % BULK_TURN else reversed(self._lanes):
            for _ in range(len(lanes)):
                if not lanes[0].is_waiting:
                    lanes.popleft()
                elif lanes[0].may_go:
                    return lanes[0]
                else:
                    lanes.rotate(-1)
        return None

    def _all_lanes(self) -> Iterator[Lane]:
        for lanes in self._lanes:
            yield from lanes

    def _anybody_waits(self) -> bool:
        for lanes in self._lanes:
            for lane in lanes:  # a generator would cost more than the search
                if lane.is_waiting:
                    return True
        return False

    # -- what calls tell -----------------------------------------------------------------------------------

    def settle(
        self, lease: Lease, error: AnalysisError | None, tokens: int | None, limits: RateLimits | None
    ) -> AnalysisError | None:
        """See `Keeper`."""
        error = self._understood(error)
        if error is None:
            self._succeeded(lease)
        else:
            self._failed(lease, error)
        if tokens is not None:
            self._quota.settle(lease.tokens, tokens, _now_s())
        if limits:
            self._learn(limits)
        self._free()
        return error

    def abandon(self, lease: Lease) -> None:
        """See `Keeper`."""
        self.counts.abandoned += 1
        self._breaker.abandoned(probe=lease.probe)
        self._free()

    def _free(self) -> None:
        self._places.resize(self._limit.value)
        self.in_flight -= 1
        self._places.give_back()
        self._changed.set()

    def _learn(self, limits: RateLimits) -> None:
        was_known = self._quota.is_known
        self._quota.learn(limits, _now_s())
        if self._quota.is_known and not was_known:
            self._limit.open()

    def _understood(self, error: AnalysisError | None) -> AnalysisError | None:
        """The error; where others have just been let in, a door that is shut (403) is so for this request, once."""
        if not isinstance(error, Unauthorized) or not (error.of_request and self._lets_in):
            return error
        self._lets_in = False
        refused = Refused(str(error))
        refused.of_request = True
        return refused

    def _succeeded(self, lease: Lease) -> None:
        self._lets_in = True
        self._answered(lease)
        self._cooldown.succeeded(lease.wave)
        self._retries.succeeded()
        if lease.wave == self._cooldown.wave:
            self._limit.succeeded(self.in_flight, _now_s(), retry=lease.retry)

    def _answered(self, lease: Lease) -> None:
        self.counts.answered += 1
        self._works(lease)

    def _works(self, lease: Lease) -> None:
        if self._breaker.succeeded(probe=lease.probe):
            logger.info("%s answers again", self.name)

    def _failed(self, lease: Lease, error: AnalysisError) -> None:
        match error:
            case RateLimited():
                self._troubled_until_s = _now_s() + CALM_S
                self.counts.refused += 1
                self._works(lease)
                self._refused(lease, error)
                if error.slow_down:
                    self._limit.hold(_now_s())
            case _ if error.ends_batch or error.of_model:
                self.counts.failed += 1
                self._trouble, self._lets_in = error, False
                self._breaker.trip(_now_s())
                self._send_away(error)
            case ProviderFailure() | CallTimeout() if not error.of_request:
                self._let_down(lease, error)
            case _:  # the provider does its work; the pair is the trouble
                self._answered(lease)

    def _refused(self, lease: Lease, error: AnalysisError) -> None:
        limit, again = self.limit, self._cooldown.follows_another
        pause_s = self._cooldown.refused(lease.wave, _now_s())
        if pause_s is not None and again and self._cooldown.is_hopeless(error.retry_after_s or 0.0, _now_s()):
            self._hopeless_wave = self._cooldown.wave
            self._shut(error, "lets no calls through")
        elif pause_s is not None:
            self._limit.refused(again=again)
            logger.warning(
                "%s asks for fewer calls: none for %g s, then at most %d at a time (it was %d): %s",
                self.name, pause_s, self.limit, limit, error,
            )  # fmt: skip
        if lease.wave < self._hopeless_wave:
            error.retryable = False  # who came back with that wave would come back for ever

    def _shut(self, error: AnalysisError, why: str) -> None:
        logger.error("%s %s: %s", self.name, why, error)
        self._trouble = error
        self._breaker.trip(_now_s())
        self._send_away(error)

    def _let_down(self, lease: Lease, error: AnalysisError) -> None:
        self.counts.failed += 1
        self._trouble, self._troubled_until_s, self._lets_in = error, _now_s() + CALM_S, False
        self._limit.failed()
        self._retries.failed()
        match self._breaker.failed(error, _now_s(), probe=lease.probe):
            case "opened":
                logger.warning("%s fails most calls; from time to time one is tried: %s", self.name, error)
                self._send_away(error, patient=False)
            case "hopeless":
                logger.error("%s stays down: %s", self.name, error)
                self._send_away(error)

    def _send_away(self, cause: AnalysisError, *, patient: bool = True) -> None:
        for lane in list(self._all_lanes()):
            if patient or not lane.patient:
                lane.send_away(cause)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
