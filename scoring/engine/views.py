"""What analyzers see of a batch's candidates: made when it is wanted, and the latest views are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from scoring.engine.order import characters
from scoring.models import Candidate
from scoring.profile import BlindProfile, view

ALL = 1000
"""So many candidates are few: the views of all of them are kept."""
LATEST = 320
"""Views kept where candidates are many."""
TURN_CHARS = 10_000
"""What is read of candidates in one turn of the loop; it takes 5 ms. A thread would cost more than it frees, for the
interpreter is passed to and fro; a candidate who is longer goes to one all the same, so that nothing else waits."""

View = BlindProfile | Exception
"""An exception stands for a profile that cannot be read; it is raised where it fails the candidate's pairs and no others."""


class Views:
    """The views of these candidates, by their place in the batch. `kept`: how many there are at a time, at most.

    Args:
        blind: without identity.
    """

    def __init__(self, candidates: Sequence[Candidate], *, blind: bool = True) -> None:
        self.kept = ALL if len(candidates) <= ALL else LATEST
        self._candidates, self._blind = candidates, blind
        self._latest: dict[int, View] = {}

    async def of(self, places: Sequence[int]) -> list[View]:
        """The views of some candidates; what takes long is made on a thread, and the loop gets its turns."""
        views: dict[int, View] = {}
        read_chars = 0
        for place in dict.fromkeys(places):
            if (made := self._latest.get(place)) is None:
                size_chars = characters(self._candidates[place])
                if (read_chars := read_chars + size_chars) > TURN_CHARS:
                    await asyncio.sleep(0)
                    read_chars = size_chars
                made = await self._made(place, is_long=size_chars > TURN_CHARS)
            views[place] = made
        return [views[place] for place in places]

    async def _made(self, place: int, *, is_long: bool) -> View:
        candidate = self._candidates[place]
        made = await asyncio.to_thread(self._view, candidate) if is_long else self._view(candidate)
        self._latest[place] = made
        while len(self._latest) > self.kept:
            del self._latest[next(iter(self._latest))]
        return made

    def _view(self, candidate: Candidate) -> View:
        try:
            return view(candidate, blind=self._blind)
        except Exception as exc:
            return exc
