"""What analyzers see of a batch's candidates: made when it is wanted, and the latest views are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from scoring.models import Candidate
from scoring.profile import BlindProfile, view

ALL = 1000
"""So many candidates are few: the views of all of them are kept."""
LATEST = 320
"""Views kept where candidates are many."""

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
        """The views of some candidates, made on a thread: a long resume takes tens of milliseconds."""
        views = {place: self._latest[place] for place in places if place in self._latest}
        if new := [place for place in dict.fromkeys(places) if place not in views]:
            made = await asyncio.to_thread(lambda: [self._view(self._candidates[place]) for place in new])
            views.update(zip(new, made, strict=True))
            self._latest.update(zip(new, made, strict=True))
            while len(self._latest) > self.kept:
                del self._latest[next(iter(self._latest))]
        return [views[place] for place in places]

    def _view(self, candidate: Candidate) -> View:
        try:
            return view(candidate, blind=self._blind)
        except Exception as exc:
            return exc
