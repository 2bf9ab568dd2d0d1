"""What a batch may spend: a call's bound is reserved before it, and its real cost is counted after it.

So a budget is overshot only by a call that takes more than its bound, and what calls do not use goes to those that wait.
Where there is somebody to record it, that holds over crashes, too: what a call may cost is recorded before it goes out.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Self

from scoring.errors import BudgetExhausted

_ROUNDING_USD = 1e-9

_Waiting = tuple[float, asyncio.Future[bool]]
"""What a call may cost, in USD, and what is done once that is set aside (True), or never will be (False)."""
Record = Callable[[float], Awaitable[bool]]
"""Writes down what a batch has spent at most, in USD, where no crash loses it; False when that cannot be done any more."""

logger = logging.getLogger("scoring")


class Reservation:
    """`async with` around one call, for which money is set aside. A call that is never settled was not made, and is free."""

    __slots__ = ("_budget", "_out_usd", "_retry", "amount_usd", "spent_usd")

    def __init__(self, budget: Budget, amount_usd: float, *, retry: bool) -> None:
        self.amount_usd = amount_usd
        self.spent_usd = self._out_usd = 0.0
        self._budget, self._retry = budget, retry

    async def __aenter__(self) -> Self:
        await self._budget.enter(self.amount_usd, retry=self._retry)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._budget.leave(self.amount_usd, spent_usd=self.spent_usd, out_usd=self._out_usd)

    async def go_out(self) -> None:
        """Return once the call may go out: see `Budget.go_out`. What is set aside for one that only waits is no risk."""
        await self._budget.go_out(self.amount_usd)
        self._out_usd = self.amount_usd

    def settle(self, cost_usd: float | None) -> None:
        """Say what the call cost; None when it may be billed and nobody knows how much: then all that is reserved counts."""
        self.spent_usd = self.amount_usd if cost_usd is None else cost_usd


class Budget:
    """One batch's money. Calls that it cannot pay now wait for those that are out, in their order, retries first.

    Args:
        limit_usd: None when there is no limit.
        spent_usd: what earlier runs of the batch have spent.
    """

    def __init__(self, limit_usd: float | None, *, spent_usd: float = 0.0) -> None:
        self.exhausted = False
        """No call is paid for any more: the next one was too dear when none was out, or could not be recorded."""
        self._limit_usd = limit_usd
        self._spent_usd, self._reserved_usd, self._out = spent_usd, 0.0, 0
        self._retries: deque[_Waiting] = deque()
        self._fresh: deque[_Waiting] = deque()
        self._at_risk_usd = 0.0  # set aside for calls that have gone out
        self._record: Record | None = None
        self._recorded_usd = math.inf
        self._recording: asyncio.Task[None] | None = None
        self._unrecordable = False

    @property
    def at_most_usd(self) -> float:
        """What has been spent, calls that are out counted as all that is set aside for them."""
        return self._spent_usd + self._at_risk_usd

    def record_with(self, record: Record) -> None:
        """Have what calls may cost recorded before they go out; to be called before the first of them."""
        if self._limit_usd is not None:
            self._record, self._recorded_usd = record, self._spent_usd

    async def aclose(self) -> None:
        """Record nothing more; to be called when no call is out."""
        self._record = None
        if self._recording:
            self._recording.cancel()
            await asyncio.wait({self._recording})

    def can_pay(self, amount_usd: float) -> bool:
        """Whether a call that may cost so much would be paid at once."""
        return not (self._retries or self._fresh) and self._fits(amount_usd)

    def charge(self, cost_usd: float) -> None:
        """Count what a call cost for which nothing was reserved here: the batch that made it has left it to this one."""
        self._spent_usd += cost_usd
        self._keep_up()

    def reserve(self, amount_usd: float, *, retry: bool = False) -> Reservation:
        """Set aside what a call may cost while the body of `async with` runs.

        Cancelling gives it back, or the place in the queue. Entering raises `BudgetExhausted` when there is not enough left,
        and nothing will come back.
        """
        return Reservation(self, amount_usd, retry=retry)

    async def enter(self, amount_usd: float, *, retry: bool) -> None:
        """Wait until so much can be set aside; see `reserve`."""
        if self._limit_usd is None:  # most batches: nothing to keep count of
            return
        waiter = asyncio.get_running_loop().create_future()
        (self._retries if retry else self._fresh).append((amount_usd, waiter))
        self._deal()
        try:
            granted = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.result():
                self.leave(amount_usd)  # granted and cancelled in the same turn of the loop
            else:
                self._deal()  # the next one may be cheaper
            raise
        if not granted:
            raise BudgetExhausted

    async def go_out(self, amount_usd: float) -> None:
        """Return once it is recorded that a call goes out for which so much is set aside.

        Raises:
            BudgetExhausted: it cannot be recorded.
        """
        if self._limit_usd is None:
            return
        self._at_risk_usd += amount_usd
        try:
            while recording := self._keep_up():
                await asyncio.shield(recording)
            if self._unrecordable:
                raise BudgetExhausted
        except BaseException:
            self._at_risk_usd -= amount_usd
            raise

    def leave(self, amount_usd: float, *, spent_usd: float = 0.0, out_usd: float = 0.0) -> None:
        """Give back what was set aside for a call, and what of it went out, and count what it cost."""
        if self._limit_usd is None:
            return
        self._out -= 1
        self._spent_usd += spent_usd
        self._at_risk_usd -= out_usd
        self._reserved_usd = self._reserved_usd - amount_usd if self._out else 0.0
        self._keep_up()
        self._deal()

    def _deal(self) -> None:
        while waiting := self._retries or self._fresh:
            amount_usd, waiter = waiting[0]
            if not waiter.done():
                if self._fits(amount_usd):
                    self._out += 1
                    self._reserved_usd += amount_usd
                elif self._out:
                    return
                else:
                    self.exhausted = True
                waiter.set_result(not self.exhausted)
            waiting.popleft()

    def _fits(self, amount_usd: float) -> bool:
        if self._limit_usd is None:
            return True
        needed_usd = self._spent_usd + self._reserved_usd + amount_usd
        return not self.exhausted and needed_usd <= self._limit_usd + _ROUNDING_USD

    def _keep_up(self) -> asyncio.Task[None] | None:
        """What records the risk that is not recorded yet; None when all is, or nothing can be."""
        if self._record is None or self._unrecordable or self.at_most_usd <= self._recorded_usd + _ROUNDING_USD:
            return None
        if self._recording is None:
            self._recording = asyncio.create_task(self._write_down(self._record))
        return self._recording

    async def _write_down(self, record: Record) -> None:
        """Record as much again as is out, as far as the budget reaches: so it takes no record for each call."""
        at_most_usd = self.at_most_usd
        if self._limit_usd is not None:
            at_most_usd = max(at_most_usd, min(at_most_usd + self._at_risk_usd, self._limit_usd))
        try:
            self._unrecordable = not await record(at_most_usd)
        except Exception:
            logger.exception("Error recording what a batch may spend; nothing more is called for it")
            self._unrecordable = True
        self._recording = None
        if self._unrecordable:
            self.exhausted = True
            self._deal()
        else:
            self._recorded_usd = at_most_usd
