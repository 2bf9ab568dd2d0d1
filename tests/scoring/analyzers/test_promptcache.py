from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from scoring.analyzers.promptcache import CALLS_PER_KEY, MINUTE_S, CacheKeys
from scoring.engine import BatchRun, Engine, Engines
from scoring.events import Analysed
from scoring.models import BatchRequest, Candidate, Job
from scoring.settings import EngineSettings
from tests.fakes.provider import FakeProvider, PromptCache

NURSE, CLERK = Job(title="Nurse"), Job(title="Clerk")
PLACES, JOBS, CANDIDATES = 3, 6, 4


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    """A provider that reads what prompts have in common from its cache, and answers a call when it is let."""
    async with FakeProvider(held=True, caches=True) as fake:
        yield fake


@pytest.fixture
async def engine(provider: FakeProvider) -> AsyncIterator[Engine]:
    settings = EngineSettings(analyzer="openai", base_url=provider.base_url, concurrent_limit=PLACES)
    engines = Engines(settings)
    yield engines.of(settings.configuration())
    await engines.aclose()


def batch(name: str) -> BatchRequest:
    """Jobs whose descriptions are long enough to be cached."""
    long = f"Look after {name}. " * (PromptCache.LEAST * PromptCache.CHARS_A_TOKEN // 12)
    return BatchRequest(
        jobs=tuple(Job(title=f"{name} {number}", description=long) for number in range(JOBS)),
        candidates=tuple(Candidate(resume_text=f"{name} {number}") for number in range(CANDIDATES)),
    )


async def analyses(engine: Engine, provider: FakeProvider, request: BatchRequest) -> list[Analysed]:
    """The batch's analyses; a call is let through whenever no place is idle, and the last ones when nothing else is left."""
    called = len(provider.calls)
    events = asyncio.create_task(_all(engine, request))
    for released in range(request.pair_count):
        out = min(PLACES, request.pair_count - released)
        async with asyncio.timeout(30):
            while provider.in_flight < out or len(provider.calls) - called < released + out:
                await asyncio.sleep(0)
        provider.release(1)
    return await events


async def _all(engine: Engine, request: BatchRequest) -> list[Analysed]:
    return [event async for event in BatchRun(engine, request).events() if isinstance(event, Analysed)]


async def test_only_the_first_call_of_a_job_pays_for_its_prompt_and_no_place_is_idle_for_it(
    engine: Engine, provider: FakeProvider
) -> None:
    for name, known in (("wards", False), ("ledgers", True)):
        assert engine.seen_to_cache is known
        found = await analyses(engine, provider, batch(name))
        assert len(found) == JOBS * CANDIDATES
        assert sorted(event.jobIndex for event in found if not event.record.tokens.cached) == list(range(JOBS))


def test_the_calls_of_a_job_share_a_key_and_those_of_another_have_their_own() -> None:
    keys = CacheKeys()
    assert keys.key(NURSE, 0.0) == keys.key(NURSE, 1.0)
    assert keys.key(NURSE, 2.0) != keys.key(CLERK, 2.0)


def test_a_key_takes_so_many_calls_a_minute_and_no_more() -> None:
    keys = CacheKeys()
    minute = [keys.key(NURSE, n) for n in range(2 * CALLS_PER_KEY + 1)]
    assert [minute.count(key) for key in dict.fromkeys(minute)] == [CALLS_PER_KEY, CALLS_PER_KEY, 1]
    assert keys.key(NURSE, MINUTE_S) == minute[0]  # which is warm


def test_a_key_says_nothing_of_the_job() -> None:
    assert "Nurse" not in CacheKeys().key(NURSE, 0.0)
