"""From a run's events to its batch's log: in groups, in order, and paused while the log cannot be written."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from scoring.engine import BatchRun
from scoring.events import Analysed, Done, Event, encode
from server.log.base import Claim, EventLog, LogUnavailable, NewEvent, Status

GROUP_EVENTS = 64
"""Events of a batch that may be uncommitted; from there on nothing more is called, so that a crash repeats no more."""
COMMIT_EVENTS = GROUP_EVENTS // 2
"""Events that are committed at a time, at most: while one half is written, there is room for the other."""
PAUSE_S = 1.0
"""How long a batch whose log cannot be written waits before it tries again."""

UNWRITABLE = "the event log cannot be written"
"""What a batch waits for then, as its viewers are told."""

_T = TypeVar("_T")

logger = logging.getLogger("server")


class Writer:
    """Appends one batch's events; while one group is being committed the next one gathers. `ended`: `done` is committed."""

    def __init__(self, log: EventLog, claim: Claim, run: BatchRun, insist: Insistence) -> None:
        self.ended = False
        self._log, self._claim, self._run, self._insist = log, claim, run, insist
        self._pending: list[Event] = []
        self._uncommitted = 0
        self._committed = asyncio.Event()
        self._committing: asyncio.Task[None] | None = None

    async def write(self, event: Event) -> None:
        """Take one event. Raises what committing those before it raised: see `EventLog.append`."""
        self._pending.append(event)
        self._uncommitted += 1
        if self._committing is None:
            self._begin()
        elif self._committing.done():
            self._committing.result()
            self._begin()
        if self._uncommitted >= GROUP_EVENTS:
            self._run.hold()
            await self._catch_up()
            self._run.let_go()

    async def flush(self) -> None:
        """Return once all events are committed. Cancelling it does not stop the commit."""
        while self._committing is not None:
            await asyncio.wait({self._committing})
            committed, self._committing = self._committing, None
            committed.result()
            if self._pending:
                self._begin()

    async def abandon(self) -> None:
        """Write nothing more and see what is being written to its end, whichever it is."""
        self._pending.clear()
        if self._committing:
            self._committing.cancel()
            await asyncio.gather(self._committing, return_exceptions=True)

    async def _catch_up(self) -> None:
        """Return once there is room for another event; what gathered during a commit need not be committed for that."""
        while self._uncommitted >= GROUP_EVENTS:
            self._committed.clear()
            await self._committed.wait()
            if self._committing and self._committing.done():
                self._committing.result()

    def _begin(self) -> None:
        self._committing = asyncio.create_task(self._commit(), name=f"commit-{self._claim.batch_id}")

    async def _commit(self) -> None:
        try:
            while self._pending:
                group, self._pending = self._pending[:COMMIT_EVENTS], self._pending[COMMIT_EVENTS:]
                events = [_new(event) for event in group]
                await self._append(events, group[-1])
                self._uncommitted -= len(group)
                self.ended = isinstance(group[-1], Done)
                self._committed.set()
        finally:
            self._committed.set()

    async def _append(self, events: Sequence[NewEvent], last: Event) -> None:
        status: Status = "running"
        code, at = None, None
        if isinstance(last, Done):
            status, code, at = last.status, last.code, time.time()
        batch_id, fence = self._claim.batch_id, self._claim.fence

        async def append() -> None:
            await self._log.append(batch_id, events, status=status, code=code, at=at, fence=fence)

        await self._insist(append, batch_id, run=self._run)


def _new(event: Event) -> NewEvent:
    pair, data = getattr(event, "pair", None), encode(event)
    if isinstance(event, Analysed):
        found = event.cached and not event.record.shared
        return NewEvent(event.event, data, pair, event.record.fingerprint, found)
    return NewEvent(event.event, data, pair)


class Insistence:
    """Asks something of the log, again and again while it cannot be written or read: a locked file, a full disk."""

    def __init__(self) -> None:
        self._paused = 0

    @property
    def is_paused(self) -> bool:
        """Whether anything waits for the log now."""
        return self._paused > 0

    async def __call__(self, ask: Callable[[], Awaitable[_T]], batch_id: str, *, run: BatchRun | None = None) -> _T:
        """What `ask` returns.

        Args:
            ask: does nothing when it raises `LogUnavailable`.
            run: is held from the first try that fails until it is done.
        """
        try:
            return await ask()
        except LogUnavailable as exc:
            logger.error("Batch %s is paused: %s", batch_id, exc)
        self._paused += 1
        if run:
            run.hold(UNWRITABLE)
        try:
            result = await _sooner_or_later(ask)
        finally:
            self._paused -= 1
        logger.info("Batch %s goes on", batch_id)
        if run:
            run.let_go(UNWRITABLE)
        return result


async def _sooner_or_later(ask: Callable[[], Awaitable[_T]]) -> _T:
    while True:
        await asyncio.sleep(PAUSE_S)
        with suppress(LogUnavailable):
            return await ask()
