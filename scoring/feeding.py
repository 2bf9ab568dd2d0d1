"""From a request to pairs under way: what is skipped, what was analysed before, and what is to be called, a chunk at a time.

The next chunk is begun when fewer pairs are heading for the gate than it could let in, so that stragglers and pairs
that sleep never idle a place, and 100,000 pairs are never 100,000 tasks.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from scoring.eligibility import Eligibility, eligibility
from scoring.embeddings import Embedder
from scoring.events import Analysed, Outcome
from scoring.models import BatchRequest, Pair
from scoring.outcomes import skipped
from scoring.reuse import Reuse, again
from scoring.room import Room
from scoring.views import View, Views

CHUNK = 64
"""Pairs begun at a time."""

logger = logging.getLogger("scoring")


class Opening(Struct, frozen=True):
    """A pair to be called for. `fingerprint` is "" where it has none."""

    pair: Pair
    view: View
    fingerprint: str


class Sink(Protocol):
    """Where pairs go."""

    def deliver(self, outcome: Outcome) -> None:
        """Take an outcome that needs no call."""

    def begin(self, openings: Sequence[Opening]) -> None:
        """Begin these pairs."""


class Feeder:
    """Feeds one batch's pairs to `sink` as there is room.

    Args:
        told: pairs that have an outcome already.
    """

    def __init__(
        self,
        request: BatchRequest,
        told: Collection[int],
        *,
        embedder: Embedder,
        minimum_eligible_score: float,
        reuse: Reuse | None,
        room: Room,
        sink: Sink,
    ) -> None:
        self._request, self._told = request, told
        self._jobs, self._candidates = request.jobs or (), request.candidates or ()
        self._embedder, self._minimum, self._reuse = embedder, minimum_eligible_score, reuse
        self._room, self._sink = room, sink
        self._views = Views(self._candidates)

    async def run(self) -> None:
        """Return once every pair is delivered or begun."""
        filter_ = await self._filter()
        chunk: list[Pair] = []
        for pair in self._pairs():
            score = filter_.score(pair.job_index, pair.candidate_index)
            if score is not None and score < self._minimum:
                await self._room.to_call()
                self._sink.deliver(skipped(pair, score, minimum=self._minimum))
                continue
            chunk.append(pair)
            if len(chunk) == CHUNK:
                await self._begin(chunk)
                chunk = []
        await self._begin(chunk)

    async def _filter(self) -> Eligibility:
        found = await eligibility(self._jobs, self._candidates, self._embedder)
        left_out = 0
        for j, job in enumerate(self._jobs):
            turned_away = found.turned_away(j, self._minimum)
            left_out += turned_away
            if self._candidates and turned_away == len(self._candidates):
                logger.warning("Job %s has NO eligible candidates after filtering", job.job_id or j)
        if left_out * 2 > self._request.pair_count:
            logger.warning("%d of %d pairs are skipped as not eligible", left_out, self._request.pair_count)
        return found

    def _pairs(self) -> Iterator[Pair]:
        for j, job in enumerate(self._jobs):
            for c, candidate in enumerate(self._candidates):
                index = j * len(self._candidates) + c
                if index not in self._told:
                    yield Pair(index, j, c, job, candidate)

    async def _begin(self, chunk: list[Pair]) -> None:
        if not chunk:
            return
        views = await self._views.of([pair.candidate_index for pair in chunk])
        await self._room.to_call()
        fingerprints, made_before = await self._look_up(chunk, views)  # late: more has been analysed by then
        openings = []
        for pair, view, fingerprint in zip(chunk, views, fingerprints, strict=True):
            if found := made_before.get(fingerprint):
                self._sink.deliver(again(found, pair, minimum_score=self._request.minimum_score))
            else:
                openings.append(Opening(pair, view, fingerprint))
        self._sink.begin(openings)

    async def _look_up(self, chunk: list[Pair], views: list[View]) -> tuple[list[str], Mapping[str, Analysed]]:
        """Each pair's fingerprint, "" where it has none, and the analyses that were made before."""
        if self._reuse is None:
            return [""] * len(chunk), {}
        both = zip(chunk, views, strict=True)
        fingerprints = [
            "" if isinstance(view, Exception) else self._reuse.fingerprint(pair.job, view) for pair, view in both
        ]
        return fingerprints, await self._reuse.find([fingerprint for fingerprint in fingerprints if fingerprint])
