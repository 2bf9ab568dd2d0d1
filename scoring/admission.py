"""The gate: one count of calls out, shared by all batches and dealt to them in turn.

A batch has a lane at the gate. `async with lane.lease():` stands around one attempt; free places go to the
lanes in turn, so that a small batch never waits behind a large one. Sleeping retries hold no place, and a lane
that is held back lets nobody in.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """At most `limit` leases at a time, all lanes together. It belongs to one event loop."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.in_flight = 0
        self._semaphore = asyncio.Semaphore(limit)
        self._turn: deque[Lane] = deque()
        self._dealer: asyncio.Task[None] | None = None

    def lane(self) -> Lane:
        """A new batch's queue at this gate."""
        return Lane(self)

    def _enlist(self, lane: Lane) -> None:
        if lane._held or not lane._waiters:
            return
        if lane not in self._turn:
            self._turn.append(lane)
        if self._dealer is None:
            self._dealer = asyncio.create_task(self._deal(), name="gate-dealer")

    async def _deal(self) -> None:
        # Alive only while somebody waits: it takes a free place, then asks whose turn it is.
        try:
            while self._turn:
                await self._semaphore.acquire()
                if not self._grant():
                    self._semaphore.release()
        finally:
            self._dealer = None

    def _grant(self) -> bool:
        while self._turn:
            lane = self._turn.popleft()
            if lane._held:
                continue
            waiter = lane._next()
            if lane._waiters:
                self._turn.append(lane)
            if waiter is not None:
                self.in_flight += 1
                waiter.set_result(None)
                return True
        return False

    def _release(self) -> None:
        self.in_flight -= 1
        self._semaphore.release()


class Lane:
    """One batch's queue, first come first served; a retry goes to its front."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._held = False
        self._waiters: deque[asyncio.Future[None]] = deque()

    def hold(self) -> None:
        """Let nobody in until `let_go`; who is in stays."""
        self._held = True

    def let_go(self) -> None:
        """Let in again."""
        self._held = False
        self._gate._enlist(self)

    @asynccontextmanager
    async def lease(self, *, retry: bool = False) -> AsyncIterator[None]:
        """Hold one place while the body runs. Cancelling gives the place, or the wait for it, back."""
        waiter = asyncio.get_running_loop().create_future()
        if retry:
            self._waiters.appendleft(waiter)
        else:
            self._waiters.append(waiter)
        self._gate._enlist(self)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._gate._release()  # granted and cancelled in the same turn of the loop
            raise
        try:
            yield
        finally:
            self._gate._release()

    def _next(self) -> asyncio.Future[None] | None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                return waiter
        return None
