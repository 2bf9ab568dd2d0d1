"""How much of a batch may be under way: what heads for the gate, and what its reader has not taken yet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

MAX_OPEN = 1000
"""Pairs begun and not yet taken by the reader, at most."""
MAX_READY = MAX_OPEN // 2
"""With so many, no outcome is added that takes no call: a reader who cannot keep up with these holds up no calls."""


class Room:
    """Counts the pairs `heading` for the gate and those `open`; who would begin more waits here.

    Args:
        limit: how many calls may be out now.
    """

    def __init__(self, limit: Callable[[], int]) -> None:
        self.heading = self.open = 0
        self._limit = limit
        self._changed = asyncio.Event()

    def head(self, change: int) -> None:
        """So many more pairs head for the gate, or fewer."""
        self.heading += change
        # Who waits is woken only where that leaves room: mostly a chunk heads for few places.
        if change < 0 and self.heading < self._limit():
            self._changed.set()

    def add(self, pairs: int) -> None:
        """So many more pairs are open."""
        self.open += pairs

    def take(self) -> None:
        """The reader took an outcome."""
        self.open -= 1
        if self.open in (MAX_OPEN - 1, MAX_READY - 1):
            self._changed.set()

    async def to_call(self) -> None:
        """Return once fewer pairs head for the gate than may be out, and fewer are open than may be."""
        while self.heading >= self._limit() or self.open >= MAX_OPEN:
            await self._change()

    async def to_deliver(self) -> None:
        """Return once there is room for an outcome that takes no call."""
        while self.open >= MAX_READY:
            await self._change()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
