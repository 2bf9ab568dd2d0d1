"""A batch's queue at a gate, and what stands around each of its attempts."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Protocol

from scoring.errors import AnalysisError, InvalidOutput, ProviderFailure, ScoringError
from scoring.ratelimits import RateLimits

STREAK = 20
"""So many calls of a batch in a row that are answered to no use, before any other, show that all would be."""

logger = logging.getLogger("scoring")


class GateShut(ScoringError):
    """Waiting is of no use: the provider refuses the key, its quota is used up, or it stays down.

    Args:
        cause: the error of the call that showed it.
    """

    def __init__(self, cause: AnalysisError) -> None:
        self.cause = cause
        super().__init__(str(cause))


class Streak:
    """A batch's calls in a row that were answered to no use: requests that are not taken, or answers that are invalid.

    `end`: the error of the last of `STREAK` of a kind, if they were so many and none was of use before them; else None.
    """

    def __init__(self) -> None:
        self.end: AnalysisError | None = None
        self._length = 0
        self._code, self._is_over = "", False

    def note(self, error: AnalysisError | None) -> None:
        """Count how a call went. What says nothing of requests and answers, such as a time-out, is left out."""
        if error is None:
            self._is_over = True
        elif isinstance(error, InvalidOutput) or (isinstance(error, ProviderFailure) and error.of_request):
            self._length = self._length + 1 if error.code == self._code else 1
            self._code = error.code
            self.end = error if self._length >= STREAK and not self._is_over else None
        elif error.of_request:
            self._length = 0  # this one pair is refused, or too long


class Keeper(Protocol):
    """The gate, as its lanes and leases know it."""

    @property
    def holds_retries(self) -> bool:
        """Whether retries have to wait."""

    @property
    def is_trusted(self) -> bool:
        """Whether a call is worth making here when it could be made elsewhere."""

    @property
    def is_calm(self) -> bool:
        """Whether nothing stands in the way of an extra call: no refusals or failures lately, and free places and quota."""

    def waiting_for(self) -> str:
        """What those who wait here are waiting for, in words."""

    def enlist(self, lane: Lane) -> None:
        """Look at a lane that has changed."""

    def settle(
        self, lease: Lease, error: AnalysisError | None, tokens: int | None, limits: RateLimits | None
    ) -> AnalysisError | None:
        """Take a lease back; see `Lease.settle`."""

    def abandon(self, lease: Lease) -> None:
        """Take back a lease whose call was cancelled."""


class Waiter:
    """One attempt that wants a place. `lease` is done when it has one, is sent away, or does not want it any more."""

    __slots__ = ("lease", "retry", "tokens")

    def __init__(self, tokens: float, *, retry: bool) -> None:
        self.lease: asyncio.Future[Lease] = asyncio.get_running_loop().create_future()
        self.tokens, self.retry = tokens, retry


class Lease:
    """One place, and what was reserved with it.

    `wave`: the waves of refusals there were before it; `probe`: the breaker looks at how it goes.
    """

    __slots__ = ("_keeper", "_lane", "_settled", "probe", "retry", "tokens", "wave")

    def __init__(self, keeper: Keeper, lane: Lane, waiter: Waiter, *, wave: int, probe: bool) -> None:
        self._keeper, self._lane, self._settled = keeper, lane, False
        self.tokens, self.retry = waiter.tokens, waiter.retry
        self.wave, self.probe = wave, probe

    def settle(
        self, error: AnalysisError | None = None, *, tokens: int | None = None, limits: RateLimits | None = None
    ) -> AnalysisError | None:
        """Give the place back and say how the call went, exactly once; returns the error as it is to be understood.

        Args:
            error: None when there was an answer.
            tokens: what the call really used; None: as much as was reserved.
            limits: what the answer's headers told.

        Raises:
            RuntimeError: it was settled before.
        """
        if self._settled:
            raise RuntimeError("A lease is settled only once.")
        self._settled = True
        understood = self._keeper.settle(self, error, tokens, limits)
        self._lane.note(understood)
        return understood

    def abandon(self) -> None:
        """Give the place back if that has not been done: the call was cancelled, and nothing is known of it."""
        if not self._settled:
            self._settled = True
            self._keeper.abandon(self)


class Entry:
    """`async with` around one attempt. A class, for a generator would take ten times as long, and each attempt has one."""

    __slots__ = ("_lane", "_lease", "_retry", "_tokens")

    def __init__(self, lane: Lane, tokens: float, *, retry: bool) -> None:
        self._lane, self._tokens, self._retry = lane, tokens, retry

    async def __aenter__(self) -> Lease:
        self._lease = await self._lane.enter(Waiter(self._tokens, retry=self._retry))
        self._lane.in_flight += 1
        return self._lease

    async def __aexit__(self, *_: object) -> None:
        self._lane.in_flight -= 1
        self._lease.abandon()


class Lane:
    """One batch's queue, first come first served; a retry goes to its front, once the budget of retries allows any.

    `in_flight`: how many of the gate's places the batch has.

    Args:
        bulk: it comes after all lanes that are not.
        patient: who waits here waits for the end of an outage, too; otherwise it is sent away when one begins.
    """

    def __init__(self, keeper: Keeper, *, bulk: bool, patient: bool) -> None:
        self.bulk, self.patient = bulk, patient
        self.in_flight = 0
        self._keeper = keeper
        self._held = False
        self._streak = Streak()
        self._fresh: deque[Waiter] = deque()
        self._retries: deque[Waiter] = deque()

    @property
    def is_trusted(self) -> bool:
        """Whether a call is worth making here when it could be made elsewhere."""
        return self._streak.end is None and self._keeper.is_trusted

    @property
    def is_calm(self) -> bool:
        """Whether nothing stands in the way of an extra call."""
        return self._keeper.is_calm

    @property
    def is_waiting(self) -> bool:
        """Whether anybody waits here who may be let in."""
        for waiters in (self._retries, self._fresh):
            while waiters and waiters[0].lease.done():
                waiters.popleft()  # cancelled
        return not self._held and bool(self._retries or self._fresh)

    @property
    def may_go(self) -> bool:
        """Whether the next one's turn may come."""
        return bool(self._fresh) or not self._keeper.holds_retries

    def head(self) -> Waiter:
        """Whose turn is next."""
        return self._queue()[0]

    def pop(self) -> Waiter:
        """Take it out."""
        return self._queue().popleft()

    def waiting_for(self) -> str | None:
        """What the next one waits for, in words; None when nobody waits."""
        return self._keeper.waiting_for() if self.is_waiting else None

    def hold(self) -> None:
        """Let nobody in until `let_go`; who is in stays."""
        self._held = True
        self._keeper.enlist(self)

    def let_go(self) -> None:
        """Let in again."""
        self._held = False
        self._keeper.enlist(self)

    def send_away(self, cause: AnalysisError) -> None:
        """End all waiting here with `GateShut`."""
        for waiter in (*self._retries, *self._fresh):
            if not waiter.lease.done():
                waiter.lease.set_exception(GateShut(cause))

    def note(self, error: AnalysisError | None) -> None:
        """Take in how one of its calls went; when none of them is of any use, no more are let in."""
        if self._streak.end is None:
            self._streak.note(error)
            if self._streak.end is not None:
                logger.error("%d calls in a row ended so, and a batch makes no more: %s", STREAK, error)
                self.send_away(self._streak.end)

    def lease(self, tokens: float = 0.0, *, retry: bool = False) -> Entry:
        """Hold one place while the body of `async with` runs. Cancelling gives the place, or the wait for it, back.

        Args:
            tokens: what the call is expected to use.
            retry: the pair was called for before.

        Entering raises `GateShut` when there is no use in waiting.
        """
        return Entry(self, tokens, retry=retry)

    async def enter(self, waiter: Waiter) -> Lease:
        """Wait for a place; see `lease`."""
        if self._streak.end:
            raise GateShut(self._streak.end)
        (self._retries if waiter.retry else self._fresh).append(waiter)
        self._keeper.enlist(self)
        try:
            return await waiter.lease
        except asyncio.CancelledError:
            if waiter.lease.done() and not waiter.lease.cancelled() and waiter.lease.exception() is None:
                waiter.lease.result().abandon()  # granted and cancelled in the same turn of the loop
            self._keeper.enlist(self)
            raise

    def _queue(self) -> deque[Waiter]:
        if self._retries and not (self._fresh and self._keeper.holds_retries):
            return self._retries
        return self._fresh
