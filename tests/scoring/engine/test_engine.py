"""What batches share, over an analyzer whose calls the test lets finish one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from scoring.admission import Gate
from scoring.analyzers.base import Answer
from scoring.engine import BatchRun, Engine, Route
from scoring.engine.attempts import Clock, RetryPolicy
from scoring.engine.estimate import Estimate
from scoring.engine.hedging import Tail
from scoring.errors import AnalysisError
from scoring.events import Done, Event
from scoring.judgement import Judgement
from scoring.models import BatchRequest, Candidate, Job, Pair
from scoring.prices import Price, Tokens
from scoring.profile import BlindProfile

JUDGEMENT = Judgement(
    skills=(),
    skillMatches=(),
    skillGaps=(),
    strengths=(),
    concerns=(),
    uniqueQualities=(),
    culturalQuotes=(),
    coreSkillsScore=80,
    experienceScore=80,
    culturalFitScore=50,
    confidenceLevel=0.9,
    availability="",
    reasoningSummary="Fits.",
)


class TagEmbedder:
    """One axis a tag: equal tags score 100, others 0."""

    name = "tags"
    built_in = False

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(len(texts), dtype=np.float32)

    async def aclose(self) -> None:
        pass


class ScriptedAnalyzer:
    """Answers by a script: for each call the pair's index and number of the attempt, to an error or None."""

    name = "scripted"
    model = "none"

    def __init__(self, script: Callable[[int, int], AnalysisError | None] = lambda pair, attempt: None) -> None:
        self.calls: list[int] = []
        self.corrections: list[str | None] = []
        self.running = self.peak = 0
        self.hold: asyncio.Event | None = None
        self._script = script

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        self.calls.append(pair.index)
        self.corrections.append(correction)
        self.running += 1
        self.peak = max(self.peak, self.running)
        try:
            await (self.hold.wait() if self.hold else asyncio.sleep(0))
        finally:
            self.running -= 1
        if error := self._script(pair.index, self.calls.count(pair.index)):
            raise error
        return Answer(JUDGEMENT, Tokens(10, 5))

    def let_go(self) -> None:
        """Let the calls that are held be answered."""
        assert self.hold
        self.hold.set()

    def size_bytes(self, pair: Pair, profile: BlindProfile) -> int:
        return 40

    async def aclose(self) -> None:
        pass


def batch(jobs: int, candidates: int, threshold: int = 0) -> BatchRequest:
    return BatchRequest(
        jobs=tuple(Job(job_id=f"J{j}", technical_skills=("Python",)) for j in range(jobs)),
        candidates=tuple(Candidate(candidateId=f"C{c}", technical_skills=("Python",)) for c in range(candidates)),
        threshold=threshold,
    )


def engine_of(
    analyzer: ScriptedAnalyzer, *, limit: int = 10, policy: RetryPolicy | None = None, price: Price | None = None
) -> Engine:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    clock = Clock(monotonic=lambda: 0.0, utc_now=lambda: "2026-01-01T00:00:00.000Z", sleep=sleep, rand=lambda: 1.0)
    routes = [Route(analyzer, Gate(limit), Estimate(0), Tail(0.0), price)]
    engine = Engine(routes, TagEmbedder(), minimum_eligible_score=60, clock=clock, policy=policy)
    engine.slept = slept  # type: ignore[attr-defined] # only for these tests
    return engine


async def run(engine: Engine, request: BatchRequest) -> list[Event]:
    async with aclosing(BatchRun(engine, request).events()) as events:
        return [event async for event in events]


def done_of(events: list[Event]) -> Done:
    done = events[-1]
    assert isinstance(done, Done)
    return done


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def until_running(analyzer: ScriptedAnalyzer, calls: int) -> None:
    """Return once so many calls are out, and whatever else would be called was."""
    while analyzer.running < calls:
        await asyncio.sleep(0)
    await settle()


async def collect(events: AsyncGenerator[Event, None]) -> list[Event]:
    async with aclosing(events):
        return [event async for event in events]


async def test_two_batches_share_one_limit() -> None:
    analyzer = ScriptedAnalyzer()
    engine = engine_of(analyzer, limit=5)
    await asyncio.gather(run(engine, batch(1, 40)), run(engine, batch(1, 40)))
    assert analyzer.peak == 5


class CachingAnalyzer(ScriptedAnalyzer):
    """Reads a part of each prompt from the provider's cache."""

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        answer = await super().analyze(pair, profile, correction=correction)
        return replace(answer, tokens=Tokens(2000, 5, 1024))


class StragglingAnalyzer(ScriptedAnalyzer):
    """Its first call comes back when all others have been made."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._calls = calls

    async def analyze(self, pair: Pair, profile: BlindProfile, *, correction: str | None = None) -> Answer:
        answer = await super().analyze(pair, profile, correction=correction)
        while pair.index == 0 and len(self.calls) < self._calls:
            await asyncio.sleep(0)
        return answer


@pytest.mark.parametrize(("caches", "last"), [(True, {1, 2}), (False, {206, 209})])
async def test_where_prompts_are_cached_a_job_waits_for_its_first_call_while_others_can_go(
    caches: bool, last: set[int]
) -> None:
    engine = engine_of(StragglingAnalyzer(210), limit=2)
    engine.seen_to_cache = caches
    await run(engine, batch(70, 3))
    assert isinstance(engine.analyzer, StragglingAnalyzer)
    assert set(engine.analyzer.calls[-2:]) == last  # of job 0, or those whose turn it is


async def test_a_provider_that_reads_from_its_cache_is_remembered() -> None:
    engine = engine_of(CachingAnalyzer())
    assert not engine.seen_to_cache
    await run(engine, batch(1, 1))
    assert engine.seen_to_cache
