"""Single flight: of all that ask for the same at the same time, one calls, and the others wait for what it gets.

Each waits at the gate in the queue of its own batch. The first to be let in makes the call; the others leave their queues,
so that they hold nothing and wait behind nobody: a pair of a small batch never behind a large batch, nor for one on hold.
When the one that calls comes back for a retry, all queue again, and again the first to be let in makes it.
When it leaves, a call on its way goes on for the others, and a retry is left to them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

LINGER_S = 1.0
"""How long a result can be had here after its call: until then it may not be found where results are kept."""
LINGERING = 128
"""Results that can be had so, at most: the latest."""

T = TypeVar("T")
Heading = Callable[[int], None]


class Call(Protocol):
    """A call with its retries, as whoever waits for it sees it."""

    @property
    def count(self) -> int:
        """Attempts so far."""

    @property
    def calling(self) -> bool:
        """Whether an attempt is on its way just now."""

    def stop_after_call(self) -> None:
        """Make no attempt after the one on its way; the call then ends as if cancelled, unless that one decides it."""


class _Flight(Generic[T]):
    """A call that was let in. `seats`: those that wait for it; `back`: done when its caller queues again; `taken`: one has
    had its result.

    Once it has ended it knows no seats: what refers to each other stays in memory until the next full garbage collection.
    """

    def __init__(self, call: Call, task: asyncio.Task[T]) -> None:
        self.call, self.task = call, task
        self.seats: dict[Seat[T], None] = {}
        self.back: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.taken = False

    def leave(self, seat: Seat[T]) -> bool:
        """One waits no longer; True when nobody does, and the call has been cancelled."""
        self.seats.pop(seat, None)
        if self.seats and seat.call is self.call:
            self.call.stop_after_call()
        if not self.seats or (seat.call is self.call and not self.call.calling):
            self.task.cancel()
        return not self.seats

    def board(self, seat: Seat[T]) -> None:
        """One more waits."""
        if not self.task.done():
            self.seats[seat] = None


class Flights(Generic[T]):
    """All calls that may be shared, by what they ask for. It belongs to one event loop.

    Args:
        private: errors that concern only whoever called; the others queue again.
    """

    def __init__(self, *, private: type[Exception] | tuple[()] = ()) -> None:
        self.private = private
        self._flying: dict[str, _Flight[T]] = {}
        self._landed: dict[str, float] = {}  # flights whose result can be had, and until when; the latest last
        self._sweeper: asyncio.TimerHandle | None = None
        self._queued: dict[str, dict[Seat[T], None]] = {}

    def seat(self, key: str, call: Call, start: Callable[[Heading], Coroutine[Any, Any, T]], heading: Heading) -> Seat[T]:
        """A seat for one who asks for `key`.

        Args:
            key: what is asked for.
            call: its own call, made when nobody else's is on its way.
            start: makes that call; its argument is to be told -1 when it is let in, and +1 when it queues again.
            heading: told the same of this seat, -1 when it leaves the queue for another's call, and +1 when it comes back
                from it; it counts as heading for the gate already.
        """
        return Seat(self, key, call, start, heading)

    def flying(self, key: str) -> _Flight[T] | None:
        """The call that was let in, and for a while after its end its result."""
        return self._flying.get(key)

    def forget(self) -> None:
        """Let no result be had any more whose call has ended."""
        while self._landed:
            self._drop_oldest()

    def queue(self, seat: Seat[T]) -> None:
        """A seat waits to be let in."""
        self._queued.setdefault(seat.key, {})[seat] = None

    def unqueue(self, seat: Seat[T]) -> None:
        """It does so no longer."""
        queued = self._queued[seat.key]
        del queued[seat]
        if not queued:
            del self._queued[seat.key]

    def take_off(self, seat: Seat[T], task: asyncio.Task[T]) -> None:
        """A seat's own call was let in: all that queue for the same wait for it from now on."""
        flight = self._flying[seat.key] = _Flight(seat.call, task)
        for each in self._queued.pop(seat.key):
            each.board(flight)
        task.add_done_callback(partial(self._land, seat.key))

    def come_back(self, key: str) -> None:
        """Who makes this call queues again, and with it all that wait for it."""
        flight = self._flying.pop(key)
        for each in flight.seats:
            each.get_off()
            self.queue(each)
        flight.back.set_result(None)

    def _land(self, key: str, task: asyncio.Task[T]) -> None:
        flight = self._flying.get(key)
        if flight is None or flight.task is not task:
            return  # it came back, and another's was let in
        flight.seats.clear()
        if task.cancelled() or task.exception():
            del self._flying[key]
            return
        self._landed[key] = asyncio.get_running_loop().time() + LINGER_S
        if len(self._landed) > LINGERING:
            self._drop_oldest()
        if self._sweeper is None:
            self._sweep()

    def _sweep(self) -> None:
        """Drop the results whose time is over. One timer for all: one each would keep what was dropped before."""
        loop = asyncio.get_running_loop()
        while self._landed and (until_s := next(iter(self._landed.values()))) <= loop.time():
            self._drop_oldest()
        self._sweeper = loop.call_at(until_s, self._sweep) if self._landed else None

    def _drop_oldest(self) -> None:
        key = next(iter(self._landed))
        del self._landed[key], self._flying[key]


class Seat(Generic[T]):
    """One who asks for something. `calling` and `count` are those of the call that it waits for; a `flights.Call`, too."""

    def __init__(
        self,
        flights: Flights[T],
        key: str,
        call: Call,
        start: Callable[[Heading], Coroutine[Any, Any, T]],
        heading: Heading,
    ) -> None:
        self.key, self.call = key, call
        self._flights, self._start, self._heading = flights, start, heading
        self._heads = 1
        self._stopped = False
        self._task: asyncio.Task[T] | None = None  # its own call, from the queue on
        self._stands = False  # whether that task is in the queue, or calls
        self._flight: _Flight[T] | None = None  # the call that it waits for, once that was let in

    @property
    def count(self) -> int:
        """Attempts so far."""
        return (self._flight.call if self._flight else self.call).count

    @property
    def calling(self) -> bool:
        """Whether an attempt is on its way just now."""
        return self._flight is not None and self._flight.call.calling

    def stop_after_call(self) -> None:
        """Make no attempt, and wait for none, after the one that is on its way."""
        self._stopped = True
        if self._flight and self._flight.call is self.call:
            self.call.stop_after_call()

    async def result(self) -> tuple[T, bool]:
        """What the call gave, and whether this seat is the first to have it: the one that called, unless it left before.

        Raises what the call raised. Cancelling it leaves the call to the others; it is closed when there are none.
        """
        while True:
            task, flight = self._wait_for()
            try:
                await (_first(task, flight.back) if flight else asyncio.wait({task}))
            except asyncio.CancelledError:
                await self._leave()
                raise
            if self._waits_for(flight):
                if not task.cancelled() and not self._concerns_another(task):
                    return self._take(task)
                if self._is_over():
                    raise asyncio.CancelledError
            elif self._stopped and (flight or not self._flight):  # the call that it might still wait for is over
                await self._leave()
                raise asyncio.CancelledError

    def board(self, flight: _Flight[T]) -> None:
        """Wait for a call that was let in, instead of in the queue."""
        self._flight = flight
        flight.board(self)
        if flight.call is not self.call:
            if self._task and self._stands:
                self._task.cancel()
            self._stands = False
            if self._heads:
                self._head(-1)

    def get_off(self) -> None:
        """Wait in the queue again: whoever makes the call does so, too."""
        self._flight = None
        if not self._heads:
            self._head(1)

    def _wait_for(self) -> tuple[asyncio.Task[T], _Flight[T] | None]:
        """What it waits for: its own task, or a call that was let in."""
        if self._flight is None and (flying := self._flights.flying(self.key)):
            self.board(flying)
        if self._flight:
            return self._flight.task, self._flight
        if not self._task or not self._stands:
            if not self._heads:
                self._head(1)
            self._flights.queue(self)
            self._stands = True
            self._task = asyncio.create_task(self._start(self._head))
            self._task.add_done_callback(_retrieve)
        return self._task, None

    def _waits_for(self, flight: _Flight[T] | None) -> bool:
        """Whether it still does: the call's caller has not come back, or its own task has not made way for another's."""
        return self._flight is flight if flight else self._stands

    def _head(self, change: int) -> None:
        self._heads += change
        self._heading(change)
        if self._flight is None and change < 0 and self._task:
            self._flights.take_off(self, self._task)
        elif self._flight and change > 0:
            self._flights.come_back(self.key)

    def _take(self, task: asyncio.Task[T]) -> tuple[T, bool]:
        if self._flight is None:  # it failed before it was let in
            self._flights.unqueue(self)
            return task.result(), True
        first, self._flight.taken = not self._flight.taken, True
        return task.result(), first

    def _concerns_another(self, task: asyncio.Task[T]) -> bool:
        """Whether the call failed for a reason that is its caller's alone."""
        is_own = self._flight is None or self._flight.call is self.call
        return not is_own and isinstance(task.exception(), self._flights.private)

    def _is_over(self) -> bool:
        """Whether it is the end of this seat, too, that the call was given up."""
        if self._flight is None:
            self._flights.unqueue(self)
            return True
        given_up, self._flight = self._flight, None
        return self._stopped or given_up.call is self.call

    async def _leave(self) -> None:
        """Close what nobody else waits for."""
        flight, self._flight = self._flight, None
        ending = {self._task} if self._task else set()
        if flight is None:
            self._flights.unqueue(self)
            if self._task and self._stands:
                self._task.cancel()
        elif flight.leave(self):
            ending.add(flight.task)
        else:
            ending.discard(flight.task)
        if ending:
            await asyncio.wait(ending)


async def _first(task: asyncio.Task[Any], back: asyncio.Future[None]) -> None:
    """Return when one of them is done."""
    await asyncio.wait({task, back}, return_when=asyncio.FIRST_COMPLETED)


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Whoever waits has the error; when nobody does any more, nobody is to be told that it was never seen."""
    if not task.cancelled():
        task.exception()
