"""Erases what was deleted, and goes on with what could not be erased at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import chain, repeat

from server.log import store
from server.log.base import LogError
from server.log.transaction import Change, Work

SOON_S = (0.02, 0.05, 0.1)
"""Between a deletion's own tries to empty the write-ahead log: the server's readers keep it for a moment."""
LATER_S = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Between the tries after that, the last one again and again: a foreign reader may stay, and each try writes to the disk."""

logger = logging.getLogger("server")


class Erasure:
    """What was taken out of sight, on its way out of the file and then of the write-ahead log, in which it still stands.

    A new one takes it that the last process left something of both.

    Args:
        write: commits one write.
        retired: the numbers of batches whose erasure is not finished.
        empty_wal: empties the write-ahead log without waiting; False while a reader keeps it.
    """

    def __init__(
        self,
        *,
        write: Callable[[Work], Awaitable[Change]],
        retired: Callable[[], Awaitable[list[int]]],
        empty_wal: Callable[[], Awaitable[bool]],
    ) -> None:
        self._write, self._retired, self._empty_wal = write, retired, empty_wal
        self._unfinished = self._in_wal = True
        self._due_s, self._pauses_s = 0.0, _pauses_s()
        self._told = ""

    async def finish(self) -> None:
        """Erase what was taken out of sight. What cannot be erased now is told, and left to `go_on`."""
        await self._attempt(self._erase)

    async def go_on(self) -> None:
        """Try what is left again, if it is time."""
        if self._unfinished:
            await self.finish()
        elif self._in_wal and asyncio.get_running_loop().time() >= self._due_s:
            await self._attempt(self._empty)

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as exc:
            self._unfinished = True
            if self._told != str(exc):  # not each second
                logger.error("What was deleted could not be erased yet: %s", exc, exc_info=not isinstance(exc, LogError))
            self._told = str(exc)
        except BaseException:
            self._unfinished = True
            raise
        else:
            self._told = ""

    async def _erase(self) -> None:
        found = False
        while numbers := await self._retired():
            for number in numbers:
                while not (await self._write(partial(store.erase, number=number))).gone:
                    pass
            found = True
        self._unfinished = False
        if found:
            self._in_wal, self._pauses_s = True, _pauses_s()
            await self._empty()
            for pause_s in SOON_S:
                if self._in_wal:
                    await asyncio.sleep(pause_s)
                    await self._empty()

    async def _empty(self) -> None:
        self._in_wal = not await self._empty_wal()
        self._due_s = asyncio.get_running_loop().time() + next(self._pauses_s)


def _pauses_s() -> Iterator[float]:
    return chain(SOON_S, LATER_S, repeat(LATER_S[-1]))
