"""Group commit: writes that come at about the same time share a transaction, and so one wait for the disk."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from server.log.transaction import Change, Work

GROUP_EVENTS = 64
"""Events that are committed together, at most."""
ENOUGH_EVENTS = 32
"""So many do not wait for more: the batch that they are of may hold its calls until they are committed."""
GROUP_INTERVAL_S = 0.010
"""Least time between the starts of two commits, unless there are enough events for the second."""


class _Write(Struct):
    """A write that waits for its group. `size` is in events."""

    batch_id: str
    work: Work
    size: int
    committed: asyncio.Future[Change]


class Committer:
    """Commits writes in the order they came, group after group. It is made on the event loop that it belongs to.

    Args:
        transact: commits a group; tells what each write did, or why it failed.
        publish: told of each change that was committed, and its batch's id, even if whoever asked for it has gone.
    """

    def __init__(
        self,
        *,
        transact: Callable[[list[Work]], Awaitable[Sequence[Change | Exception]]],
        publish: Callable[[str, Change], None],
    ) -> None:
        self._transact, self._publish = transact, publish
        self._waiting: deque[_Write] = deque()
        self._waiting_events = 0
        self._arrived = asyncio.Event()
        self._enough = asyncio.Event()
        self._closed = False
        self._committing = asyncio.create_task(self._commit_groups(), name="event log")

    async def write(self, batch_id: str, work: Work, size: int) -> Change:
        """What `work` did, once it is committed. Raises what it raised; cancelling this may come too late to undo it.

        Args:
            size: in events.
        """
        write = _Write(batch_id, work, size, asyncio.get_running_loop().create_future())
        self._waiting.append(write)
        self._waiting_events += size
        self._arrived.set()
        if self._waiting_events >= ENOUGH_EVENTS:
            self._enough.set()
        return await write.committed

    async def aclose(self) -> None:
        """Commit what waits and end. A write that comes after that is never committed."""
        self._closed = True
        self._arrived.set()
        self._enough.set()
        await self._committing

    async def _commit_groups(self) -> None:
        """Commit group after group, until this is closed and nothing waits."""
        clock = asyncio.get_running_loop().time
        not_before = -math.inf
        while True:
            await self._arrived.wait()
            await self._gather(not_before - clock())
            not_before = clock() + GROUP_INTERVAL_S
            if group := self._take():
                await self._commit(group)
            if self._closed and not self._waiting:
                return

    async def _gather(self, pause_s: float) -> None:
        """Give others `pause_s` seconds to join the group; less when there are enough or this is being closed."""
        if pause_s > 0:
            try:
                async with asyncio.timeout(pause_s):
                    await self._enough.wait()
            except TimeoutError:
                pass

    def _take(self) -> list[_Write]:
        """The next group: whole writes in the order they came, without those whose caller has gone."""
        group: list[_Write] = []
        size = 0
        while self._waiting and (not group or size + self._waiting[0].size <= GROUP_EVENTS):
            write = self._waiting.popleft()
            self._waiting_events -= write.size
            if not write.committed.cancelled():
                group.append(write)
                size += write.size
        if not self._closed and not self._waiting:
            self._arrived.clear()
        if not self._closed and self._waiting_events < ENOUGH_EVENTS:
            self._enough.clear()
        return group

    async def _commit(self, group: list[_Write]) -> None:
        works = [write.work for write in group]
        results = await self._transact(works)
        for write, result in zip(group, results, strict=True):
            if isinstance(result, Change):
                self._publish(write.batch_id, result)
            if write.committed.done():  # its caller was cancelled while the group was being committed
                continue
            if isinstance(result, Change):
                write.committed.set_result(result)
            else:
                write.committed.set_exception(result)
