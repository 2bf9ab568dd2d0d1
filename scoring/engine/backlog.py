"""The pairs of a batch that are to be called for, between whoever finds them and whoever calls."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence


class Backlog:
    """Indices of pairs, in order; one task puts them in, one takes them out.

    Args:
        most: with more than this in it, no more are put in.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._pairs = array("L")
        self._taken = 0  # so many at the front are gone
        self._complete = False
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        """How many are in it."""
        return len(self._pairs) - self._taken

    async def put(self, pairs: Sequence[int]) -> None:
        """Add pairs, as soon as there is room."""
        while len(self) > self._most:
            await self._change()
        self._pairs.extend(pairs)
        self._changed.set()

    def complete(self) -> None:
        """There are no more."""
        self._complete = True
        self._changed.set()

    async def following(self, most: int) -> list[int]:
        """The next pairs, at most `most`, as soon as there are any; none when there will be none. They stay in it."""
        while not len(self) and not self._complete:
            await self._change()
        return self._next(most)

    def take(self, window: int, choose: Callable[[Sequence[int]], Sequence[int]]) -> list[int]:
        """Take some pairs out.

        Args:
            window: how many of the next are to choose from.
            choose: the places, among these, of those to take, in the order to take them; the others keep theirs.
        """
        following = self._next(window)
        places = choose(following)
        chosen = [following[place] for place in places]
        rest = set(places)
        kept = [pair for place, pair in enumerate(following) if place not in rest]
        self._pairs[self._taken : self._taken + window] = array("L", chosen + kept)
        self._taken += len(chosen)
        if self._taken > len(self._pairs) // 2:
            del self._pairs[: self._taken]
            self._taken = 0
        self._changed.set()
        return chosen

    def _next(self, most: int) -> list[int]:
        return self._pairs[self._taken : self._taken + most].tolist()

    async def _change(self) -> None:
        self._changed.clear()
        await self._changed.wait()
