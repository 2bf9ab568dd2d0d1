"""What a batch may spend: a call's bound is reserved before it, and its real cost is counted after it.

So a budget is overshot only by a call that takes more than its bound, and what calls do not use goes to those that wait.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Self

from scoring.errors import BudgetExhausted

_ROUNDING_USD = 1e-9


class Reservation:
    """`async with` around one call, for which money is set aside. A call that is never settled was not made, and is free."""

    __slots__ = ("_budget", "_retry", "amount_usd", "spent_usd")

    def __init__(self, budget: Budget, amount_usd: float, *, retry: bool) -> None:
        self.amount_usd = amount_usd
        self.spent_usd = 0.0
        self._budget, self._retry = budget, retry

    async def __aenter__(self) -> Self:
        await self._budget.enter(self.amount_usd, retry=self._retry)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._budget.leave(self.amount_usd, self.spent_usd)

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
        """No call is paid for any more: the next one was too dear when none was out."""
        self._limit_usd = limit_usd
        self._spent_usd, self._reserved_usd, self._out = spent_usd, 0.0, 0
        self._waiting: deque[tuple[float, asyncio.Future[bool]]] = deque()

    def can_pay(self, amount_usd: float) -> bool:
        """Whether a call that may cost so much would be paid at once."""
        return not self._waiting and self._fits(amount_usd)

    def charge(self, cost_usd: float) -> None:
        """Count what a call cost for which nothing was reserved here: the batch that made it has left it to this one."""
        self._spent_usd += cost_usd

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
        if retry:
            self._waiting.appendleft((amount_usd, waiter))
        else:
            self._waiting.append((amount_usd, waiter))
        self._deal()
        try:
            granted = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.result():
                self.leave(amount_usd, 0.0)  # granted and cancelled in the same turn of the loop
            else:
                self._deal()  # the next one may be cheaper
            raise
        if not granted:
            raise BudgetExhausted

    def leave(self, amount_usd: float, spent_usd: float) -> None:
        """Give back what was set aside for a call, and count what it cost."""
        if self._limit_usd is None:
            return
        self._out -= 1
        self._spent_usd += spent_usd
        self._reserved_usd = self._reserved_usd - amount_usd if self._out else 0.0
        self._deal()

    def _deal(self) -> None:
        while self._waiting:
            amount_usd, waiter = self._waiting[0]
            if not waiter.done():
                if self._fits(amount_usd):
                    self._out += 1
                    self._reserved_usd += amount_usd
                elif self._out:
                    return
                else:
                    self.exhausted = True
                waiter.set_result(not self.exhausted)
            self._waiting.popleft()

    def _fits(self, amount_usd: float) -> bool:
        if self._limit_usd is None:
            return True
        needed_usd = self._spent_usd + self._reserved_usd + amount_usd
        return not self.exhausted and needed_usd <= self._limit_usd + _ROUNDING_USD
