"""The places of a gate: a semaphore whose size may change."""

from __future__ import annotations

import asyncio


class Places:
    """As many places as `size` says. A place more is released; a place less is owed by whoever gives one back next."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._owed = 0
        self._semaphore = asyncio.Semaphore(size)

    async def take(self) -> None:
        """Take a place as soon as one is free."""
        await self._semaphore.acquire()
        while self._owed:
            self._owed -= 1
            await self._semaphore.acquire()

    def give_back(self) -> None:
        """Give one back."""
        if self._owed:
            self._owed -= 1
        else:
            self._semaphore.release()

    def resize(self, size: int) -> None:
        """Have so many places from now on; nobody loses one that is held."""
        if size == self._size:
            return
        change, self._size = size - self._size, size
        for _ in range(change):
            self.give_back()
        self._owed += max(0, -change)
