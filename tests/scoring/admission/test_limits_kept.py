"""The engine before a real HTTP provider that enforces requests and tokens per minute."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from scoring import EngineSettings, open_engine
from scoring.engine import BatchRun
from scoring.events import Analysed
from scoring.models import BatchRequest, Candidate, Job
from tests.fakes.limited import TOKENS, Limits
from tests.fakes.provider import FakeProvider
from tests.fakes.quotas import Bucket, Quota, Steps

RPM = 12_000.0
"""200 a second: what is 200 pairs after the first second takes one more."""
PAIRS = 400
REQUEST = BatchRequest(
    jobs=(Job(technical_skills=("Python",)),),
    candidates=tuple(Candidate(candidateId=f"C{n}", technical_skills=("Python", f"Skill {n}")) for n in range(PAIRS)),
    threshold=0,
)


def requests() -> Quota:
    return Bucket("requests", Steps(RPM), hold_s=1.5)


def tokens() -> Quota:
    return Bucket("tokens", Steps(RPM * TOKENS), hold_s=1.5)


async def analysed(limits: Limits, *, rpm: float | None = None, tpm: float | None = None) -> int:
    """Score a batch to its end; returns how many pairs were analysed."""
    async with FakeProvider(limits.fault, tell=limits.headers) as fake:
        settings = EngineSettings(analyzer="openai", base_url=fake.base_url, concurrent_limit=100)
        engine = open_engine(replace(settings, limit_rpm=rpm, limit_tpm=tpm))
        events = [event async for event in BatchRun(engine, REQUEST).events()]
        await engine.aclose()
    return sum(isinstance(event, Analysed) for event in events)


@pytest.mark.parametrize("quota", [requests, tokens])
@pytest.mark.parametrize("told", ["set", "headers"])
async def test_limits_that_are_known_are_kept(quota: Callable[[], Quota], told: str) -> None:
    limits = Limits(quota(), tell=told == "headers")
    rpm, tpm = (RPM, RPM * TOKENS) if told == "set" else (None, None)
    assert await analysed(limits, rpm=rpm, tpm=tpm) == PAIRS
    assert limits.admitted == PAIRS
    assert limits.refused <= 0.005 * PAIRS


async def test_a_limit_that_nobody_tells_of_loses_no_pair() -> None:
    limits = Limits(requests(), tell=False)
    assert await analysed(limits) == PAIRS
    assert limits.admitted == PAIRS
