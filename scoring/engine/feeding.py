"""From a request to pairs under way: what is skipped, what was analysed before, and what is to be called, a chunk at a time.

One task looks through all pairs and delivers what takes no call; another calls for the rest. It begins the next chunk
when fewer pairs are heading for the gate than it could let in, so that stragglers and pairs that sleep never idle a
place, and 100,000 pairs are never 100,000 tasks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from scoring.eligibility import Eligibility, eligibility
from scoring.engine.backlog import Backlog
from scoring.engine.engine import Engine
from scoring.engine.order import Warmth, in_turn, longest_first
from scoring.engine.outcomes import skipped
from scoring.engine.reuse import again
from scoring.engine.room import Room
from scoring.engine.views import View, Views
from scoring.events import Analysed, Outcome
from scoring.models import BatchRequest, Pair

CHUNK = 64
"""Pairs begun at a time."""
WINDOW = 4 * CHUNK
"""Pairs among which those are chosen that go first."""

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
    """Feeds one batch's pairs to `sink` as there is room. `turned_away`: how many are not eligible, 0 until that is known.

    Args:
        engine: says who is seen and how, who is not worth a call, and what was analysed before.
        told: pairs that have an outcome already.
        owner: whose the batch is; analyses are used again for the same owner only.
        repeats: how often each pair is scored; analyses are used again for the same number only.
    """

    def __init__(
        self,
        engine: Engine,
        request: BatchRequest,
        told: Collection[int],
        *,
        owner: str,
        repeats: int,
        room: Room,
        sink: Sink,
    ) -> None:
        self.turned_away = 0
        self._request, self._told, self._owner, self._repeats = request, told, owner, repeats
        self._jobs, self._candidates = request.jobs or (), request.candidates or ()
        self._embedder, self._minimum, self._reuse = engine.embedder, engine.minimum_eligible_score, engine.reuse
        self._room, self._sink = room, sink
        self._warmth = Warmth(len(self._jobs), lambda place: engine.warms(self._jobs[place]))
        self._views = Views(self._candidates, blind=engine.blind)
        # No further ahead than the views made on the way are kept.
        self._backlog = Backlog((self._views.kept - WINDOW) * len(self._jobs))

    async def run(self) -> None:
        """Return once every pair is delivered or begun."""
        filter_ = await self._filter()
        looking = asyncio.create_task(self._look_through(filter_), name="looking through")
        looking.add_done_callback(lambda _: self._backlog.complete())
        try:
            await self._call()  # not in a task of its own: cancelled, it begins nothing more
            await looking
        finally:
            looking.cancel()
            await asyncio.wait({looking})

    def came_back(self, outcome: Outcome) -> None:
        """A pair that was begun has its outcome."""
        self._warmth.came_back(outcome.jobIndex)

    async def _filter(self) -> Eligibility:
        found = await eligibility(self._jobs, self._candidates, self._embedder)
        for j, job in enumerate(self._jobs):
            turned_away = found.turned_away(j, self._minimum)
            self.turned_away += turned_away
            if self._candidates and turned_away == len(self._candidates):
                logger.warning("Job %s has NO eligible candidates after filtering", job.job_id or j)
        if self.turned_away * 2 > self._request.pair_count:
            logger.warning("%d of %d pairs are skipped as not eligible", self.turned_away, self._request.pair_count)
        return found

    async def _look_through(self, filter_: Eligibility) -> None:
        """Deliver what takes no call, and leave the rest to `_call`."""
        jobs, candidates = await asyncio.to_thread(lambda: (longest_first(self._jobs), longest_first(self._candidates)))

        def score_of_skipped(job: int, candidate: int) -> float | None:
            score = filter_.score(job, candidate)
            return score if score is not None and score < self._minimum else None

        def is_called(job: int, candidate: int) -> bool:
            return self._index(job, candidate) not in self._told and score_of_skipped(job, candidate) is None

        found: list[Pair] = []
        for number, (job, candidate) in enumerate(in_turn(jobs, candidates, is_called), 1):
            if number % CHUNK == 0:
                await asyncio.sleep(0)  # all this may go on without a wait
            pair = self._pair(self._index(job, candidate))
            if pair.index in self._told:
                continue
            if (score := score_of_skipped(job, candidate)) is not None:
                await self._room.to_deliver()
                self._sink.deliver(skipped(pair, score, minimum=self._minimum))
                continue
            found.append(pair)
            if len(found) == CHUNK:
                await self._sift(found)
                found = []
        await self._sift(found)

    async def _sift(self, pairs: list[Pair]) -> None:
        """Deliver what was analysed before, however far ahead of its call it would be."""
        made_before: Mapping[int, Analysed] = {}
        if self._reuse and self._reuse.keeps:
            _, made_before = await self._look_up(pairs, await self._views_of(pairs))
        for found in made_before.values():
            await self._room.to_deliver()
            self._sink.deliver(found)
        await self._backlog.put([pair.index for pair in pairs if pair.index not in made_before])

    async def _call(self) -> None:
        while following := await self._backlog.following(CHUNK):
            await self._views_of([self._pair(index) for index in following])  # while it waits, so that no place does
            await self._room.to_call()
            await self._begin([self._pair(index) for index in self._backlog.take(WINDOW, self._choose)])

    def _choose(self, indices: Sequence[int]) -> list[int]:
        return self._warmth.choose([index // len(self._candidates) for index in indices], CHUNK)

    async def _begin(self, chunk: list[Pair]) -> None:
        views = await self._views_of(chunk)
        fingerprints, made_before = await self._look_up(chunk, views)  # again: more has been analysed since
        openings = []
        for pair, view, fingerprint in zip(chunk, views, fingerprints, strict=True):
            if found := made_before.get(pair.index):
                self._sink.deliver(found)
            else:
                openings.append(Opening(pair, view, fingerprint))
        self._sink.begin(openings)

    async def _look_up(self, pairs: list[Pair], views: list[View]) -> tuple[list[str], Mapping[int, Analysed]]:
        """Each pair's fingerprint, "" where it has none, and, by index, the outcomes of those analysed before."""
        if self._reuse is None:
            return [""] * len(pairs), {}
        fingerprint, owner, repeats = self._reuse.fingerprint, self._owner, self._repeats
        fingerprints = [
            "" if isinstance(view, Exception) else fingerprint(pair.job, view, owner=owner, repeats=repeats)
            for pair, view in zip(pairs, views, strict=True)
        ]
        kept = await self._reuse.find([fingerprint for fingerprint in fingerprints if fingerprint])
        minimum_score = self._request.minimum_score
        return fingerprints, {
            pair.index: again(kept[fingerprint], pair, minimum_score=minimum_score)
            for pair, fingerprint in zip(pairs, fingerprints, strict=True)
            if fingerprint in kept
        }

    async def _views_of(self, pairs: list[Pair]) -> list[View]:
        return await self._views.of([pair.candidate_index for pair in pairs])

    def _index(self, job: int, candidate: int) -> int:
        return job * len(self._candidates) + candidate

    def _pair(self, index: int) -> Pair:
        job, candidate = divmod(index, len(self._candidates))
        return Pair(index, job, candidate, self._jobs[job], self._candidates[candidate])
